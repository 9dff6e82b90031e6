/** Look at the camera's picture, on this device alone: draw, frame, count, give one cue. */
import { RepetitionCounter } from "repwise/coach/counter.js";
import { framingHint } from "repwise/coach/framing.js";
import { openLandmarker } from "repwise/coach/landmarker.js";
import { EDGES } from "repwise/coach/landmarks.js";
import { canMeasure } from "repwise/coach/measures.js";
import { movementOf } from "repwise/coach/signal.js";
import { skeletonColors } from "repwise/player/colors.js";
import { containBox, FULL_SCALE } from "repwise/player/geometry.js";
import { drawSkeleton } from "repwise/player/skeleton.js";

const NOTHING_MARKED = new Set();
// A cue that is repeated at each small movement only discourages.
const CUE_EVERY_S = 10;

export class Coach extends EventTarget {
  #facts;
  #video;
  #canvas;
  #landmarker = null;
  #opening = null;
  #counter = null;
  #isWatching = false;
  #lastPicture = -1;
  #cueAt = -Infinity;

  /**
   * Tells by events: `framing` (detail: a hint or null), `counted` (a number), `cue`.
   *
   * @param facts {movement, files}, as the page carries them.
   */
  constructor(facts, { video, canvas }) {
    super();
    this.#facts = facts;
    this.#video = video;
    this.#canvas = canvas;
  }

  get canCount() {
    return canMeasure(this.#facts.movement.measure);
  }

  /** Load what it needs, once. */
  async prepare() {
    this.#opening ??= openLandmarker(this.#facts.files);
    try {
      this.#landmarker = await this.#opening;
    } catch (error) {
      this.#opening = null; // may be tried again
      throw error;
    }
  }

  /** Begin to look; `prepare` came first. */
  watch() {
    if (this.#isWatching || !this.#landmarker) return;
    this.#isWatching = true;
    requestAnimationFrame(() => this.#look());
  }

  rest() {
    this.#isWatching = false;
    this.#counter = null;
    this.#canvas.getContext("2d").clearRect(0, 0, this.#canvas.width, this.#canvas.height);
  }

  /** Begin to count from nothing. */
  count() {
    this.#counter = this.canCount ? new RepetitionCounter(this.#facts.movement) : null;
  }

  #look() {
    if (!this.#isWatching) return;
    const { currentTime, readyState } = this.#video;
    if (readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && currentTime !== this.#lastPicture) {
      this.#lastPicture = currentTime;
      this.#see(performance.now());
    }
    requestAnimationFrame(() => this.#look());
  }

  #see(now) {
    const seen = this.#landmarker.detectForVideo(this.#video, now);
    const landmarks = seen.landmarks[0] ?? [];
    this.#draw(landmarks);
    this.#tell("framing", framingHint(landmarks));
    if (this.#counter && landmarks.length) this.#follow(landmarks, seen.worldLandmarks[0], now / 1000);
  }

  #follow(landmarks, world, time) {
    const value = movementOf(this.#facts.movement, landmarks, world);
    const said = this.#counter.take(value, time);
    if (said === "counted") this.#tell("counted", this.#counter.count);
    if (said === "small" && time - this.#cueAt > CUE_EVERY_S) {
      this.#cueAt = time;
      this.#tell("cue", null);
    }
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  #draw(landmarks) {
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    Object.assign(this.#canvas, { width, height });
    const box = containBox(width, height, this.#video.videoWidth, this.#video.videoHeight);
    const frame = landmarks.flatMap(({ x, y }) => [x * FULL_SCALE, y * FULL_SCALE]);
    const how = { frame, edges: EDGES, box, marked: NOTHING_MARKED, colors: skeletonColors() };
    if (frame.length) drawSkeleton(this.#canvas.getContext("2d"), how);
  }
}
