/** Give every part that tus-js-client sends its checksum (tus: checksum extension).
 *
 * Wraps an HTTP stack of tus-js-client. Browsers lend `subtle` on safe origins only;
 * without it the parts go unchecked. Imports nothing: the service worker runs it too.
 */

const ALGORITHM = "SHA-256";

/** Return the value of `Upload-Checksum` for the bytes of `part` (a Blob). */
export async function checksumOf(part, subtle) {
  const digest = new Uint8Array(await subtle.digest(ALGORITHM, await part.arrayBuffer()));
  return `sha256 ${btoa(String.fromCharCode(...digest))}`;
}

export class CheckedStack {
  #inner;
  #subtle;

  constructor(inner, subtle = globalThis.crypto?.subtle) {
    this.#inner = inner;
    this.#subtle = subtle;
  }

  createRequest(method, address) {
    const request = this.#inner.createRequest(method, address);
    if (!this.#subtle) return request;
    const send = request.send.bind(request);
    request.send = async (part) => {
      if (part) request.setHeader("Upload-Checksum", await checksumOf(part, this.#subtle));
      return send(part);
    };
    return request;
  }

  getName() {
    return `checked ${this.#inner.getName()}`;
  }
}
