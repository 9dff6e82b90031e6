/** Say how long sending still takes, from how fast the last seconds were. */

const WINDOW_MS = 15_000;
const TOO_EARLY_MS = 1_500;

/** Watches one recording on its way. Times are in milliseconds of one clock. */
export class TimeLeft {
  #seen = [];

  /** Note that `sent` of `size` bytes had left at `now`; return seconds left or null. */
  after(sent, size, now) {
    // A part that is sent again counts back: what was measured before says nothing.
    if (this.#seen.length && sent < this.#seen.at(-1).sent) this.#seen = [];
    this.#seen.push({ sent, now });
    while (this.#seen.length > 2 && now - this.#seen[0].now > WINDOW_MS) this.#seen.shift();
    const [first] = this.#seen;
    const passed = now - first.now;
    if (passed < TOO_EARLY_MS || sent === first.sent) return null;
    return ((size - sent) * passed) / (sent - first.sent) / 1000;
  }
}

/** Write `seconds` as people say them, in `language`: "30 seconds", "2 minutes". */
export function inWords(seconds, language) {
  const unit = seconds < 55 ? "second" : "minute";
  const amount = unit === "second" ? Math.max(5, Math.ceil(seconds / 5) * 5) : Math.round(seconds / 60);
  return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(amount);
}
