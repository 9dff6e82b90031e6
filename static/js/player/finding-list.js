/** The list of findings: one is chosen, by click or key; verdicts update the player. */
import { neighbor, nextOpen } from "repwise/player/findings.js";

export function wireFindingList(root, player) {
  const cards = () => [...root.querySelectorAll("[data-finding]")];
  const cardOf = (id) => cards().find((card) => card.dataset.finding === id);
  const mark = () => {
    for (const card of cards()) {
      card.toggleAttribute("data-chosen", card.dataset.finding === player.selected);
    }
  };
  root.addEventListener("click", (event) => {
    const card = event.target.closest("[data-finding]");
    const acts = event.target.closest("form, summary, input, textarea, select");
    if (card && !acts) player.select(card.dataset.finding);
  });
  player.addEventListener("select", () => {
    mark();
    cardOf(player.selected)?.scrollIntoView({ block: "nearest" });
  });
  // A verdict swaps the card for a new one from the server.
  root.addEventListener("htmx:afterSettle", () => {
    for (const { dataset } of cards()) {
      const finding = player.facts.findings.find((one) => one.id === dataset.finding);
      if (finding) finding.status = dataset.status;
    }
    mark();
    player.redraw();
    player.dispatchEvent(new Event("findings"));
  });
  const ids = () => cards().map((card) => card.dataset.finding);
  const move = (steps) => {
    const next = neighbor(ids(), player.selected, steps);
    if (next) player.select(next);
  };
  const press = (selector) => cardOf(player.selected)?.querySelector(selector)?.click();
  // After a verdict the next finding that waits for one comes by itself.
  const judge = (decision) => {
    const waits = cards().filter(({ dataset }) => dataset.status === "open");
    const next = nextOpen(ids(), player.selected, waits.map(({ dataset }) => dataset.finding));
    press(decision);
    if (next) player.select(next);
  };
  return {
    next: () => move(1),
    previous: () => move(-1),
    agree: () => judge('button[value="confirmed"]'),
    dismiss: () => judge('button[value="dismissed"]'),
    cannotSee: () => judge('button[value="not_visible"]'),
    minor: () => judge('[data-severity="1"]'),
    moderate: () => judge('[data-severity="2"]'),
    major: () => judge('[data-severity="3"]'),
    undo: () => press('button[value="undo"]'),
    change: () => openChange(cardOf(player.selected)),
  };
}

function openChange(card) {
  const details = card?.querySelector("details.change");
  if (!details) return;
  details.open = true;
  details.querySelector("select").focus();
}
