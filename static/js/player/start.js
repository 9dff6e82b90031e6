/** Start the player of a page from its markup: `[data-player]` and what lies inside. */
import { wireCaption } from "repwise/player/caption.js";
import { onThemeChange } from "repwise/player/colors.js";
import { MeasuredFilm } from "repwise/player/measured-film.js";
import { Player } from "repwise/player/player.js";
import { wireReference } from "repwise/player/reference.js";
import { wireSeekLinks } from "repwise/player/seek-links.js";
import { wireStrip } from "repwise/player/strip.js";
import { wireTransport } from "repwise/player/transport.js";

/**
 * Return the running player of `root`, or null where the page has nothing to play.
 *
 * Reads the JSON block that `data-facts` names, and gets the curves from
 * `data-curves`; without curves a video plays on without a skeleton.
 */
export function startPlayer(root) {
  const screen = root.querySelector("video, [data-ground]");
  if (!screen) return null;
  const film = screen.hasAttribute("data-ground") ? new MeasuredFilm(sizeOf(screen)) : screen;
  const facts = JSON.parse(document.getElementById(root.dataset.facts).textContent);
  const player = new Player(film, screen, root.querySelector("canvas[data-overlay]"), facts);
  wireTransport(root, player, wireReference(root, player));
  wireSeekLinks(root, player);
  wireStrip(root, player);
  wireCaption(root, player);
  onThemeChange(() => player.redraw());
  openAt(player, facts.opens_at ?? 0);
  if (root.dataset.curves) loadCurves(root, player);
  return player;
}

function sizeOf(ground) {
  const { width, height } = ground.viewBox.baseVal;
  return { width, height };
}

function openAt(player, time) {
  const go = () => player.seek(time);
  if (player.film.readyState >= HTMLMediaElement.HAVE_METADATA) go();
  else player.film.addEventListener("loadedmetadata", go, { once: true });
}

async function loadCurves(root, player) {
  const response = await fetch(root.dataset.curves, { credentials: "same-origin" });
  if (!response.ok) {
    root.toggleAttribute("data-without-curves", true);
    return;
  }
  const curves = await response.json();
  player.film.take?.(curves.time_s);
  player.take(curves);
}
