/**
 * The player: one film, one clock, one skeleton drawn on the frame that is shown.
 *
 * The film is a video, or the measured frames alone where there is none.
 *
 * Fires "frame" (time and frame of what is on the screen), "select" (a finding) and
 * "ready" (the curves have arrived). Everything else on a page listens to these.
 */
import { skeletonColors } from "repwise/player/colors.js";
import { shownAt } from "repwise/player/findings.js";
import { nearestFrame, stepped } from "repwise/player/frames.js";
import { containBox } from "repwise/player/geometry.js";
import { landmarksOf } from "repwise/player/joints.js";
import { drawSkeleton } from "repwise/player/skeleton.js";

// So long after a search the browser has told of its frame.
const LATE_MS = 300;
const NO_CURVES = { joints: [], edges: [], time_s: [], points: [], curves: [] };

export class Player extends EventTarget {
  /**
   * @param film the video element, or a `MeasuredFilm`.
   * @param screen the element that shows it: the same video, or the plain ground.
   * @param canvas the canvas laid over that, of the same size.
   * @param facts {repetitions, findings} embedded in the page.
   */
  constructor(film, screen, canvas, facts) {
    super();
    this.film = film;
    this.screen = screen;
    this.canvas = canvas;
    this.facts = facts;
    this.curves = NO_CURVES;
    this.time = 0;
    this.frame = -1;
    this.selected = null;
    this.showsSkeleton = true;
    // What others draw over the skeleton: called with the context and {frame, box}.
    this.drawings = [];
    this.#followFilm();
    new ResizeObserver(() => this.redraw()).observe(screen);
    film.addEventListener("loadedmetadata", () => this.redraw());
  }

  /** Take the curves of the analysis, and draw them from now on. */
  take(curves) {
    this.curves = curves;
    this.#show(this.time);
    this.dispatchEvent(new Event("ready"));
  }

  get duration() {
    return Number.isFinite(this.film.duration)
      ? this.film.duration
      : (this.facts.duration ?? this.curves.time_s.at(-1) ?? 0);
  }

  toggle() {
    if (this.film.paused) this.play();
    else this.film.pause();
  }

  play() {
    // Refused by the browser only where the page may not play: then it stays paused.
    this.film.play().catch(() => {});
  }

  seek(time) {
    this.film.currentTime = Math.min(Math.max(0, time), this.duration);
  }

  step(frames) {
    this.film.pause();
    this.seek(stepped(this.curves.time_s, this.time, frames));
  }

  /** Go to a finding, stop there, and mark it until another moment is chosen. */
  select(id) {
    this.selected = id;
    const finding = this.facts.findings.find((one) => one.id === id);
    if (finding && finding.time !== null) {
      this.film.pause();
      this.seek(finding.time);
    }
    this.redraw();
    this.dispatchEvent(new CustomEvent("select", { detail: { id } }));
  }

  /** Return the findings marked on the frame that is shown. */
  marked() {
    const here = shownAt(this.facts.findings, this.time);
    const chosen = here.filter((finding) => finding.id === this.selected);
    return chosen.length > 0 ? chosen : here;
  }

  redraw() {
    const context = this.#clearedContext();
    if (!this.showsSkeleton || this.frame < 0) return;
    const { film, canvas, curves } = this;
    const names = curves.joints;
    const marked = new Set(
      this.marked().flatMap(({ joint, side }) => landmarksOf(joint, side, names)),
    );
    const frame = curves.points[this.frame];
    const box = containBox(canvas.clientWidth, canvas.clientHeight, film.videoWidth, film.videoHeight);
    drawSkeleton(context, {
      frame,
      edges: curves.edges,
      box,
      marked,
      colors: skeletonColors(),
      withHead: Boolean(film.isDrawing),
    });
    for (const draw of this.drawings) draw(context, { frame, box });
  }

  #clearedContext() {
    const { canvas } = this;
    const density = window.devicePixelRatio || 1;
    const width = Math.round(canvas.clientWidth * density);
    const height = Math.round(canvas.clientHeight * density);
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    const context = canvas.getContext("2d");
    context.setTransform(density, 0, 0, density, 0, 0);
    context.clearRect(0, 0, canvas.clientWidth, canvas.clientHeight);
    return context;
  }

  /** Show what belongs to the frame that the browser has just presented. */
  #followFilm() {
    const { film } = this;
    if ("requestVideoFrameCallback" in film) {
      let isPresented = true;
      const onFrame = (_now, { mediaTime }) => {
        isPresented = true;
        this.#show(mediaTime);
        film.requestVideoFrameCallback(onFrame);
      };
      film.requestVideoFrameCallback(onFrame);
      // A browser that is busy may present a frame that was searched without a word.
      film.addEventListener("seeking", () => (isPresented = false));
      film.addEventListener("seeked", () => setTimeout(() => isPresented || this.#show(film.currentTime), LATE_MS));
      return;
    }
    const poll = () => {
      if (film.currentTime !== this.time) this.#show(film.currentTime);
      requestAnimationFrame(poll);
    };
    requestAnimationFrame(poll);
  }

  #show(time) {
    this.time = time;
    this.frame = nearestFrame(this.curves.time_s, time);
    // Read by tests and by people who look into the page.
    this.canvas.dataset.frame = String(this.frame);
    this.canvas.dataset.mediaTime = String(time);
    this.redraw();
    this.dispatchEvent(new CustomEvent("frame", { detail: { time, frame: this.frame } }));
  }
}
