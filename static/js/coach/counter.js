/**
 * Count repetitions while they happen.
 *
 * A movement goes from rest toward the peak and back. It counts once it has been far
 * enough (`repetition_range` of the exercise file) and has turned; one that turned
 * earlier, but after `attempt_range`, was too small. The server counts again, from the
 * whole recording: it may come to another number.
 */

const SMOOTH_S = 0.12;
// Rest is not the same posture all the time: it is forgotten this fast.
const FORGET_S = 6;
// Turned: back from the peak by this part of the way; home again by that one.
const TURNED = 0.15;
const HOME = 0.5;
// A gap this long ends what was going on: somebody walked off, or came back.
const GAP_S = 1.5;

export class RepetitionCounter {
  count = 0;
  #range;
  #attempt;
  #sign;
  #value = null;
  #time = null;
  #rest = null;
  #peak = null;
  #isCounted = false;

  /** @param movement {peak, repetitionRange, attemptRange} of the exercise file. */
  constructor({ peak, repetitionRange, attemptRange }) {
    this.#sign = peak === "max" ? 1 : -1;
    this.#range = repetitionRange;
    this.#attempt = attemptRange;
  }

  /** Take the movement's `value` at `time` (s); return "counted", "small" or null. */
  take(value, time) {
    if (value === null) return null;
    if (this.#time === null || time - this.#time > GAP_S) this.#begin(value);
    const passed = time - (this.#time ?? time);
    this.#time = time;
    this.#value += (this.#sign * value - this.#value) * (1 - Math.exp(-passed / SMOOTH_S));
    return this.#follow(passed);
  }

  #begin(value) {
    this.#value = this.#sign * value;
    this.#home();
  }

  #home() {
    this.#rest = this.#value;
    this.#peak = this.#value;
    this.#isCounted = false;
  }

  #follow(passed) {
    this.#peak = Math.max(this.#peak, this.#value);
    const reached = this.#peak - this.#rest;
    if (reached < this.#attempt) return this.#settle(passed);
    const back = (this.#peak - this.#value) / reached;
    if (!this.#isCounted && reached >= this.#range && back >= TURNED) {
      this.#isCounted = true;
      this.count += 1;
      return "counted";
    }
    if (back < HOME) return null;
    const was = this.#isCounted;
    this.#home();
    return was ? null : "small";
  }

  #settle(passed) {
    const drift = (this.#value - this.#rest) * (1 - Math.exp(-passed / FORGET_S));
    this.#rest = Math.min(this.#rest + drift, this.#value);
    this.#peak = Math.max(this.#rest, this.#value);
    return null;
  }
}
