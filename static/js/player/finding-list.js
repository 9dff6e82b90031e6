/** The list of findings: one is chosen, by click or key; verdicts update the player. */
import { neighbor } from "repwise/player/findings.js";

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
  const move = (steps) => {
    const ids = cards().map((card) => card.dataset.finding);
    const next = neighbor(ids, player.selected, steps);
    if (next) player.select(next);
  };
  const judge = (decision) => {
    cardOf(player.selected)?.querySelector(`button[value="${decision}"]`)?.click();
  };
  return {
    next: () => move(1),
    previous: () => move(-1),
    agree: () => judge("confirmed"),
    dismiss: () => judge("dismissed"),
  };
}
