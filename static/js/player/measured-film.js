/**
 * What runs where there is no video: the measured frames, by a clock of their own.
 *
 * Speaks as much of a video element's language as the player understands, so that one
 * player serves both: `currentTime`, `playbackRate`, `paused`, the size of the picture,
 * their events, and a call for every new frame with the time of that frame.
 */
import { coveringFrame } from "repwise/player/frames.js";

/** A page that nobody looks at gets no ticks: it goes on where it was left. */
const LONGEST_TICK_S = 0.25;

export class MeasuredFilm extends EventTarget {
  #times = [];
  #time = 0;
  #shown = null;
  #waiting = [];
  #lastTick = null;

  /**
   * @param size {width, height} of the picture that was measured.
   * @param clock {now, tick}: milliseconds, and how to be called for the next picture.
   */
  constructor({ width, height }, clock = browsersClock()) {
    super();
    this.videoWidth = width;
    this.videoHeight = height;
    this.paused = true;
    this.playbackRate = 1;
    this.isDrawing = true;
    this.clock = clock;
  }

  /** Take the times of the frames, in seconds: until then nothing plays. */
  take(times) {
    this.#times = times;
    this.#say("durationchange");
    this.currentTime = this.#time;
  }

  get readyState() {
    return this.#times.length > 0 ? 4 : 1;
  }

  get duration() {
    return this.#times.at(-1) ?? NaN;
  }

  get currentTime() {
    return this.#time;
  }

  set currentTime(time) {
    const end = this.#times.length > 0 ? this.duration : Infinity;
    this.#time = Math.min(Math.max(0, time), end);
    this.#present();
  }

  /** Play on, or from the start again once it has ended; resolves as a video does. */
  async play() {
    if (!this.paused || this.#times.length === 0) return;
    if (this.#time >= this.duration) this.currentTime = 0;
    this.paused = false;
    this.#lastTick = this.clock.now();
    this.#say("play");
    this.clock.tick(() => this.#tick());
  }

  pause() {
    if (this.paused) return;
    this.paused = true;
    this.#say("pause");
  }

  /** Call `back` once, as soon as another frame is shown: (now, {mediaTime}). */
  requestVideoFrameCallback(back) {
    this.#waiting.push(back);
  }

  #tick() {
    if (this.paused) return;
    const now = this.clock.now();
    const elapsed = Math.min((now - this.#lastTick) / 1000, LONGEST_TICK_S);
    this.#lastTick = now;
    this.#time = Math.min(this.duration, this.#time + elapsed * this.playbackRate);
    if (coveringFrame(this.#times, this.#time) !== this.#shown) this.#present();
    if (this.#time >= this.duration) this.#end();
    else this.clock.tick(() => this.#tick());
  }

  #end() {
    this.pause();
    this.#say("ended");
  }

  #present() {
    this.#shown = coveringFrame(this.#times, this.#time);
    const mediaTime = this.#times[this.#shown] ?? this.#time;
    for (const back of this.#waiting.splice(0)) back(this.clock.now(), { mediaTime });
  }

  #say(name) {
    this.dispatchEvent(new Event(name));
  }
}

function browsersClock() {
  return { now: () => performance.now(), tick: (back) => requestAnimationFrame(back) };
}
