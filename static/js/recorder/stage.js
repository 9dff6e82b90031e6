/** The recorder's full screen: frame yourself, count down, record, stop. */
import { Beeper } from "repwise/recorder/beep.js";
import { Camera, reasonOf } from "repwise/recorder/camera.js";
import { clock, countdown } from "repwise/recorder/countdown.js";
import { Surroundings } from "repwise/recorder/surroundings.js";
import { Take } from "repwise/recorder/take.js";
import { Speaker } from "repwise/recorder/voice.js";
import { WakeLock } from "repwise/recorder/wake-lock.js";

const HIGH = 1320;
const SPOKEN = new Set([10, 5, 3, 2, 1]);

export class Stage extends EventTarget {
  #dialog;
  #can;
  #camera;
  #take = null;
  #stop = null;
  #clock = null;
  #beeper = new Beeper();
  #awake = new WakeLock();
  #speaker = new Speaker(window, document.documentElement.lang);
  #surroundings;
  /** What is wrong with how the body stands in the picture: a hint's name, or null. */
  framing = null;

  /** @param dialog - `[data-recorder]`; its parts are `data-*`, its texts `data-word-*`. */
  constructor(dialog, can) {
    super();
    this.#dialog = dialog;
    this.#can = can;
    this.#camera = new Camera(localStorage.getItem("repwise-camera") ?? "environment");
    this.#surroundings = new Surroundings(this.part("live"), can, (hint) => this.#hint(hint));
    this.#speaker.isOn = localStorage.getItem("repwise-voice") !== "off";
    this.#wire();
  }

  /** Return the element `[data-<name>]` of the screen. */
  part(name) {
    return this.#dialog.querySelector(`[data-${name}]`);
  }

  #word(name) {
    return this.#dialog.dataset[`word${name[0].toUpperCase()}${name.slice(1)}`] ?? "";
  }

  #wire() {
    const press = (name, work) => this.part(name).addEventListener("click", work);
    press("close", () => this.#dialog.close());
    press("start", () => this.#begin());
    press("stop", () => this.#end());
    press("turn", () => this.#turn());
    press("voice", () => this.#toggleVoice());
    this.#dialog.addEventListener("close", () => this.#leave());
    // A phone that shows another app stops its camera: keep what there is.
    document.addEventListener("visibilitychange", () => document.hidden && this.#take && this.#end());
    window.speechSynthesis?.addEventListener?.("voiceschanged", () => this.#showVoice());
    this.#showVoice();
  }

  get isOpen() {
    return this.#dialog.open;
  }

  /** Show and speak the text named `name`, whatever goes on. */
  advise(name) {
    this.part("hint").textContent = this.#word(name);
    this.say(this.#word(name));
  }

  say(text) {
    this.#speaker.say(text);
  }

  /** Open the screen with the camera's picture; call it from a press. */
  async open() {
    this.#state("framing");
    this.#dialog.showModal();
    this.#beeper.prepare();
    this.#surroundings.askForTilt();
    this.#awake.hold();
    if (!(await this.#start(() => this.#camera.open()))) return;
    this.part("turn").hidden = !(await this.#camera.hasSeveral());
    this.#speaker.say(this.#word("frame"));
    this.dispatchEvent(new Event("opened"));
  }

  async #start(open) {
    try {
      this.part("live").srcObject = await open();
    } catch (error) {
      this.#fail(reasonOf(error));
      return false;
    }
    if (!this.#dialog.open) this.#camera.close(); // left while the browser asked
    this.part("live").toggleAttribute("data-mirrored", this.#camera.facing === "user");
    this.#surroundings.watch();
    return true;
  }

  #fail(reason) {
    this.#state("failed");
    this.part("hint").textContent = this.#word(reason);
  }

  async #turn() {
    if (await this.#start(() => this.#camera.turnRound())) localStorage.setItem("repwise-camera", this.#camera.facing);
  }

  #toggleVoice() {
    this.#speaker.isOn = !this.#speaker.isOn;
    this.#speaker.hush();
    localStorage.setItem("repwise-voice", this.#speaker.isOn ? "on" : "off");
    this.#showVoice();
  }

  #showVoice() {
    this.part("voice").setAttribute("aria-pressed", String(this.#speaker.isOn));
    this.part("silent").hidden = this.#speaker.canSpeak || !this.#speaker.isOn;
  }

  async #begin() {
    this.#beeper.prepare();
    this.#stop = new AbortController();
    this.#state("counting");
    this.#speaker.say(this.#word("ready"));
    const seconds = Number(this.#dialog.dataset.countdown);
    if (await countdown(seconds, (left) => this.#tick(left, seconds), this.#stop.signal)) this.#record();
    else if (this.#dialog.open) this.#state("framing");
  }

  #tick(left, all) {
    this.part("count").textContent = left;
    if (left <= 3) this.#beeper.beep();
    if (SPOKEN.has(left) && left !== all) this.#speaker.say(String(left));
  }

  async #record() {
    const { maxSeconds, maxBytes } = this.#dialog.dataset;
    const limits = { seconds: Number(maxSeconds), bytes: Number(maxBytes) };
    this.#take = new Take(this.#camera.stream, this.#can.type, limits);
    this.#state("recording");
    this.#beeper.beep(HIGH, 0.4);
    this.#speaker.say(this.#word("go"));
    this.#take.start();
    this.dispatchEvent(new Event("recording"));
    this.#clock = setInterval(() => this.#showTime(), 250);
    this.#showTime();
    const { startedAt } = this.#take;
    const file = await this.#take.file();
    this.#finished(file, startedAt);
  }

  #showTime() {
    const passed = (Date.now() - this.#take.startedAt) / 1000;
    this.part("time").textContent = `${clock(passed)} / ${clock(this.#take.seconds)}`;
  }

  /** Stop button: ends the countdown, or the take. */
  #end() {
    this.#stop?.abort();
    this.#take?.stop();
  }

  #finished(file, startedAt) {
    clearInterval(this.#clock);
    this.#take = null;
    this.#beeper.beep(440, 0.4);
    this.#speaker.say(this.#word("done"));
    this.#dialog.close();
    if (file.size) this.dispatchEvent(new CustomEvent("taken", { detail: { file, startedAt } }));
  }

  #leave() {
    this.dispatchEvent(new Event("left"));
    this.#end();
    this.#surroundings.rest();
    this.#awake.release();
    this.#camera.close();
    this.part("live").srcObject = null;
  }

  #hint(name) {
    if (this.#dialog.dataset.state !== "framing") return;
    const wrong = name ?? this.framing;
    const said = this.#word(wrong ?? "frame");
    const place = this.part("hint");
    if (place.textContent === said) return;
    place.textContent = said;
    place.toggleAttribute("data-watch", Boolean(wrong) && wrong !== "whole");
    if (wrong) this.#speaker.say(said);
  }

  #state(name) {
    this.#dialog.dataset.state = name;
    if (name !== "failed") this.part("hint").textContent = this.#word(name === "framing" ? "frame" : name);
  }
}
