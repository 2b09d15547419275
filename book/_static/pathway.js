// Moves a pathway's calendar file to the day on which the reader starts. Without it the file is as it stands.
"use strict";

const DAY = 86_400_000;

const written = (day) => new Date(day).toISOString().slice(0, 10);

// All-day events carry bare dates, so moving them is whole days in UTC: no time zone and no summer time come into it.
function moved(calendar, days) {
  return calendar.replace(/^(DTSTART|DTEND);VALUE=DATE:(\d{4})(\d{2})(\d{2})/gm, (_, name, year, month, day) => {
    const date = written(Date.UTC(year, month - 1, day) + days * DAY);
    return `${name};VALUE=DATE:${date.replaceAll("-", "")}`;
  });
}

function nextMonday() {
  const today = new Date();
  const midnight = Date.UTC(today.getFullYear(), today.getMonth(), today.getDate());
  return written(midnight + (((8 - today.getDay()) % 7) || 7) * DAY);
}

async function make(event) {
  event.preventDefault();
  const form = event.currentTarget;
  const link = form.querySelector("a");
  const said = form.querySelector(".calendar-said");
  try {
    const answer = await fetch(link.href);
    if (!answer.ok) throw new Error(answer.status);
    const days = (Date.parse(form.elements.start.value) - Date.parse(form.dataset.starts)) / DAY;
    const file = new Blob([moved(await answer.text(), days)], { type: "text/calendar" });
    const save = document.createElement("a");
    save.href = URL.createObjectURL(file);
    save.download = link.href.split("/").pop();
    save.click();
    setTimeout(() => URL.revokeObjectURL(save.href), 10_000);
    said.textContent = `Your calendar file starts on ${form.elements.start.value}. Nothing was sent anywhere.`;
  } catch {
    said.textContent = "The file could not be made here. Take the one above and move its events.";
  }
}

for (const form of document.querySelectorAll("form.calendar")) {
  form.elements.start.value = nextMonday();
  form.querySelector(".calendar-own").hidden = false;
  form.addEventListener("submit", make);
}
