/** Speak with voices of this device only: others would send the words to a server. */

/** Return the voice to speak `language` with, or null. */
export function localVoice(voices, language) {
  const wanted = language.toLowerCase();
  const short = wanted.split("-")[0];
  const local = voices.filter((voice) => voice.localService);
  const of = (match) => local.find((voice) => match(voice.lang.toLowerCase().replace("_", "-")));
  return of((tongue) => tongue === wanted) ?? of((tongue) => tongue.split("-")[0] === short) ?? null;
}

export class Speaker {
  isOn = true;
  #env;
  #language;
  #reading = null;

  constructor(env, language) {
    this.#env = env;
    this.#language = language;
    env.speechSynthesis?.getVoices(); // the list comes late: ask for it early
  }

  get #voice() {
    return localVoice(this.#env.speechSynthesis?.getVoices() ?? [], this.#language);
  }

  /** Whether a voice of this device speaks the language; the list may come late. */
  get canSpeak() {
    return this.#voice !== null;
  }

  /** Say `text`, or nothing where no voice of the device speaks the language. */
  say(text) {
    if (!this.isOn || !text || !this.canSpeak) return;
    this.hush();
    this.#speak(text, this.#voice);
  }

  /** Say `texts` one after the other; resolves to whether the last was reached. */
  async read(texts) {
    const voice = this.#voice;
    this.hush();
    const reading = (this.#reading = {});
    for (const text of voice ? texts : []) {
      await this.#speak(text, voice);
      if (this.#reading !== reading) return false;
    }
    return voice !== null;
  }

  hush() {
    this.#reading = null;
    this.#env.speechSynthesis?.cancel();
  }

  /** Resolves once `text` has been said, or was cut off. */
  #speak(text, voice) {
    const said = new this.#env.SpeechSynthesisUtterance(text);
    said.voice = voice;
    said.lang = voice.lang;
    const ended = new Promise((resolve) => {
      said.onend = said.onerror = resolve;
    });
    this.#env.speechSynthesis.speak(said);
    return ended;
  }
}
