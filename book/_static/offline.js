// Lets a page be read again with no network, and a whole pathway be kept. Does nothing, quietly, where a browser has no way
// to: a copy opened from a folder, a host without https, a private window.
"use strict";
{
  const root = new URL("../", document.currentScript.src);
  const able = "serviceWorker" in navigator && window.isSecureContext && root.protocol.startsWith("http");
  const LATE = 3000; // milliseconds after the page is whole: reading comes first

  const below = (address) => decodeURI(new URL(address).pathname).slice(decodeURI(root.pathname).length) || "index.html";

  function ask(worker, message, heard = () => {}) {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = (event) => heard(event.data);
    worker.postMessage(message, [port2]);
  }

  async function worker() {
    await navigator.serviceWorker.register(new URL("sw.js", root), { updateViaCache: "none" });
    return (await navigator.serviceWorker.ready).active;
  }

  // ---- "keep this pathway" ------------------------------------------------------------------------------------------

  const size = (bytes) => (bytes < 950_000 ? `${Math.ceil(bytes / 10_000) * 10} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`);

  async function offer(place) {
    const { pages, bytes } = await (await fetch(place.dataset.keep)).json();
    const [button, progress, said] = ["button", "progress", "[role=status]"].map((name) => place.querySelector(name));
    button.textContent = `Keep this pathway on this device (${size(bytes)})`;
    place.querySelector(".keep-pages").textContent = String(pages.length);
    place.hidden = false;
    const whole = () => {
      button.hidden = progress.hidden = true;
      said.textContent = `Kept: ${pages.length} pages can be read on this device with no network.`;
    };
    if (await navigator.serviceWorker.getRegistration(root)) {
      ask(await worker(), { do: "have", pages }, ({ missing }) => missing === 0 && whole());
    }
    button.addEventListener("click", async () => {
      button.disabled = true;
      progress.hidden = false;
      said.textContent = "Fetching its pages …";
      navigator.storage?.persist?.();
      try {
        ask(await worker(), { do: "keep", pages }, ({ done, of, kept, failed }) => {
          if (done) [progress.value, progress.max] = [done, of];
          if (kept) whole();
          if (failed) again();
        });
      } catch {
        again();
      }
    });
    const again = () => {
      button.disabled = false;
      progress.hidden = true;
      said.textContent = "Not all of it could be kept: the network failed, the device is full, or the site is being updated. Try again.";
    };
  }

  // ---- at every page ------------------------------------------------------------------------------------------------

  async function later() {
    const active = await worker();
    if (!navigator.connection?.saveData) ask(active, { do: "keep", pages: [below(location.href)] });
  }

  if (able) {
    document.head.append(Object.assign(document.createElement("link"), { rel: "manifest", href: new URL("manifest.webmanifest", root).href }));
    document.querySelectorAll("[data-keep]").forEach((place) => offer(place).catch(() => {}));
    window.addEventListener("load", () => setTimeout(() => later().catch(() => {}), LATE));
  }
}
