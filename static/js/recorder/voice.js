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

  constructor(env, language) {
    this.#env = env;
    this.#language = language;
    env.speechSynthesis?.getVoices(); // the list comes late: ask for it early
  }

  /** Whether a voice of this device speaks the language; the list may come late. */
  get canSpeak() {
    return localVoice(this.#env.speechSynthesis?.getVoices() ?? [], this.#language) !== null;
  }

  /** Say `text`, or nothing where no voice of the device speaks the language. */
  say(text) {
    if (!this.isOn || !text || !this.#env.speechSynthesis) return;
    const voice = localVoice(this.#env.speechSynthesis.getVoices(), this.#language);
    if (!voice) return;
    const said = new this.#env.SpeechSynthesisUtterance(text);
    said.voice = voice;
    said.lang = voice.lang;
    this.#env.speechSynthesis.cancel();
    this.#env.speechSynthesis.speak(said);
  }

  hush() {
    this.#env.speechSynthesis?.cancel();
  }
}
