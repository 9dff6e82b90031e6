/**
 * A still picture of one moment with the joint ringed: `canvas[data-still="12.4"]`.
 *
 * Drawn from the video itself, so nothing is stored twice and it is deleted with it;
 * where there is none, on a plain ground.
 */
import { skeletonColors, token } from "repwise/player/colors.js";
import { nearestFrame } from "repwise/player/frames.js";
import { landmarksOf } from "repwise/player/joints.js";
import { drawSkeleton } from "repwise/player/skeleton.js";

export function wireStills(root, player) {
  for (const canvas of root.querySelectorAll("canvas[data-still]")) {
    player.addEventListener("ready", () => drawStill(canvas, player), { once: true });
  }
}

async function drawStill(canvas, player) {
  const time = Number(canvas.dataset.still);
  const { curves, film } = player;
  const frame = curves.points[nearestFrame(curves.time_s, time)];
  const marked = landmarksOf(canvas.dataset.joint, canvas.dataset.side, curves.joints);
  const picture = film.isDrawing ? null : await frozen(film.currentSrc || film.src, time);
  canvas.width = (picture ?? film).videoWidth;
  canvas.height = (picture ?? film).videoHeight;
  const context = canvas.getContext("2d");
  const box = { x: 0, y: 0, width: canvas.width, height: canvas.height };
  if (picture) paintPicture(context, box, picture);
  else paintGround(context, box);
  drawSkeleton(context, {
    frame, edges: curves.edges, box, marked: new Set(marked), colors: skeletonColors(),
    withHead: !picture,
  });
  canvas.toggleAttribute("data-drawn", true);
}

function paintGround(context, { x, y, width, height }) {
  context.fillStyle = token("--rw-ground");
  context.fillRect(x, y, width, height);
}

/** Paint the frame at which `video` rests, and let go of it. */
function paintPicture(context, { x, y, width, height }, video) {
  context.drawImage(video, x, y, width, height);
  video.removeAttribute("src");
  video.load();
}

/** Return a video element off the page that has come to rest at `time`. */
function frozen(source, time) {
  const video = document.createElement("video");
  video.muted = true;
  video.preload = "auto";
  return new Promise((resolve, reject) => {
    video.addEventListener("loadeddata", () => { video.currentTime = time; }, { once: true });
    video.addEventListener("seeked", () => resolve(video), { once: true });
    video.addEventListener("error", () => reject(video.error), { once: true });
    video.src = source;
  });
}
