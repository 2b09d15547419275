// Starts the deck, and draws a slide's chart when the slide is shown (a hidden chart has no width to be drawn in).
"use strict";

Reveal.initialize({ hash: true, controls: true, scrollActivationWidth: 0, transition: "none", width: 1100, height: 680, margin: 0.05, plugins: [RevealNotes] });
const LARGE = { "font.size": 17, "xaxis.tickfont.size": 16, "yaxis.tickfont.size": 16, "xaxis.automargin": true, "yaxis.automargin": true };

async function drawLarge(figure) {
  await draw(figure);
  await Plotly.relayout(figure.querySelector(".chart-plot"), LARGE);
}
const drawSlide = (slide) => slide?.querySelectorAll("figure.chart").forEach(drawLarge);
Reveal.on("ready", (event) => drawSlide(event.currentSlide));
Reveal.on("slidechanged", (event) => drawSlide(event.currentSlide));
