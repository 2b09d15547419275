// Keeps pages on the reader's device. One build of the site is one cache: what is not of this build is never put into it,
// so that an update cannot leave a mixture. Sent by the build with its own version below.
"use strict";

const VERSION = "{{ version }}";
const SCOPE = self.registration.scope;
const PREFIX = `course ${SCOPE} `; // other courses on the same host have caches of their own
const NAME = PREFIX + VERSION;
const PATIENCE = 4000; // milliseconds before a kept page is shown though the network might still answer
const AT_ONCE = 6;
const LIST = "offline.json";

const at = (key) => SCOPE + key;

// ---- the list of this build: the digest of each file, and what each page needs ---------------------------------------

let list; // read once in a worker's life
async function build() {
  list ??= await (await (await caches.open(NAME)).match(at(LIST))).json();
  return list;
}

// A file's name below the site's root, with the version in its address if it has one.
function keyOf(address, files) {
  const url = new URL(address);
  if (!url.href.startsWith(SCOPE)) return null;
  let path = decodeURI(url.pathname).slice(new URL(SCOPE).pathname.length);
  if (path === "" || path.endsWith("/")) path += "index.html";
  if (!(path in files) && `${path}.html` in files) path += ".html"; // some hosts leave the ending out
  const version = url.searchParams.get("v");
  return version && !path.endsWith(".html") ? `${path}?v=${version}` : path;
}

const needs = (found, keys) => [...new Set(keys.flatMap((key) => [key, ...(found.pages[key] ?? []).map((n) => found.needed[n])]))];

// Returns a copy that may be kept, or null if it is not the file of this build: a host may be half-way through an update.
async function proven(response, digest) {
  if (!response?.ok || !digest) return null;
  const body = await response.arrayBuffer();
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", body)).slice(0, 8);
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  if (hex !== digest) return null;
  return new Response(body, { headers: { "Content-Type": response.headers.get("Content-Type") ?? "" } });
}

async function fill(found, keys, before, told = () => {}) {
  const cache = await caches.open(NAME);
  let done = 0;
  const one = async (key) => {
    if (!(await cache.match(at(key)))) {
      let copy = null;
      for (const name of before) copy ??= await proven(await (await caches.open(name)).match(at(key)), found.files[key]);
      copy ??= await proven(await fetch(at(key), { cache: "no-cache" }), found.files[key]);
      if (!copy) throw new Error(`${key} is not the file of this version`);
      await cache.put(at(key), copy);
    }
    told(++done);
  };
  for (let start = 0; start < keys.length; start += AT_ONCE) await Promise.all(keys.slice(start, start + AT_ONCE).map(one));
}

// ---- a new version is fetched whole, with all pages that were kept, or not at all ------------------------------------

const others = async () => (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== NAME);

async function install() {
  const found = await (await fetch(at(LIST), { cache: "no-store" })).json();
  if (found.version !== VERSION) throw new Error("the host is between two versions");
  const before = await others();
  const kept = [];
  for (const name of before) {
    for (const request of await (await caches.open(name)).keys()) kept.push(keyOf(request.url, found.files));
  }
  try {
    await fill(found, needs(found, [...found.shell, ...kept.filter((key) => key in found.pages)]), before);
    await (await caches.open(NAME)).put(at(LIST), new Response(JSON.stringify(found)));
  } catch (error) {
    await caches.delete(NAME);
    throw error;
  }
}

async function activate() {
  for (const name of await others()) await caches.delete(name);
  await self.clients.claim();
}

// ---- answering -------------------------------------------------------------------------------------------------------

async function answer(event) {
  const { request } = event;
  const found = await build();
  const key = keyOf(request.url, found.files);
  const cache = await caches.open(NAME);
  const kept = await cache.match(at(key));
  const lasting = /\?v=|\.[0-9a-f]{8,}\./.test(key); // another content would have another address
  if (kept && lasting) return kept;
  const asked = fetch(request).then((response) => {
    if (response.ok && key in found.files) {
      const copy = response.clone();
      event.waitUntil(proven(copy, found.files[key]).then((good) => good && cache.put(at(key), good)));
    }
    return response;
  });
  try {
    if (!kept) return await asked;
    const late = new Promise((done) => setTimeout(done, PATIENCE, kept));
    return await Promise.race([asked, late]);
  } catch (error) {
    if (kept) return kept;
    if (request.mode === "navigate") return Response.redirect(at("offline.html"), 302);
    throw error;
  }
}

// A reader with one page open moves to the new version with the next page; with several, when they have been closed.
async function navigate(event) {
  const { waiting } = self.registration;
  if (waiting && (await self.clients.matchAll({ type: "window" })).length < 2) {
    waiting.postMessage({ do: "take over" });
    return new Response("", { headers: { Refresh: "0" } });
  }
  return answer(event);
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(SCOPE)) return;
  event.respondWith(request.mode === "navigate" ? navigate(event) : answer(event));
});

self.addEventListener("message", (event) => {
  const { do: what, pages = [] } = event.data;
  const [port] = event.ports;
  const say = (message) => port?.postMessage(message);
  if (what === "take over") self.skipWaiting();
  if (what === "keep") {
    event.waitUntil((async () => {
      const found = await build();
      const keys = needs(found, pages.map((page) => keyOf(at(page), found.files)).filter((key) => key in found.pages));
      try {
        await fill(found, keys, [], (done) => say({ done, of: keys.length }));
        say({ kept: keys.length });
      } catch (error) {
        say({ failed: String(error) });
      }
    })());
  }
  if (what === "have") {
    event.waitUntil((async () => {
      const cache = await caches.open(NAME);
      const there = await Promise.all(pages.map((page) => cache.match(at(page))));
      say({ missing: there.filter((response) => !response).length });
    })());
  }
});
