/** Keep the screen on: a phone that falls asleep stops its camera. */

export class WakeLock {
  #wakeLock;
  #held = null;
  #wanted = false;

  constructor(wakeLock = navigator.wakeLock, page = document) {
    this.#wakeLock = wakeLock;
    // The system takes it whenever the page is hidden, and does not give it back.
    page.addEventListener("visibilitychange", () => page.visibilityState === "visible" && this.#take());
  }

  hold() {
    this.#wanted = true;
    return this.#take();
  }

  async release() {
    this.#wanted = false;
    await this.#held?.release().catch(() => {});
    this.#held = null;
  }

  async #take() {
    if (!this.#wanted || !this.#wakeLock) return;
    // An empty battery may refuse it: recording goes on without.
    this.#held = await this.#wakeLock.request("screen").catch(() => null);
    if (!this.#wanted) await this.release();
  }
}
