/** Under the picture: what a therapist said of this moment, or what is marked. */
import { commentAt } from "repwise/player/findings.js";

export function wireCaption(root, player) {
  const caption = root.querySelector("[data-caption]");
  if (!caption) return;
  player.addEventListener("frame", () => {
    const [finding] = player.marked();
    const said = commentAt(player.facts.comments ?? [], player.time);
    const text = said ? `“${said.text}”` : (finding?.message ?? "");
    caption.toggleAttribute("data-said", Boolean(said));
    if (caption.textContent !== text) caption.textContent = text;
    caption.hidden = text === "";
  });
}
