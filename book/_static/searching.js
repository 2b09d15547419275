// The search page: modules that answer the question, by any name, above the pages that have its words.

(() => {
  "use strict";
  const data = window.findData;
  const results = document.getElementById("search-results");
  const question = new URLSearchParams(location.search).get("q")?.trim();
  if (!data || !results || !question) return;
  const top = new URL("..", document.currentScript.src).href;
  const MOST = 5, NAMES = 6;

  function make(tag, attributes = {}, ...inside) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...inside.filter(Boolean));
    return element;
  }

  function entry({ n, phrase, via }) {
    const module = data.modules[n];
    const about = via ? `also called: ${via}` : phrase && phrase !== module.t ? phrase : "";
    const name = module.r ? make("a", { href: `${top}modules/${module.k}/lesson.html` }, module.t) : module.t;
    const more = module.r ? [" (", make("a", { href: `${top}modules/${module.k}/bite.html`, "aria-label": `Bite of ${module.t}` }, `bite, ${module.d[0]} minutes`), ")"]
      : [make("span", { class: "coming" }, " (still to come)")];
    return make("li", {}, name, ...more, about ? make("span", { class: "small" }, ` ${about}`) : "");
  }

  const found = window.courseWords.finder(data)(question);
  const modules = found.modules.slice(0, MOST);
  const parts = [];
  if (modules.length) {
    parts.push(make("h2", {}, "Modules about this"));
    if (found.mended) parts.push(make("p", { class: "small" }, "We took a word that we did not know for the nearest that we know."));
    parts.push(make("ul", { class: "found-modules" }, ...modules.map(entry)));
  }
  if (found.names.length) {
    parts.push(make("p", { class: "found-names" }, "Search for another name of it: ",
      ...found.names.slice(0, NAMES).flatMap((name, n) => [n ? ", " : "", make("a", { href: `?q=${encodeURIComponent(name)}` }, name)]), "."));
  }
  parts.push(make("p", {}, "Not sure what to ask for? ", make("a", { href: `${top}book/find.html?${new URLSearchParams({ words: question })}` }, "Let Find your way propose a first step"), "."));
  results.before(make("div", { class: "found", role: "region", "aria-label": "Modules that answer" }, ...parts));
})();
