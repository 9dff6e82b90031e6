/** Anything with `data-seek="12.4"` takes the video there; repetitions show where it is. */
import { repetitionAt } from "repwise/player/findings.js";

export function wireSeekLinks(root, player) {
  root.addEventListener("click", (event) => {
    const link = event.target.closest("[data-seek]");
    if (!link) return;
    player.selected = null;
    player.seek(Number(link.dataset.seek));
    if (link.hasAttribute("data-plays")) player.play();
    if (link.hasAttribute("data-shows-player")) {
      player.screen.scrollIntoView({ block: "nearest" });
    }
  });
  let current = null;
  player.addEventListener("frame", ({ detail }) => {
    const index = repetitionAt(player.facts.repetitions, detail.time)?.index ?? null;
    if (index === current) return;
    current = index;
    for (const chip of root.querySelectorAll("[data-repetition]")) {
      const here = Number(chip.dataset.repetition) === index;
      if (here) chip.setAttribute("aria-current", "true");
      else chip.removeAttribute("aria-current");
    }
  });
}
