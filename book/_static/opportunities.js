// Narrows the list of offers by what the reader chooses. Without it the whole list stands there.
"use strict";

const form = document.querySelector("form.filters");
const offers = [...document.querySelectorAll(".offers > li")];
const said = form.querySelector(".filters-said");

function fits(offer) {
  return [...form.querySelectorAll("select")].every(
    (chosen) => !chosen.value || offer.dataset[chosen.name].split("|").includes(chosen.value),
  );
}

function narrow() {
  for (const offer of offers) offer.hidden = !fits(offer);
  const shown = offers.filter((offer) => !offer.hidden).length;
  const none = "No offer fits all of these. Set one of them back to “any”.";
  said.textContent = shown ? `${shown} of ${offers.length} offers shown.` : none;
}

form.hidden = false;
form.addEventListener("change", narrow);
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => setTimeout(narrow));
