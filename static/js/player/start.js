/** Start the player of a page from its markup: `[data-player]` and what lies inside. */
import { wireCaption } from "repwise/player/caption.js";
import { onThemeChange } from "repwise/player/colors.js";
import { Player } from "repwise/player/player.js";
import { wireReference } from "repwise/player/reference.js";
import { wireSeekLinks } from "repwise/player/seek-links.js";
import { wireStrip } from "repwise/player/strip.js";
import { wireTransport } from "repwise/player/transport.js";

/**
 * Return the running player of `root`, or null where the page has no video.
 *
 * Reads the JSON block that `data-facts` names, and gets the curves from
 * `data-curves`; without curves the video plays on without a skeleton.
 */
export function startPlayer(root) {
  const video = root.querySelector("video");
  if (!video) return null;
  const facts = JSON.parse(document.getElementById(root.dataset.facts).textContent);
  const player = new Player(video, root.querySelector("canvas[data-overlay]"), facts);
  wireTransport(root, player, wireReference(root, player));
  wireSeekLinks(root, player);
  wireStrip(root, player);
  wireCaption(root, player);
  onThemeChange(() => player.redraw());
  openAt(player, facts.opens_at ?? 0);
  if (root.dataset.curves) loadCurves(root, player);
  return player;
}

function openAt(player, time) {
  const go = () => player.seek(time);
  if (player.video.readyState >= HTMLMediaElement.HAVE_METADATA) go();
  else player.video.addEventListener("loadedmetadata", go, { once: true });
}

async function loadCurves(root, player) {
  const response = await fetch(root.dataset.curves, { credentials: "same-origin" });
  if (response.ok) player.take(await response.json());
  else root.toggleAttribute("data-without-curves", true);
}
