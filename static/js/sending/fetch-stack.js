/** An HTTP stack for tus-js-client where there is no XMLHttpRequest: a service worker.
 *
 * Imports nothing. Progress is told after each part, for `fetch` does not tell it within.
 */

export class FetchStack {
  #fetch;

  constructor(fetcher = (...how) => fetch(...how)) {
    this.#fetch = fetcher;
  }

  createRequest(method, address) {
    return new FetchRequest(this.#fetch, method, address);
  }

  getName() {
    return "FetchStack";
  }
}

class FetchRequest {
  #fetch;
  #method;
  #address;
  #headers = {};
  #stop = new AbortController();
  #progress = () => {};

  constructor(fetcher, method, address) {
    this.#fetch = fetcher;
    this.#method = method;
    this.#address = address;
  }

  getMethod() {
    return this.#method;
  }

  getURL() {
    return this.#address;
  }

  setHeader(name, value) {
    this.#headers[name] = value;
  }

  getHeader(name) {
    return this.#headers[name];
  }

  setProgressHandler(handler) {
    this.#progress = handler;
  }

  async send(body = null) {
    const answer = await this.#fetch(this.#address, {
      method: this.#method,
      headers: this.#headers,
      body,
      signal: this.#stop.signal,
      cache: "no-store",
    });
    const text = await answer.text();
    if (body?.size) this.#progress(body.size);
    return {
      getStatus: () => answer.status,
      getHeader: (name) => answer.headers.get(name),
      getBody: () => text,
      getUnderlyingObject: () => answer,
    };
  }

  async abort() {
    this.#stop.abort();
  }

  getUnderlyingObject() {
    return null;
  }
}
