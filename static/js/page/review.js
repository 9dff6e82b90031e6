/** A therapist's review page: player, curves, findings and keys work as one. */
import { wireBoundaryEditor } from "repwise/page/boundary-editor.js";
import { wireCommentBox } from "repwise/page/comment-box.js";
import { wirePersonPicker } from "repwise/page/person-picker.js";
import { wireArcs } from "repwise/player/arcs.js";
import { wireChart } from "repwise/player/chart.js";
import { wireFindingList } from "repwise/player/finding-list.js";
import { wireKeyboard } from "repwise/player/keyboard.js";
import { wireMultiples } from "repwise/player/multiples.js";
import { wirePhases } from "repwise/player/phases.js";
import { startPlayer } from "repwise/player/start.js";
import { nextSpeed, setSpeed } from "repwise/player/transport.js";

const root = document.querySelector("[data-player]");
const player = root && startPlayer(root);
if (player) {
  wireChart(root, player);
  wireArcs(root, player);
  wirePhases(root, player);
  wireMultiples(root, player);
  wireBoundaryEditor(root, player);
  wirePersonPicker(root, player);
  wireCommentBox(root, player);
  const judging = wireFindingList(root, player);
  wireKeyboard(document, {
    toggle: () => player.toggle(),
    back: () => player.step(-1),
    forward: () => player.step(1),
    slower: () => setSpeed(root, player, nextSpeed(player.film.playbackRate)),
    skip: () => document.querySelector("[data-next]")?.click(),
    finish: () => document.querySelector("[data-finish]")?.click(),
    comment: () => {
      player.film.pause();
      document.querySelector("[data-comment] textarea")?.focus();
    },
    note: () => document.querySelector("[data-note]")?.focus(),
    ...judging,
  });
  const adding = document.querySelector("[data-adds-here]");
  player.addEventListener("frame", ({ detail }) => {
    if (adding) adding.value = detail.time.toFixed(3);
  });
}

// Colleagues need not wait for the claim to run out: leaving the page lets go of it.
const claim = document.getElementById("claim");
window.addEventListener("pagehide", () => {
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
  if (!claim || !token) return;
  const body = new URLSearchParams({ act: "release", csrfmiddlewaretoken: token });
  navigator.sendBeacon(claim.getAttribute("hx-post"), body);
});
