/** A patient's result page. */
import { wireKeyboard } from "repwise/player/keyboard.js";
import { startPlayer } from "repwise/player/start.js";
import { wireStills } from "repwise/player/still.js";
import { nextSpeed, setSpeed } from "repwise/player/transport.js";

for (const root of document.querySelectorAll("[data-player]")) {
  const player = startPlayer(root);
  if (!player) continue;
  wireStills(document, player);
  wireKeyboard(document, {
    toggle: () => player.toggle(),
    back: () => player.step(-1),
    forward: () => player.step(1),
    slower: () => setSpeed(root, player, nextSpeed(player.film.playbackRate)),
    beside: () => root.querySelector("[data-player-act=reference]")?.click(),
  });
}
