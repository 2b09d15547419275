// The retrieval deck: which questions are due today, kept in this browser and nowhere else.

(() => {
  "use strict";
  const DAYS = [2, 7, 30, 90];
  const KEY = "better-care-deck";
  const place = document.querySelector(".deck");
  if (!place) return;
  const status = place.querySelector(".deck-status");
  const next = place.querySelector(".deck-next");
  const forms = new Map();
  for (const section of place.querySelectorAll(".deck-module")) {
    for (const form of section.querySelectorAll("form.question")) {
      forms.set(`${section.dataset.module}/${form.id.slice(`quiz-${section.id.slice(5)}-`.length)}`, form);
    }
  }

  // ---- what is remembered: for each question its step on the ladder of days, and the day on which it is due ----
  let cards = {};
  let kept = true;
  read();

  // a second page of the deck may have written since: what it wrote must not be lost under ours
  function read() {
    if (!kept) return; // what this browser does not keep is remembered here alone
    try {
      cards = valid(JSON.parse(localStorage.getItem(KEY) ?? "{}"));
    } catch {
      kept = false;
    }
  }

  function valid(found) {
    const known = Object.entries(found ?? {}).filter(([name, card]) =>
      forms.has(name) && Number.isInteger(card?.step) && card.step >= 0 && card.step <= DAYS.length && /^\d{4}-\d\d-\d\d$/.test(card.due));
    return Object.fromEntries(known.map(([name, { step, due }]) => [name, { step, due }]));
  }

  function keep() {
    try {
      localStorage.setItem(KEY, JSON.stringify(cards));
      kept = true;
    } catch {
      kept = false;
    }
    show();
  }

  function readAgain() {
    read();
    show();
  }

  function day(ahead) {
    const date = new Date();
    date.setDate(date.getDate() + ahead);
    return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, "0")}-${String(date.getDate()).padStart(2, "0")}`;
  }
  const inWords = (due) =>
    new Date(`${due}T12:00`).toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric" });
  const count = (n) => (n === 1 ? "1 question" : `${n} questions`);
  const waiting = () => Object.entries(cards).filter(([, card]) => card.step < DAYS.length);
  const due = () => waiting().filter(([, card]) => card.due <= day(0)).map(([name]) => name);

  // ---- what is shown ----
  function show() {
    const today = due();
    const later = waiting().map(([, card]) => card.due).filter((date) => date > day(0)).sort();
    const done = Object.keys(cards).length - waiting().length;
    const parts = Object.keys(cards).length
      ? [today.length ? `${count(today.length)} to answer today.` : "Nothing to answer today.",
         `${count(Object.keys(cards).length)} in your deck${done ? `, ${done} of them finished` : ""}.`,
         later.length ? `The next after today: ${inWords(later[0])}.` : ""]
      : ["Your deck is empty. Tick a module whose bite you have read."];
    if (!kept) parts.push("This browser does not let a page keep anything: save your deck as a file before you leave.");
    status.textContent = parts.filter(Boolean).join(" ");
    next.hidden = !today.length;
    next.textContent = today.length === 1 ? "Ask me the question" : "Ask me the next question";
    for (const section of place.querySelectorAll(".deck-module")) {
      const names = [...forms.keys()].filter((name) => name.startsWith(`${section.dataset.module}/`));
      section.querySelector(".deck-choice input").checked = names.some((name) => name in cards);
    }
  }

  function ask() {
    const [name] = due();
    if (!name) return;
    const form = forms.get(name);
    form.reset();
    form.querySelector(".feedback").textContent = "";
    delete form.querySelector(".feedback").dataset.right;
    form.querySelector(".answers").open = false;
    form.dataset.asked = name;
    form.closest("details.deck-questions").open = true;
    form.scrollIntoView({ block: "start" });
    form.querySelector("input").focus({ preventScroll: true });
  }

  // the page's own script has said right or wrong by now; only the first answer to a question that was asked counts
  function record(event) {
    const form = event.target;
    const right = form.querySelector(".feedback").dataset.right;
    const name = form.dataset.asked;
    if (!name || right === "none") return;
    delete form.dataset.asked;
    read();
    if (!cards[name]) return; // taken out of the deck meanwhile
    const step = right === "yes" ? cards[name].step + 1 : 0;
    cards[name] = { step, due: day(DAYS[Math.min(step, DAYS.length - 1)]) };
    const note = document.createElement("p");
    note.textContent = step === DAYS.length
      ? "You have known it four times over three months. It leaves the deck."
      : `It comes back in ${DAYS[step]} days.`;
    form.querySelector(".feedback").append(note);
    keep();
    if (!next.hidden) form.after(next.parentElement);
  }

  function choose(event) {
    read();
    const key = event.target.closest(".deck-module").dataset.module;
    for (const name of forms.keys()) {
      if (!name.startsWith(`${key}/`)) continue;
      if (event.target.checked) cards[name] ??= { step: 0, due: day(DAYS[0]) };
      else delete cards[name];
    }
    keep();
  }

  // ---- taking the deck to another device ----
  function save() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify({ deck: 1, cards }, null, 1)], { type: "application/json" }));
    link.download = "my-deck.json";
    link.click();
    URL.revokeObjectURL(link.href);
  }

  async function load(event) {
    try {
      const found = JSON.parse(await event.target.files[0].text());
      if (found?.deck !== 1) throw new Error();
      cards = valid(found.cards);
      keep();
      status.textContent = `Your deck is back. ${status.textContent}`;
    } catch {
      status.textContent = "This file is not a saved deck. Nothing was changed. Choose the file my-deck.json that this page saved.";
    }
    event.target.value = "";
  }

  function forget() {
    if (!window.confirm("Forget every question in your deck, in this browser?")) return;
    cards = {};
    keep();
  }

  for (const form of forms.values()) form.addEventListener("submit", record);
  for (const box of place.querySelectorAll(".deck-choice input")) box.addEventListener("change", choose);
  next.addEventListener("click", ask);
  place.querySelector(".deck-save").addEventListener("click", save);
  place.querySelector(".deck-load input").addEventListener("change", load);
  place.querySelector(".deck-forget").addEventListener("click", forget);
  window.addEventListener("storage", (event) => [KEY, null].includes(event.key) && readAgain());
  window.addEventListener("pageshow", (event) => event.persisted && readAgain()); // somebody went back to it
  show();
})();
