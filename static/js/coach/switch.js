/** The recorder's switch for the coach: off at first, remembered on this device. */
import { Coach } from "repwise/coach/coach.js";

const KEY = "repwise-coach";
// "partly" is what the screen asks for anyway.
const HINTS = { nobody: "nobody", head: "head", feet: "feet", partly: "frame" };

export class CoachSwitch {
  #stage;
  #coach;
  #button;
  #number;
  #isOn = localStorage.getItem(KEY) === "on";

  /** @param stage - the recorder's; @param facts - {movement, files} of the exercise. */
  constructor(stage, facts) {
    this.#stage = stage;
    this.#button = stage.part("coach");
    this.#number = stage.part("repetitions");
    this.#coach = new Coach(facts, { video: stage.part("live"), canvas: stage.part("skeleton") });
    this.#button.hidden = false;
    this.#wire();
    this.#show();
  }

  #wire() {
    this.#button.addEventListener("click", () => this.#toggle());
    this.#coach.addEventListener("framing", ({ detail }) => this.#frame(detail));
    this.#coach.addEventListener("counted", ({ detail }) => this.#counted(detail));
    this.#coach.addEventListener("cue", () => this.#stage.advise("cue"));
    this.#stage.addEventListener("opened", () => this.#isOn && this.#start());
    this.#stage.addEventListener("recording", () => this.#begin());
    this.#stage.addEventListener("left", () => this.#rest());
  }

  async #toggle() {
    this.#isOn = !this.#isOn;
    localStorage.setItem(KEY, this.#isOn ? "on" : "off");
    this.#show();
    if (this.#isOn) await this.#start();
    else this.#rest();
  }

  #show() {
    this.#button.setAttribute("aria-pressed", String(this.#isOn));
  }

  async #start() {
    this.#button.setAttribute("aria-busy", "true");
    this.#stage.advise("loading");
    try {
      await this.#coach.prepare();
      if (this.#isOn && this.#stage.isOpen) this.#coach.watch();
    } catch {
      this.#isOn = false;
      this.#show();
      this.#stage.advise("absent");
    } finally {
      this.#button.removeAttribute("aria-busy");
    }
  }

  #frame(hint) {
    this.#stage.framing = HINTS[hint] ?? "whole";
  }

  #begin() {
    if (!this.#isOn) return;
    this.#number.hidden = !this.#coach.canCount;
    this.#number.textContent = "0";
    this.#coach.count();
    if (!this.#coach.canCount) this.#stage.advise("uncounted");
  }

  #counted(count) {
    this.#number.textContent = count;
    this.#stage.say(String(count));
  }

  #rest() {
    this.#coach.rest();
    this.#stage.framing = null;
    this.#number.hidden = true;
  }
}
