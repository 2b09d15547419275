// Draws every chart of the page at once: what is printed from a pack must not depend on what was scrolled past.
"use strict";

document.querySelectorAll("figure.chart").forEach((figure) => draw(figure));
