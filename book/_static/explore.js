// Panels in a page, after house.js: controls over states computed beforehand, and questions whose reveal waits for a guess.
"use strict";
{
  const SETTLED = 500; // milliseconds without a movement before a reading is spoken and the table rewritten
  const SPOKEN = 10000; // after that long, a reader who looks around would only meet the same words twice

  const paragraphs = (text) => text.split("\n\n").map((part) => element("p", part));

  function element(name, text) {
    const made = document.createElement(name);
    made.textContent = text;
    return made;
  }

  // ---- explore: the same walk as course/site/differences.py --------------------------------------------------------

  function changed(before, difference, pool) {
    if (typeof difference === "number") return pool[difference];
    const copy = Array.isArray(before) ? [...before] : { ...before };
    for (const [key, inner] of Object.entries(difference)) {
      if (inner === null) delete copy[key];
      else if (key === "length" && Array.isArray(copy)) copy.length = inner;
      else copy[key] = changed(before[key], inner, pool);
    }
    return copy;
  }

  function explore(panel) {
    const { first, pool, states } = JSON.parse(panel.querySelector(".explore-data").textContent);
    const controls = [...panel.querySelectorAll(".explore-controls input, .explore-controls select")];
    const figure = panel.querySelector("figure.chart");
    const said = panel.querySelector(".explore-said");
    if (figure) first.figure = JSON.parse(figure.querySelector(".chart-data").textContent);
    let wanted = 0, shown = -1, busy = false, timer;

    panel.state = (number) => changed(first, states[number], pool);

    // each control as [what it is called, what it stands at, at which place, of how many]
    const standing = () => controls.map((control) => {
      const name = control.parentElement.querySelector("span").textContent;
      if (control.type === "checkbox") return [name, control.checked ? "yes" : "no", Number(control.checked), 2];
      if (control.type !== "range") return [name, control.value, control.selectedIndex, control.length];
      const options = JSON.parse(control.dataset.options);
      const value = options[control.value];
      control.setAttribute("aria-valuetext", value);
      control.closest(".explore-control").querySelector(".explore-value").textContent = value;
      return [name, value, Number(control.value), options.length];
    });

    function moved() {
      const now = standing();
      wanted = now.reduce((number, [, , place, many]) => number * many + place, 0);
      panel.querySelector(".explore-where").textContent = `Shown for: ${now.map(([name, value]) => `${name} ${value}`).join("; ")}.`;
      show();
    }

    // Only the latest wish is drawn: while one figure is being drawn, those passed by are skipped.
    async function show() {
      if (busy) return;
      busy = true;
      while (shown !== wanted) {
        shown = wanted;
        const state = panel.state(shown);
        panel.querySelector(".explore-reading").replaceChildren(...paragraphs(state.reading.join(" ")));
        if (figure) await picture(state);
        clearTimeout(timer);
        timer = setTimeout(() => settle(state), SETTLED);
        await new Promise((next) => setTimeout(next));
      }
      busy = false;
    }

    async function picture(state) {
      const alt = state.alt.join(" ");
      const place = figure.querySelector(".chart-plot");
      figure.setAttribute("aria-label", alt);
      figure.querySelector(".chart-data").textContent = JSON.stringify(state.figure);
      place.dataset.height = state.figure.layout.height ?? 420;
      if (figure.dataset.drawn) await draw(figure);
      else place.querySelector(".chart-wait")?.replaceChildren(alt);
    }

    function settle(state) {
      said.textContent = state.reading.join(" ");
      timer = setTimeout(() => said.replaceChildren(), SPOKEN);
      if (figure) tabulate(figure.querySelector(".chart-table table"), state.table);
    }

    panel.addEventListener("input", moved);
    panel.querySelector("fieldset").disabled = false;
    wanted = shown = standing().reduce((number, [, , place, many]) => number * many + place, 0);
  }

  function tabulate(table, { columns, rows }) {
    const row = (cells) => {
      const made = document.createElement("tr");
      made.append(...cells);
      return made;
    };
    const head = (text, scope) => Object.assign(element("th", text), { scope });
    table.tHead.replaceChildren(row(columns.map((name) => head(name, "col"))));
    table.tBodies[0].replaceChildren(
      ...rows.map(([first, ...rest]) => row([head(first, "row"), ...rest.map((cell) => element("td", cell))])));
  }

  // ---- predict: the guess is kept in this browser, for this module, and nowhere else ----------------------------------

  const memory = (change) => {
    try {
      return change(window.localStorage);
    } catch {
      return null; // a browser may refuse to keep anything: then a guess lasts as long as the page
    }
  };

  // What the kernel's panel takes for a number (improve/data/number_cells.py) is one here too.
  const NUMBER = /^[+-]?((\d{1,3}(,\d{3})+|\d{1,3}([ \u00a0\u202f]\d{3})+|\d+)(\.\d*)?|\.\d+)(e[+-]?\d{1,3})?%?$/i;

  function number(text) {
    const bare = text.replace("\u2212", "-");
    return NUMBER.test(bare) ? parseFloat(bare.replace(/[, \u00a0\u202f]/g, "")) : NaN;
  }

  function predict(form) {
    const sentences = JSON.parse(form.dataset.sentences);
    const field = form.querySelector("fieldset");
    const said = form.querySelector(".predict-said");
    const result = form.querySelector(".predict-result");
    const { id, low, high } = form.dataset;
    const key = `predict ${location.pathname.replace(/[^/]*$/, "")}${id}`;
    const options = [...form.querySelectorAll("input[type=radio]")];

    // a guess as text, or a sentence that says what is missing
    function read(guess) {
      if (["", "...", "…"].includes(guess)) return ["", sentences.blank];
      if (options.length) return [guess, ""];
      const value = number(guess);
      return value >= Number(low) && value <= Number(high) ? [String(value), ""] : ["", sentences.outside];
    }

    function settle(guess) {
      field.disabled = true;
      form.classList.add("settled");
      if (options.length) options.find((option) => option.value === guess).checked = true;
      else form.elements.guess.value = guess;
      said.textContent = sentences.kept.replace("{guess}", () => guess);
      const kept = document.createElement("template");
      kept.innerHTML = form.querySelector("noscript").textContent;
      result.replaceChildren(kept.content.querySelector(".predict-reveal"));
      result.hidden = false;
      result.querySelectorAll("figure.chart").forEach((figure) => seen.observe(figure));
    }

    function afresh() {
      memory((store) => store.removeItem(key));
      result.hidden = true;
      result.replaceChildren();
      said.textContent = "";
      form.reset();
      form.classList.remove("settled");
      field.disabled = false;
      form.elements.guess.focus?.();
    }

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const [guess, missing] = read(new FormData(form).get("guess")?.trim() ?? "");
      if (missing) {
        said.textContent = missing;
        return;
      }
      memory((store) => store.setItem(key, guess));
      settle(guess);
      result.focus({ preventScroll: true });
    });
    field.disabled = false;

    const before = memory((store) => store.getItem(key));
    if (before !== null && !read(before)[1] && (!options.length || options.some((option) => option.value === before))) {
      settle(before);
      // another reader may share this computer, and a guess bears repeating after some weeks
      const again = Object.assign(element("button", "Guess afresh"), { type: "button", onclick: afresh });
      result.append(again);
    }
  }

  document.querySelectorAll(".explore").forEach(explore);
  document.querySelectorAll("form.predict").forEach(predict);
}
