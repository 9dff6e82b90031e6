/** "The wrong person was followed": the next click into the picture says who it is. */
import { containBox } from "repwise/player/geometry.js";

export function wirePersonPicker(root, player) {
  const form = root.querySelector("form[data-picks-person]");
  if (!form) return;
  const stage = root.querySelector(".stage");
  const start = root.querySelector("[data-pick-person]");
  const hint = root.querySelector("[data-pick-hint]");
  const set = (picking) => {
    stage.toggleAttribute("data-picking", picking);
    start.setAttribute("aria-pressed", String(picking));
    hint.hidden = !picking;
    if (!picking) return;
    player.film.pause();
    // The button stands below it.
    player.screen.scrollIntoView({ block: "nearest", behavior: "instant" });
  };
  start.addEventListener("click", () => set(!stage.hasAttribute("data-picking")));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") set(false);
  });
  stage.addEventListener("click", (event) => {
    if (!stage.hasAttribute("data-picking")) return;
    event.preventDefault();
    event.stopPropagation();
    const at = pointOf(event, player.screen);
    if (!at) return;
    form.elements.x.value = at.x.toFixed(4);
    form.elements.y.value = at.y.toFixed(4);
    form.elements.time_s.value = player.film.currentTime.toFixed(3);
    form.requestSubmit();
  }, true);
}

/** Return where `event` is in the picture, as fractions, or null beside it. */
function pointOf(event, video) {
  const { left, top, width, height } = video.getBoundingClientRect();
  const box = containBox(width, height, video.videoWidth, video.videoHeight);
  const x = (event.clientX - left - box.x) / box.width;
  const y = (event.clientY - top - box.y) / box.height;
  return x >= 0 && x <= 1 && y >= 0 && y <= 1 ? { x, y } : null;
}
