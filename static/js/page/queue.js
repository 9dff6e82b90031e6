/** The queue by keyboard: J and K go through the rows, Enter opens, S starts. */
import { neighbor } from "repwise/player/findings.js";

const TYPING = "input, textarea, select, [contenteditable]";
const links = () => [...document.querySelectorAll("[data-queue] a.row-link")];

function move(steps) {
  const addresses = links().map(({ href }) => href);
  const next = neighbor(addresses, document.activeElement?.href ?? null, steps);
  links().find(({ href }) => href === next)?.focus();
}

const acts = {
  j: () => move(1),
  k: () => move(-1),
  s: () => document.querySelector("[data-start]")?.click(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest(TYPING)) return;
  const act = acts[event.key.toLowerCase()];
  if (!act) return;
  event.preventDefault();
  act();
});
