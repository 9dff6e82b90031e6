/** Show what waits on this device: each recording, how far it is, and what can be done. */
import { inWords, TimeLeft } from "repwise/sending/time-left.js";

/** Return the words of a row's state: `word` gives the page's text of a name. */
export function sentence({ state, problem, isOnline, inMemory, secondsLeft }, word, language) {
  if (problem) return problem.advice ?? word("unknown");
  if (state === "stored") return word("stored");
  if (!isOnline) return word(inMemory ? "offlineInMemory" : "offline");
  if (state === "waiting") return word(inMemory ? "brokenInMemory" : "broken");
  if (secondsLeft !== null) return word("left").replace("{time}", inWords(secondsLeft, language));
  return word(inMemory ? "sendingInMemory" : "sending");
}

export class WaitingList {
  #place;
  #service;
  #rows = new Map();
  #language = document.documentElement.lang;

  /** @param place - the section: `[data-rows]`, a `template`, and texts as `data-word-*`. */
  constructor(place, service) {
    this.#place = place;
    this.#service = service;
    service.addEventListener("change", ({ detail }) => this.#changed(detail));
    for (const name of ["online", "offline"]) addEventListener(name, () => this.#drawAll());
    place.addEventListener("click", (event) => this.#pressed(event));
    place.addEventListener("submit", (event) => this.#submitted(event));
  }

  async show() {
    for (const recording of await this.#service.waiting()) {
      const row = this.#rows.get(recording.id) ?? this.#add(recording);
      Object.assign(row, { problem: recording.problem ?? null, inMemory: recording.inMemory });
      if (recording.address) this.#arrived(row, recording);
      this.#draw(row);
    }
    this.#place.hidden = this.#rows.size === 0;
  }

  async #changed(news) {
    if (news.state === "forgotten") {
      this.#rows.get(news.id)?.element.remove();
      this.#rows.delete(news.id);
      this.#place.hidden = this.#rows.size === 0;
      return;
    }
    if (news.state === "added" || !this.#rows.has(news.id)) await this.show();
    const row = this.#rows.get(news.id);
    if (!row) return;
    row.state = news.state;
    row.problem = news.problem ?? null;
    if (news.address) this.#arrived(row, news);
    if (typeof news.sent === "number") this.#note(row, news);
    this.#draw(row);
  }

  /** Also of what was sent while no page was open: told until somebody has looked. */
  #arrived(row, { address }) {
    Object.assign(row, { state: "stored", address });
  }

  #note(row, { sent, size, at }) {
    row.percent = Math.floor((100 * sent) / size);
    row.secondsLeft = row.timeLeft.after(sent, size, at);
  }

  #add(recording) {
    const element = this.#place.querySelector("template").content.firstElementChild.cloneNode(true);
    const row = { element, timeLeft: new TimeLeft(), percent: 0, secondsLeft: null, state: "added" };
    element.dataset.id = recording.id;
    const day = new Intl.DateTimeFormat(this.#language, { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });
    element.querySelector("[data-exercise]").textContent = recording.exercise;
    element.querySelector("[data-when]").textContent = day.format(new Date(recording.recordedAt));
    this.#place.querySelector("[data-rows]").append(element);
    this.#rows.set(recording.id, row);
    return row;
  }

  #drawAll() {
    for (const row of this.#rows.values()) this.#draw(row);
  }

  #draw(row) {
    const part = (name) => row.element.querySelector(`[data-${name}]`);
    const word = (name) => this.#place.dataset[`word${name[0].toUpperCase()}${name.slice(1)}`] ?? "";
    const percent = row.state === "stored" ? 100 : row.percent;
    const said = sentence({ ...row, isOnline: navigator.onLine }, word, this.#language);
    if (part("state").textContent !== said) part("state").textContent = said;
    part("problem").textContent = row.problem?.title ?? "";
    row.element.toggleAttribute("data-refused", Boolean(row.problem));
    part("bar").value = percent;
    part("percent").textContent = row.problem ? "" : `${percent} %`;
    part("retry").hidden = !row.problem;
    part("forget").hidden = row.state === "stored";
    part("seen").hidden = row.state !== "stored";
    part("result").hidden = !row.address;
    if (row.address) part("result").href = row.address;
  }

  #pressed(event) {
    const pressed = event.target.closest("[data-retry], [data-seen]");
    if (!pressed) return;
    const { id } = pressed.closest("[data-id]").dataset;
    if ("retry" in pressed.dataset) this.#service.retry(id);
    else this.#service.shown(id);
  }

  /** The dialog of `data-confirm` comes first: only its yes counts. */
  #submitted(event) {
    event.preventDefault();
    if (!event.target.dataset.confirmed) return;
    this.#service.forget(event.target.closest("[data-id]").dataset.id);
  }
}
