/** Short tones that carry across a room. */

const LOUDNESS = 0.4;

export class Beeper {
  #sound = null;

  /** Browsers let a page make sounds only after a press: call it from one. */
  prepare() {
    const Context = globalThis.AudioContext ?? globalThis.webkitAudioContext;
    if (Context) this.#sound ??= new Context();
    this.#sound?.resume?.();
  }

  /** Sound a tone of `hertz` for `seconds`. */
  beep(hertz = 880, seconds = 0.15) {
    if (!this.#sound) return;
    const tone = this.#sound.createOscillator();
    const volume = this.#sound.createGain();
    const begin = this.#sound.currentTime;
    tone.frequency.value = hertz;
    volume.gain.setValueAtTime(LOUDNESS, begin);
    volume.gain.exponentialRampToValueAtTime(0.001, begin + seconds); // no click at its end
    tone.connect(volume).connect(this.#sound.destination);
    tone.start(begin);
    tone.stop(begin + seconds);
  }
}
