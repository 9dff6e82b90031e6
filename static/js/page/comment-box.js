/** Write at this moment: the form carries the time of the video; phrases fill it in. */
import { clock } from "repwise/player/transport.js";

export function wireCommentBox(root, player) {
  const form = root.querySelector("form[data-comment]");
  if (!form) return;
  const { text, time_s: moment } = form.elements;
  const shown = form.querySelector("[data-comment-time]");
  player.addEventListener("frame", ({ detail }) => {
    if (document.activeElement === text) return;
    moment.value = detail.time.toFixed(3);
    shown.textContent = clock(detail.time);
  });
  form.addEventListener("click", (event) => {
    const phrase = event.target.closest("[data-phrase]");
    if (!phrase) return;
    text.value = [text.value.trim(), phrase.textContent.trim()].filter(Boolean).join(" ");
    text.focus();
  });
}
