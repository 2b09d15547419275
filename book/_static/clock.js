// The running clock of a run sheet: it reads the table on the page, needs no network, and says quietly when you are behind.
"use strict";

const SLOW = 60; // seconds behind before the sign is shown

function runningClock(table) {
  const blocks = [...table.querySelectorAll("tr[data-start]")].map((row) => ({
    row,
    title: row.dataset.title,
    start: 60 * Number(row.dataset.start),
    end: 60 * (Number(row.dataset.start) + Number(row.dataset.minutes)),
    late: row.dataset.late,
  }));
  if (!blocks.length) return;
  const kept = "clock:" + location.pathname + ":" + blocks.length;
  const fresh = () => ({ began: null, before: 0, at: 0, entered: [0] });
  let state = recall() ?? fresh();

  const panel = document.createElement("section");
  panel.className = "clock";
  panel.setAttribute("aria-label", "Running clock");
  panel.innerHTML = `
    <p class="clock-now" role="status"></p>
    <p class="clock-digits" role="timer" aria-live="off"></p>
    <p class="clock-left"></p>
    <p class="clock-behind" role="status"></p>
    <p class="clock-next"></p>
    <div class="clock-buttons">
      <button type="button" data-do="run">Start the clock</button>
      <button type="button" data-do="next">Next block</button>
      <button type="button" data-do="back">Back</button>
      <button type="button" data-do="big" aria-pressed="false">Only the clock</button>
      <button type="button" data-do="fresh">From the beginning</button>
    </div>`;
  (table.closest(".table-scroll") ?? table).before(panel);
  const part = (name) => panel.querySelector(".clock-" + name);
  const button = (name) => panel.querySelector(`[data-do="${name}"]`);

  function recall() {
    try {
      const found = JSON.parse(sessionStorage.getItem(kept));
      return found && found.at < blocks.length ? found : null;
    } catch { return null; } // some browsers keep nothing for a page that is opened from a folder
  }
  function keep() {
    try { sessionStorage.setItem(kept, JSON.stringify(state)); } catch { /* the clock runs without it */ }
  }
  const passed = () => state.before + (state.began === null ? 0 : (Date.now() - state.began) / 1000);
  const asClock = (seconds) => {
    const whole = Math.floor(Math.abs(seconds));
    return (seconds < 0 ? "−" : "") + Math.floor(whole / 60) + ":" + String(whole % 60).padStart(2, "0");
  };
  const minutes = (count) => count + (count === 1 ? " minute" : " minutes");
  const say = (place, text) => { if (place.textContent !== text) place.textContent = text; };

  // Behind is what was lost at the last change of block, or by staying in a block that should be over.
  function behind() {
    const block = blocks[state.at];
    return Math.max(0, (state.entered[state.at] ?? 0) - block.start, passed() - block.end);
  }

  function show() {
    const block = blocks[state.at], next = blocks[state.at + 1], total = blocks.at(-1).end;
    const left = Math.ceil(block.end - passed());
    say(part("digits"), asClock(left));
    say(part("now"), "Now: " + block.title);
    say(part("left"), (left < 0 ? "over the time of this block" : "left in this block") + " · " +
      asClock(Math.max(0, Math.ceil(total - passed()))) + " to the end");
    say(part("next"), next ? "Next: " + next.title + ", " + minutes((next.end - next.start) / 60) : "This is the last block.");
    const slow = behind();
    say(part("behind"), slow < SLOW ? "" : "About " + minutes(Math.floor(slow / 60)) + " behind. " +
      (block.late ? "If you are late: " + block.late : ""));
    panel.classList.toggle("over", left < 0);
    const running = state.began !== null || state.before > 0;
    blocks.forEach(({ row }, i) => (running && i === state.at ? row.setAttribute("aria-current", "step") : row.removeAttribute("aria-current")));
    say(button("run"), state.began !== null ? "Pause" : state.before ? "Go on" : "Start the clock");
    button("next").disabled = state.at === blocks.length - 1;
    button("back").disabled = state.at === 0;
  }

  const actions = {
    run() {
      if (state.began === null) state.began = Date.now();
      else { state.before = passed(); state.began = null; }
    },
    next() { state.at = Math.min(state.at + 1, blocks.length - 1); state.entered[state.at] = passed(); },
    back() { state.at = Math.max(state.at - 1, 0); },
    fresh() { state = fresh(); },
    big() {
      const on = document.body.classList.toggle("clock-only");
      button("big").setAttribute("aria-pressed", on);
      panel.scrollIntoView();
    },
  };
  panel.addEventListener("click", (event) => {
    const wanted = event.target.closest("button")?.dataset.do;
    if (!wanted) return;
    actions[wanted]();
    keep();
    show();
  });
  show();
  setInterval(show, 250);
}

document.querySelectorAll("table.run-sheet").forEach(runningClock);
