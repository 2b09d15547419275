// A learner's own record of what they did, kept in this browser and nowhere else; boxes to tick on the pages of a module.
"use strict";

window.courseRecord = (() => {
  const KEY = "better-care-record";
  const DOSES = ["bite", "foundation", "practitioner", "expert", "workshop"];
  const listeners = [];
  let entries = [];
  let kept = true;
  read();

  function valid(found) {
    const seen = new Set();
    return (Array.isArray(found) ? found : []).filter((one) => {
      const good = typeof one?.key === "string" && /^[a-z0-9-]+\/[a-z0-9-]+$/.test(one.key) && DOSES.includes(one.dose) &&
        typeof one.title === "string" && Number.isInteger(one.minutes) && one.minutes > 0 && one.minutes < 100000 && /^\d{4}-\d\d-\d\d$/.test(one.date);
      const name = `${one?.key} ${one?.dose}`;
      if (!good || seen.has(name)) return false;
      seen.add(name);
      return true;
    }).map(({ key, dose, title, minutes, date, note }) =>
      ({ key, dose, title: title.slice(0, 200), minutes, date, note: typeof note === "string" ? note.slice(0, 4000) : "" }));
  }

  // Another page of the course may have written since this one was opened: what it wrote must not be lost under ours.
  function read() {
    if (!kept) return; // what this browser does not keep is remembered here alone
    let text;
    try {
      text = localStorage.getItem(KEY);
    } catch {
      kept = false;
      return;
    }
    try {
      entries = valid(JSON.parse(text ?? "[]"));
    } catch {
      entries = []; // spoiled by something else
    }
  }

  function keep(quiet = false) {
    try {
      localStorage.setItem(KEY, JSON.stringify(entries));
      kept = true;
    } catch {
      kept = false;
    }
    if (!quiet) tellAll();
  }

  function tellAll() {
    for (const tell of listeners) tell();
  }

  function readAgain() {
    read();
    tellAll();
  }

  function today() {
    const now = new Date();
    return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}-${String(now.getDate()).padStart(2, "0")}`;
  }

  const record = {
    doses: DOSES,
    today,
    all: () => entries,
    has: (key, dose) => entries.find((one) => one.key === key && one.dose === dose),
    kept: () => kept,
    onChange: (tell) => listeners.push(tell),
    add(one) {
      read();
      if (!record.has(one.key, one.dose)) entries = valid([...entries, { date: today(), note: "", ...one }]);
      keep();
    },
    remove(key, dose) {
      read();
      entries = entries.filter((one) => one.key !== key || one.dose !== dose);
      keep();
    },
    change(key, dose, what) {
      read();
      entries = entries.map((one) => (one.key === key && one.dose === dose ? { ...one, ...what } : one));
      keep(true); // whoever is typing must not have the page redrawn under their hands
    },
    // what was there stays, unless the file has the same thing; returns how many came
    bring(found) {
      const good = valid(found);
      read();
      entries = valid([...good, ...entries]);
      keep();
      return good.length;
    },
    forget() {
      entries = [];
      try {
        localStorage.removeItem(KEY);
      } catch {
        kept = false;
      }
      tellAll();
    },
  };
  window.addEventListener("storage", (event) => [KEY, null].includes(event.key) && readAgain());
  window.addEventListener("pageshow", (event) => event.persisted && readAgain()); // somebody went back to it

  // ---- "I have done this": a box that any page may hold ----
  function tick(box) {
    const { key, dose, title, minutes } = box.dataset;
    const show = () => (box.checked = Boolean(record.has(key, dose)));
    show();
    listeners.push(show);
    box.addEventListener("change", () => {
      if (box.checked) record.add({ key, dose, title, minutes: Number(minutes) });
      else record.remove(key, dose);
      const said = box.closest(".ticks")?.querySelector("[role=status]");
      if (said) said.textContent = !box.checked ? "Taken out of your record." : kept ? "Kept in your record, in this browser only." : "Noted for now. This browser does not let a page keep anything: it is gone when you leave.";
    });
  }
  record.tick = tick;
  const start = () => {
    for (const place of document.querySelectorAll(".ticks")) place.hidden = false;
    for (const box of document.querySelectorAll(".ticks input")) tick(box);
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
  return record;
})();
