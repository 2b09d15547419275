// What a page of the course does by itself: draws its charts when they come into view, and answers its questions.
"use strict";

const here = document.currentScript.src;
const library = new URL(window.plotlyAt, here).href;

// ---- charts: one library, loaded once, only when a chart is seen -------------------------------------------------

let loading;
function plotly() {
  loading ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = library;
    script.onload = () => done(window.Plotly);
    script.onerror = failed;
    document.head.append(script);
  });
  return loading;
}

function dark() {
  return document.documentElement.dataset.theme === "dark";
}

// Figures carry the light palette; each light colour has a dark partner.
function inTheme(text) {
  if (!dark()) return text;
  return text.replace(/#[0-9a-f]{6}/gi, (colour) => window.darkFromLight[colour.toLowerCase()] ?? colour);
}

async function draw(figure) {
  const place = figure.querySelector(".chart-plot");
  const library = await plotly();
  // read after the wait: a control may have changed it meanwhile
  const data = JSON.parse(inTheme(figure.querySelector(".chart-data").textContent));
  place.querySelector(".chart-wait")?.remove();
  data.layout.autosize = true;
  delete data.layout.width;
  data.layout.height = Number(place.dataset.height);
  // on a phone six dates run into each other
  if (place.clientWidth < 480 && data.layout.xaxis?.type === "date") data.layout.xaxis.nticks = 3;
  await library.react(place, data.data, data.layout, { responsive: true, displayModeBar: false, scrollZoom: false });
  figure.dataset.drawn = "yes";
}

// A4 between its margins, in CSS pixels: a chart drawn for a wide screen would be cut off.
const PAPER = 640;
const idle = window.requestIdleCallback ?? ((work) => setTimeout(work, 200));

const figures = () => [...document.querySelectorAll("figure.chart")];
const drawn = () => figures().filter((figure) => figure.dataset.drawn);

const seen = new IntersectionObserver(
  (entries) => {
    for (const entry of entries.filter((e) => e.isIntersecting)) {
      seen.unobserve(entry.target);
      draw(entry.target);
    }
  },
  { rootMargin: "400px" },
);

function watchCharts() {
  figures().forEach((figure) => seen.observe(figure));
  new MutationObserver(() => drawn().forEach(draw)).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  // A plan that will be printed draws all its charts as soon as the reader's device has a moment.
  if (document.querySelector(".activity")) {
    const next = () => {
      const waiting = figures().find((figure) => !figure.dataset.drawn);
      if (waiting) draw(waiting).then(() => idle(next));
    };
    idle(next);
  }
  const width = (pixels) => drawn().forEach((figure) =>
    window.Plotly.relayout(figure.querySelector(".chart-plot"), pixels ? { width: pixels } : { width: null, autosize: true }));
  window.addEventListener("beforeprint", () => width(PAPER));
  window.addEventListener("afterprint", () => width(null));
}

// ---- questions: the answer chosen explains itself ----------------------------------------------------------------

function answerQuestion(event) {
  event.preventDefault();
  const form = event.target;
  const chosen = form.querySelector("input:checked");
  const feedback = form.querySelector(".feedback");
  if (!chosen) {
    feedback.textContent = "Choose an answer first.";
    feedback.dataset.right = "none";
    return;
  }
  const explained = form.querySelectorAll(".answers li")[Number(chosen.value)];
  const right = explained.dataset.right;
  feedback.innerHTML = (right === "yes" ? "<b>✓ Right.</b> " : "<b>✗ Not this one.</b> ") +
    explained.querySelector(".because").innerHTML;
  feedback.dataset.right = right;
}

// ---- where the reader is: the heading last passed is marked in the page's own list ---------------------------------

function watchHeadings() {
  const links = [...document.querySelectorAll(".page-toc a[href^='#']")];
  const parts = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1)))).filter(Boolean);
  const watcher = new IntersectionObserver(() => {
    const passed = parts.filter((part) => part.getBoundingClientRect().top < window.innerHeight * 0.4).at(-1);
    links.forEach((link) => link.classList.toggle("active", Boolean(passed) && link.hash === `#${passed.id}`));
  }, { rootMargin: "0px 0px -60%" });
  parts.forEach((part) => watcher.observe(part));
}

document.querySelectorAll("form.question").forEach((form) => form.addEventListener("submit", answerQuestion));
document.documentElement.classList.add("has-script");
watchCharts();
watchHeadings();
