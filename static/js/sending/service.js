/** What this page does for recordings on their way: keeps them, sends them, and tells. */
import { CheckedStack } from "repwise/sending/checksums.js";
import { CHANNEL, isDue, Queue } from "repwise/sending/queue.js";
import { Interrupted, meaningOf, send } from "repwise/sending/sender.js";
import { BothStores, openStore } from "repwise/sending/store.js";

const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 60_000;
export const SYNC_TAG = "send-recordings";

async function ask(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" }, cache: "no-store" });
  return { status: answer.status, body: await answer.text() };
}

/** Return the path of `address`, which the server gives whole or from its root. */
const pathOf = (address) => new URL(address, location.href).pathname;

/** Keeps and sends the recordings of `owner`; tells by events named `change`. */
export class SendingService extends EventTarget {
  #owner;
  #endpoint;
  #store;
  #queue;
  #channel = new BroadcastChannel(CHANNEL);
  #wake = () => {};
  #isRunning = false;
  #tus = null;

  static async start({ owner, endpoint }) {
    const lasting = await openStore().catch(() => null);
    return new SendingService(owner, endpoint, new BothStores(lasting));
  }

  constructor(owner, endpoint, store) {
    super();
    this.#owner = owner;
    this.#endpoint = endpoint;
    this.#store = store;
    this.#queue = new Queue({
      store,
      owner,
      locks: navigator.locks,
      tell: (news) => {
        this.#channel.postMessage(news);
        this.#show(news);
      },
      send: (recording, file, how) => this.#sendOne(recording, file, how),
    });
    this.#channel.onmessage = ({ data }) => {
      if (data.state === "forget") this.#queue.forget(data.id);
      else this.#show(data);
    };
    addEventListener("online", () => this.#wake());
    document.addEventListener("visibilitychange", () => this.#wake());
  }

  #show(news) {
    this.dispatchEvent(new CustomEvent("change", { detail: news }));
  }

  waiting() {
    return this.#store.all(this.#owner);
  }

  /** Keep `file` until the server has it, and begin to send it; return its id. */
  async keep({ prescription, exercise, recordedAt }, file) {
    const id = crypto.randomUUID?.() ?? String(Date.now() + Math.random());
    const recording = { id, owner: this.#owner, prescription, exercise, recordedAt, size: file.size };
    await this.#store.add(recording, file);
    navigator.storage?.persist?.();
    this.#show({ id, state: "added" });
    this.sendAll();
    return id;
  }

  /** Forget that recording `id` was sent: somebody has looked. */
  async shown(id) {
    await this.#store.remove(id);
    this.#show({ id, state: "forgotten" });
  }

  /** Forget what was sent and is looked at on the page at `address`. */
  async opened(address) {
    const stored = (await this.waiting()).filter((one) => one.address && pathOf(one.address) === address);
    await Promise.all(stored.map(({ id }) => this.shown(id)));
  }

  /** Delete recording `id` from this device, whoever sends it. */
  forget(id) {
    this.#channel.postMessage({ id, state: "forget" });
    return this.#queue.forget(id);
  }

  /** Send recording `id` again after it was refused. */
  async retry(id) {
    await this.#store.change(id, { problem: null });
    this.#show({ id, state: "waiting" });
    this.sendAll();
  }

  /** Send what waits, now and whenever there is a chance, until all has arrived. */
  async sendAll() {
    this.#wake();
    if (this.#isRunning || !(await this.waiting()).some(isDue)) return;
    this.#isRunning = true;
    this.#askBackground();
    for (let wait = FIRST_WAIT_MS; !(await this.#tryOnce()); wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
      await this.#chance(wait);
    }
    this.#isRunning = false;
    // One may have been added after the last look.
    if ((await this.waiting()).some(isDue)) await this.sendAll();
  }

  async #tryOnce() {
    return navigator.onLine ? this.#queue.run() : false;
  }

  #chance(wait) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, wait);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Have the service worker send what is left when this page is gone (Chromium). */
  async #askBackground() {
    const worker = await navigator.serviceWorker?.getRegistration();
    await worker?.sync?.register(SYNC_TAG).catch(() => {});
  }

  async #sendOne(recording, file, how) {
    await (this.#tus ??= import("tus-js-client"));
    const { status, body } = await ask(this.#endpoint);
    if (status !== 200) throw meaningOf(status, body);
    const { owner, token } = JSON.parse(body);
    if (owner !== this.#owner) throw new Interrupted("someone else is signed in");
    const { tus } = globalThis;
    const httpStack = new CheckedStack(new tus.DefaultHttpStack());
    return send(recording, file, { tus, httpStack, endpoint: this.#endpoint, token, ask, ...how });
  }
}
