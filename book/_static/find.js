// "Find your way": from a few choices to a route, with its reasons, its minutes and what it leaves out; and the record of what was done.

(() => {
  "use strict";
  const form = document.querySelector("form.find");
  const data = window.findData;
  if (!form || !data) return;
  const top = new URL("..", document.currentScript.src).href;
  const record = window.courseRecord;
  const find = window.courseWords.finder(data);
  const said = document.querySelector(".find-said");
  const result = document.querySelector(".find-result");

  const DOSE = ["bite", "foundation", "practitioner", "expert"];
  const NAMES = { bite: "the bite", foundation: "the lesson", practitioner: "lesson and notebook, with your own data", expert: "the MSc dose", workshop: "the workshop" };
  const SHORT = { bite: "bite", foundation: "foundation", practitioner: "practitioner", expert: "MSc", workshop: "workshop" };
  const PAGE = { bite: "bite", workshop: "workshop" };
  const HALF_HOUR = 30, MOST_STEPS = 12, WITHOUT_TIME = 3, NAMED = 4;

  // ---- small things ----
  const lasting = (count) => {
    const hours = Math.floor(count / 60), rest = count % 60;
    if (!hours || (count <= 120 && rest && rest !== 30)) return `${count} minutes`;
    if (!rest || rest === 30) return `${hours}${rest ? "½" : ""} hour${count > 60 ? "s" : ""}`;
    return `${hours} hours ${rest} minute${rest > 1 ? "s" : ""}`;
  };
  const page = (n, dose) => `${top}modules/${data.modules[n].k}/${PAGE[dose] ?? "lesson"}.html`;
  const strand = (n) => data.modules[n].k.split("/")[0];
  const capital = (text) => text[0].toUpperCase() + text.slice(1);
  function make(tag, attributes = {}, ...inside) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...inside.filter((one) => one !== null && one !== undefined && one !== ""));
    return element;
  }
  const link = (href, text) => make("a", { href }, text);
  function listed(names) {
    const shown = names.slice(0, NAMED).map((name) => `“${name}”`);
    if (names.length > NAMED) shown.push(names.length - NAMED === 1 ? "one more" : `${names.length - NAMED} more`);
    return shown.length > 1 ? `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}` : shown[0];
  }

  // ---- what is chosen ----
  const byId = (things, id) => things.find((one) => one.id === id);
  function chosen() {
    const value = (name) => form.elements[name].value.trim();
    const words = value("words");
    const heard = words ? find(words) : null;
    let role = byId(data.roles, value("role")), aim = byId(data.aims, value("aim"));
    const taken = [];
    if (!role && heard?.role >= 0) taken.push((role = data.roles[heard.role]).title);
    if (!aim && heard?.aim >= 0) taken.push(`I want to ${(aim = data.aims[heard.aim]).title}`);
    return { role, aim, taken, time: byId(data.times, value("time")), dose: value("dose"), words, heard };
  }

  // ---- how well each module fits, and why ----
  function ranked({ role, aim, words, heard }) {
    const fits = data.modules.map((_, n) => ({ n, score: 0, why: [] }));
    const add = (n, score, why, first = false) => {
      fits[n].score += score;
      if (why) fits[n].why[first ? "unshift" : "push"](why);
    };
    if (role) {
      const number = data.roles.indexOf(role);
      role.first.forEach(([n, why], place) => add(n, 60 - 5 * place, why));
      for (const path of role.paths.slice(0, 1)) {
        data.paths[path].takes.forEach((n, place) => {
          if (!role.first.some(([first]) => first === n)) add(n, Math.max(20 - place, 8), `It is part of the pathway “${data.paths[path].title}”.`);
        });
      }
      data.modules.forEach((module, n) => {
        if (module.for?.includes(number) && !role.first.some(([first]) => first === n)) add(n, 12, fits[n].why.length ? "" : "People with your kind of work are among those it is written for.");
      });
    }
    if (aim) {
      aim.first.forEach((n, place) => add(n, 90 - 6 * place, `It serves your aim: to ${aim.title}.`));
      data.modules.forEach((module, n) => {
        if (!aim.first.includes(n) && aim.strands.includes(strand(n))) add(n, 30, `It serves your aim: to ${aim.title}.`);
      });
    }
    for (const { n, score, phrase, via } of heard?.modules ?? []) {
      const answer = via ? `It answers “${words}”: another name is “${via}”.` : phrase ? `It answers “${words}”: ${phrase}.` : `It answers “${words}”.`;
      add(n, 150 * score, answer, true);
    }
    if (!role && !aim && !heard?.modules.length) data.modules.forEach((_, n) => add(n, 20 - n / data.modules.length, ""));
    const order = (a, b) => b.score - a.score || a.n - b.n;
    const wanted = fits.filter(({ score }) => score > 0).sort(order);
    // what is still to come sends its readers to the nearest that is ready, where nothing ready fits nearly as well
    const best = Math.max(0, ...wanted.filter(({ n }) => data.modules[n].r).map(({ score }) => score));
    for (const { n, score } of wanted.slice(0, 3)) {
      const near = data.modules[n].n;
      if (data.modules[n].r || near === undefined || best >= 0.6 * score) continue;
      add(near, 0.8 * score, `“${data.modules[n].t}” would fit best and is still to come. This is the nearest that is ready.`);
    }
    return { ready: fits.filter(({ n, score }) => score > 0 && data.modules[n].r).sort(order), coming: wanted.filter(({ n }) => !data.modules[n].r) };
  }

  // ---- a route that fits the time ----
  function minutesOf(n, dose, room) {
    if (dose !== "workshop") return data.modules[n].d[DOSE.indexOf(dose)];
    return data.modules[n].h && room < data.workshop ? HALF_HOUR : data.workshop;
  }
  function shorter(dose) {
    return dose === "workshop" ? ["workshop", "bite"] : DOSE.slice(0, DOSE.indexOf(dose) + 1).reverse();
  }

  // a longer dose includes the shorter ones
  function isDone(n, dose) {
    const enough = dose === "workshop" ? [dose] : DOSE.slice(DOSE.indexOf(dose));
    return enough.some((one) => record.has(data.modules[n].k, one));
  }

  function propose(choice) {
    const room = choice.time?.room ?? Infinity;
    const dose = choice.dose || choice.aim?.dose || choice.role?.dose || choice.time?.dose || "foundation";
    const { ready, coming } = ranked(choice);
    const most = choice.time ? MOST_STEPS : WITHOUT_TIME;
    const steps = [], full = [], done = [];
    let left = room;
    for (const fit of ready) {
      const wanted = shorter(dose).filter((one) => minutesOf(fit.n, one, left));
      const open = wanted.filter((one) => !isDone(fit.n, one));
      if (open[0] !== wanted[0]) {
        done.push(fit);
        continue;
      }
      const fitting = steps.length < most ? open.find((one) => minutesOf(fit.n, one, left) <= left) : null;
      if (!fitting) {
        full.push(fit);
        continue;
      }
      const minutes = minutesOf(fit.n, fitting, left);
      steps.push({ ...fit, dose: fitting, minutes, cut: fitting !== open[0] ? open[0] : "" });
      left -= minutes;
    }
    return { steps: inOrder(steps), full, done, coming, dose, room, total: steps.reduce((sum, step) => sum + step.minutes, 0) };
  }

  // what helps first within a strand comes first; otherwise what fits best, since nothing is ever required first
  function inOrder(steps) {
    const there = new Map(steps.map((step) => [step.n, step]));
    const out = new Set();
    const take = (step, above = new Set()) => {
      if (out.has(step) || above.has(step)) return;
      above.add(step);
      for (const n of data.modules[step.n].b ?? []) {
        if (!there.has(n) || strand(n) !== strand(step.n)) continue;
        const before = there.get(n);
        if (!out.has(before)) before.why.push(`It helps before “${data.modules[step.n].t}”.`);
        take(before, above);
      }
      out.add(step);
    };
    steps.forEach((step) => take(step));
    return [...out];
  }

  // ---- showing it ----
  function title(step) {
    return `${data.modules[step.n].t}: ${NAMES[step.dose]}${step.dose === "workshop" && step.minutes === HALF_HOUR ? ", in its half-hour form" : ""}`;
  }

  function shownStep(step, choice, main) {
    const module = data.modules[step.n];
    const heading = link(page(step.n, step.dose), title(step));
    if (main) heading.className = "button main";
    const why = [...new Set(step.why)];
    if (step.cut) why.push(`Its ${SHORT[step.cut]} dose would need ${lasting(minutesOf(step.n, step.cut, Infinity))}.`);
    const also = [];
    for (const dose of ["bite", "foundation", "workshop"]) {
      const minutes = minutesOf(step.n, dose, Infinity);
      if (dose !== step.dose && minutes) also.push(link(page(step.n, dose), `${NAMES[dose]}, ${minutes} minutes`));
    }
    if (module.app) also.push(link(module.app, "the tool for your own data (opens at mybinder.org)"));
    if (choice.aim?.id === "numbers") also.push(link(`${top}book/your-own-data.html`, "what your data should look like"));
    const box = make("input", { type: "checkbox", "data-key": module.k, "data-dose": step.dose, "data-title": module.t, "data-minutes": step.minutes });
    return make("li", { "data-key": module.k, "data-dose": step.dose, "data-minutes": step.minutes },
      make("p", { class: main ? "find-first" : "find-step" }, heading, " ", make("span", { class: "minutes" }, lasting(step.minutes))),
      module.p ? make("p", {}, module.p) : null,
      make("p", { class: "find-why" }, make("b", {}, "Why: "), why.join(" ") || "It needs nothing first, and much else refers to it."),
      also.length ? make("p", { class: "small" }, "Also: ", ...also.flatMap((one, n) => (n ? ["; ", one] : [one])), ".") : null,
      make("p", { class: "ticks" }, make("label", {}, box, " I have done this")));
  }

  function leftOut(route, choice) {
    const titles = (fits) => fits.map(({ n }) => data.modules[n].t);
    const out = [];
    if (route.coming.length) out.push(`Still to come, and so not a step: ${listed(titles(route.coming))}.`);
    if (route.done.length) out.push(`Done already, by your own record: ${listed(titles(route.done))}.`);
    if (route.full.length) {
      const why = choice.time ? `There is no room for them in ${choice.time.said}` : "Three steps are enough to begin with";
      out.push(`Ready, and left for another day: ${listed(titles(route.full))}. ${why}.`);
    }
    const longer = route.steps.filter((step) => step.dose === "bite" || step.dose === "foundation");
    if (longer.length) out.push("The longer doses of these steps: practice with data, and the MSc reading. Each module's page has them.");
    const rest = data.modules.length - route.steps.length - route.coming.length - route.done.length - route.full.length;
    if (rest > 0 && (choice.role || choice.aim || choice.words)) out.push(`${rest} other module${rest > 1 ? "s" : ""}, because nothing in your choices points to ${rest > 1 ? "them" : "it"}. All are in the list below.`);
    return out;
  }

  function roads(choice) {
    const found = [];
    if (choice.time?.id === "masters") found.push(data.paths.findIndex(({ id }) => id === "msc"));
    found.push(...(choice.aim?.paths ?? []).slice(0, 1), ...(choice.role?.paths ?? []).slice(0, choice.aim?.paths.length ? 1 : 2));
    return [...new Set(found)].filter((n) => n >= 0).slice(0, 2).map((n) => data.paths[n]);
  }

  function show() {
    const choice = chosen();
    const made = [choice.role, choice.time, choice.aim, choice.dose, choice.words].some(Boolean);
    remember(choice);
    result.hidden = !made;
    if (!made) {
      said.textContent = "Two choices are enough for a first step.";
      return;
    }
    const route = propose(choice);
    const notes = [];
    for (const taken of choice.taken) notes.push(`“${choice.words}” sounds like: ${taken}. If not, choose above.`);
    if (choice.heard && !choice.heard.modules.length && !choice.taken.length) notes.push(`We found no module about “${choice.words}”. The search of the whole course may know it.`);
    if (choice.heard?.mended) notes.push("We took a word that we did not know for the nearest that we know.");
    if (choice.heard?.names.length) notes.push(`Other names: ${choice.heard.names.slice(0, 6).join(", ")}.`);
    if (!route.steps.length) {
      said.textContent = route.done.length ? "You have done all that is ready and fits. See the pathways below." : "Nothing that is ready fits this. Choose more time, or another dose.";
      result.replaceChildren(...notes.map((note) => make("p", { class: "small" }, note)), ...ending(choice, route));
      return;
    }
    const [first, ...others] = route.steps;
    const count = route.steps.length === 1 ? "1 step" : `${route.steps.length} steps`;
    const of = choice.time && route.room < 3000 ? ` You have ${choice.time.said}.` : "";
    said.textContent = `Start with ${title(first)}, ${lasting(first.minutes)}. ${capital(count)}, ${lasting(route.total)} in all.${of}`;
    result.replaceChildren(
      ...notes.map((note) => make("p", { class: "small find-note" }, note)),
      make("h2", { id: "your-first-step" }, "Your first step"),
      make("ol", { class: "find-steps", role: "list" }, shownStep(first, choice, true)),
      ...(others.length ? [make("h2", { id: "and-then" }, "And then"), make("ol", { class: "find-steps", start: 2 }, ...others.map((step) => shownStep(step, choice)))] : []),
      make("p", { class: "find-total" }, make("b", {}, "In all: "), `${lasting(route.total)}.${of}`),
      ...ending(choice, route));
  }

  function showTicks() {
    for (const box of result.querySelectorAll(".ticks input")) box.checked = Boolean(record.has(box.dataset.key, box.dataset.dose));
  }

  function ending(choice, route) {
    const out = leftOut(route, choice);
    const longer = roads(choice);
    const search = choice.words ? make("p", {}, link(`${top}search.html?q=${encodeURIComponent(choice.words)}`, `Search the whole course for “${choice.words}”`)) : null;
    return [
      ...(out.length ? [make("h2", { id: "left-out" }, "What this leaves out, and why"), make("ul", {}, ...out.map((text) => make("li", {}, text)))] : []),
      ...(longer.length ? [make("h2", { id: "longer" }, "A longer road"), make("ul", { class: "find-paths" }, ...longer.map((path) =>
        make("li", {}, link(`${top}book/pathways/${path.id}.html`, path.title), ` ${lasting(path.minutes)}; ${path.ready === path.modules ? "all of its modules are ready" : `${path.ready} of its ${path.modules} modules ready, the others still to come`}. ${path.aim}`)))] : []),
      ...(search ? [search] : []),
    ];
  }

  // ---- the address keeps the choices, so that a route can be sent to somebody ----
  function remember({ time, dose, words }) {
    const given = { role: form.elements.role.value, time: time?.id, aim: form.elements.aim.value, dose, words };
    const kept = new URLSearchParams(Object.entries(given).filter(([, value]) => value));
    try {
      history.replaceState(null, "", `${location.pathname}${[...kept].length ? `?${kept}` : ""}${location.hash === "#record" ? location.hash : ""}`);
    } catch {
      // some browsers forbid it for pages from a disk
    }
  }
  function recall() {
    const hash = decodeURIComponent(location.hash.slice(1));
    const given = hash.startsWith("role-") ? new URLSearchParams({ role: hash.slice(5) }) : new URLSearchParams(location.search);
    let any = false;
    for (const name of ["role", "time", "aim", "dose", "words"]) {
      const value = given.get(name);
      if (value === null) continue;
      any = true;
      form.elements[name].value = name === "words" ? value.slice(0, 120) : value;
      if (form.elements[name].selectedIndex === -1) form.elements[name].value = "";
    }
    return any && hash.startsWith("role-");
  }

  // ---- the record ----
  const place = document.querySelector(".record");
  const rows = place?.querySelector(".record-entries");
  const ASK = "What will you do differently, and by when?";
  const HEAD = ["What", "Dose", "Minutes", "Date", ASK, "Module", "Status"];
  const STATUS = "self-declared; nobody has checked it";

  // a longer dose includes the shorter ones of its module, so only the longest counts; workshops count besides
  function total(entries) {
    const longest = new Map();
    for (const { key, dose, minutes } of entries) {
      const name = dose === "workshop" ? `${key} workshop` : key;
      longest.set(name, Math.max(longest.get(name) ?? 0, minutes));
    }
    return [...longest.values()].reduce((sum, minutes) => sum + minutes, 0);
  }

  const inTime = () => [...record.all()].sort((a, b) => a.date.localeCompare(b.date));

  function showRecord() {
    if (!place) return;
    const entries = inTime();
    const blocked = record.kept() ? "" : " This browser does not let a page keep anything: save your record before you leave.";
    place.querySelector(".record-said").textContent = (entries.length
      ? `${entries.length === 1 ? "1 thing" : `${entries.length} things`} done, ${lasting(total(entries))} in all. You say so yourself: nobody has checked it.`
      : "Nothing yet. Tick “I have done this” at a step above, or at the foot of a bite, a lesson or a workshop.") + blocked;
    rows.hidden = !entries.length;
    rows.replaceChildren(...entries.map(shownEntry));
  }

  function shownEntry({ key, dose, title, minutes, date, note }, n) {
    const change = (what) => record.change(key, dose, what);
    const when = make("input", { type: "date", id: `record-date-${n}`, value: date, max: record.today() });
    when.addEventListener("change", () => when.value && change({ date: when.value }));
    const thought = make("textarea", { id: `record-note-${n}`, rows: 2, maxlength: 4000 }, note);
    thought.addEventListener("input", () => change({ note: thought.value }));
    const out = make("button", { type: "button", "aria-label": `Take out ${title}, ${SHORT[dose]}` }, "Take out");
    out.addEventListener("click", () => {
      record.remove(key, dose);
      place.querySelector(".record-said").focus?.();
    });
    return make("fieldset", {},
      make("legend", {}, `${title}: ${SHORT[dose]}, ${lasting(minutes)}`),
      make("p", {}, make("label", { for: when.id }, "Done on "), when),
      make("p", {}, make("label", { for: thought.id }, ASK), thought),
      make("p", {}, out));
  }

  // a cell that begins like a formula must not become one in a spreadsheet
  const cell = (value) => `"${String(value).replace(/^[=+\-@\t\r]/, "'$&").replaceAll('"', '""')}"`;
  const csv = () => [HEAD, ...inTime().map(({ key, dose, title, minutes, date, note }) => [title, SHORT[dose], minutes, date, note, key, STATUS])]
    .map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";

  function rowsOf(text) {
    const found = [[]];
    const cells = /\s*?(?:"((?:[^"]|"")*)"|([^,;\r\n]*))(,|;|\r?\n|$)/gy;
    const clean = text.replace(/^\uFEFF/, "");
    for (let match; cells.lastIndex < clean.length && (match = cells.exec(clean));) {
      found.at(-1).push((match[1] ?? match[2]).replaceAll('""', '"').replace(/^'(?=[=+\-@\t\r])/, ""));
      if (match[3] !== "," && match[3] !== ";") found.push([]);
    }
    return found.filter((row) => row.length > 1);
  }

  function fromCsv(text) {
    const [head, ...body] = rowsOf(text);
    const at = (name) => head?.findIndex((one) => one.trim() === name) ?? -1;
    if ([0, 1, 2, 3, 5].some((n) => at(HEAD[n]) < 0)) return null;
    const dose = Object.fromEntries(Object.entries(SHORT).map(([name, short]) => [short, name]));
    const day = (text) => text.trim().replace(/^(\d\d)\/(\d\d)\/(\d{4})$/, "$3-$2-$1"); // as spreadsheets rewrite it
    return body.map((row) => ({ title: row[at("What")], dose: dose[row[at("Dose")]], minutes: Number(row[at("Minutes")]),
      date: day(row[at("Date")] ?? ""), note: row[at(ASK)] ?? "", key: row[at("Module")] }));
  }

  function text() {
    const entries = inTime();
    const course = document.querySelector('meta[name="application-name"]')?.content ?? "";
    const lines = [`A record of learning: ${course}`, `Self-declared: nobody has checked it. Written ${record.today()}.`, ""];
    for (const { dose, title, minutes, date, note } of entries) lines.push(`${date}  ${title} (${SHORT[dose]}), ${lasting(minutes)}`, `  ${ASK}`, `  ${note || "(not written yet)"}`, "");
    lines.push(`In all: ${lasting(total(entries))}. A longer dose of a module includes its shorter ones, so each module counts once; workshops count besides.`);
    return lines.join("\n") + "\n";
  }

  function save(content, name, type) {
    const made = URL.createObjectURL(new Blob([content], { type }));
    make("a", { href: made, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(made), 10_000);
  }

  const DO = {
    csv: () => save(`\uFEFF${csv()}`, "my-learning.csv", "text/csv"),
    text: () => save(text(), "my-learning.txt", "text/plain"),
    print: () => {
      document.documentElement.classList.add("only-record");
      window.print();
      document.documentElement.classList.remove("only-record");
    },
    forget: () => window.confirm("Forget everything in your record, in this browser?") && record.forget(),
  };

  async function load(event) {
    const status = place.querySelector(".record-said");
    const found = fromCsv(await event.target.files[0].text());
    const came = found ? record.bring(found) : 0;
    status.textContent = came ? `${came} of ${found.length} rows are in your record now. ${status.textContent}`
      : "This file is not a saved record. Nothing was changed. Choose the file my-learning.csv that this page saved.";
    event.target.value = "";
  }

  // ---- start ----
  for (const part of document.querySelectorAll(".needs-script-block")) part.hidden = false;
  for (const list of document.querySelectorAll(".find-plain")) list.open = false;
  let waiting;
  form.addEventListener("change", show);
  form.elements.words.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 250);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show();
  });
  form.addEventListener("reset", () => setTimeout(show));
  window.addEventListener("hashchange", () => {
    if (recall()) form.scrollIntoView();
    show();
  });
  result.addEventListener("change", ({ target: box }) => {
    if (!box.matches?.(".ticks input")) return;
    const { key, dose, title, minutes } = box.dataset;
    if (box.checked) record.add({ key, dose, title, minutes: Number(minutes) });
    else record.remove(key, dose);
  });
  record.onChange(showRecord);
  record.onChange(showTicks);
  if (place) {
    for (const button of place.querySelectorAll("[data-do]")) button.addEventListener("click", DO[button.dataset.do]);
    place.querySelector(".record-load").addEventListener("change", load);
    showRecord();
  }
  (window.requestIdleCallback ?? setTimeout)(() => find("")); // reads all words once, before anybody types
  const came = recall();
  show();
  if (came) form.scrollIntoView();
  else if (location.hash === "#record") place?.scrollIntoView(); // the lists above it have just been folded
})();
