/** What is shown without a network: the offline page and what it is made of.
 *
 * No page of a person is ever kept: this phone may have other users. Imports nothing.
 */

const PREFIX = "repwise-shell-";

export class Shell {
  #caches;
  #fetch;
  #name;
  #offline;
  #parts;

  /** @param version - changes with the parts' content; `offline` is the page's address. */
  constructor({ caches, fetcher, version, offline, parts }) {
    this.#caches = caches;
    this.#fetch = fetcher;
    this.#name = PREFIX + version;
    this.#offline = offline;
    this.#parts = parts;
  }

  async install() {
    const cache = await this.#caches.open(this.#name);
    await cache.addAll([this.#offline, ...this.#parts]);
  }

  /** Delete the shells of earlier versions. */
  async tidy() {
    const names = await this.#caches.keys();
    const old = names.filter((name) => name.startsWith(PREFIX) && name !== this.#name);
    await Promise.all(old.map((name) => this.#caches.delete(name)));
  }

  /** Say whether `request` is for this shell to answer when the network does not. */
  concerns(request) {
    if (request.method !== "GET") return false;
    return request.mode === "navigate" || this.#parts.includes(new URL(request.url).pathname);
  }

  /** The network first: what it answers is never older than the page that asks. */
  async answer(request) {
    try {
      return await this.#fetch(request);
    } catch (error) {
      const cache = await this.#caches.open(this.#name);
      const kept = await cache.match(request.mode === "navigate" ? this.#offline : request.url);
      if (!kept) throw error;
      return kept;
    }
  }
}
