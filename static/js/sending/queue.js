/** Send what waits on this device, one after the other, whoever asks.
 *
 * Tabs and the service worker share a lock, so that a recording has one sender, and a
 * channel, on which each hears how far it is. Imports nothing.
 */

export const LOCK = "repwise-sending";
export const CHANNEL = "repwise-sending";

// A recording with such a problem is tried again without being asked to.
const PASSES = new Set(["signed_out"]);

/** Say whether `recording` is to be sent now. */
export function isDue(recording) {
  if (recording.address) return false; // stored, and not shown yet
  return !recording.problem || PASSES.has(recording.problem.code);
}

export class Queue {
  #store;
  #owner;
  #send;
  #tell;
  #locks;
  #now;
  #current = null;

  /**
   * @param send - (recording, file, {signal, onBegun, onProgress}) => address; sender.js.
   * @param tell - ({id, state, ...}) => void; states: sending, waiting, refused, stored,
   *   forgotten.
   */
  constructor({ store, owner, send, tell, locks, now = () => Date.now() }) {
    this.#store = store;
    this.#owner = owner;
    this.#send = send;
    this.#tell = tell;
    this.#locks = locks;
    this.#now = now;
  }

  /** Send all that is due; resolves to whether nothing is left that could be sent. */
  run() {
    const work = () => this.#sendAll();
    return this.#locks ? this.#locks.request(LOCK, work) : work();
  }

  /** Delete recording `id` from this device; if it is on its way here, stop that. */
  async forget(id) {
    if (this.#current?.id === id) this.#current.stop.abort();
    await this.#store.remove(id);
    this.#tell({ id, state: "forgotten" });
  }

  async #sendAll() {
    const tried = new Set();
    let complete = true;
    for (;;) {
      const waiting = (await this.#store.all(this.#owner)).filter(isDue);
      const next = waiting.find((one) => !tried.has(one.id));
      if (!next) return complete;
      tried.add(next.id);
      complete = (await this.#sendOne(next)) && complete;
    }
  }

  async #sendOne(recording) {
    const { id, size } = recording;
    const file = await this.#store.file(id);
    if (!file) {
      await this.#store.remove(id); // the browser lost the bytes: nothing is to be sent
      return true;
    }
    const stop = new AbortController();
    this.#current = { id, stop };
    this.#tell({ id, state: "sending", sent: null, size, at: this.#now() });
    try {
      const address = await this.#send(recording, file, {
        signal: stop.signal,
        onBegun: (uploadUrl) => this.#store.change(id, { uploadUrl }),
        onProgress: (sent) => this.#tell({ id, state: "sending", sent, size, at: this.#now() }),
      });
      await this.#store.finish(id, address);
      this.#tell({ id, state: "stored", address });
      return true;
    } catch (error) {
      return stop.signal.aborted || this.#failed(id, error.problem);
    } finally {
      this.#current = null;
    }
  }

  async #failed(id, problem) {
    if (!problem) {
      this.#tell({ id, state: "waiting" });
      return false;
    }
    await this.#store.change(id, { problem, uploadUrl: null });
    this.#tell({ id, state: "refused", problem });
    return !PASSES.has(problem.code);
  }
}
