/** Send one recording by tus, and say what became of it.
 *
 * Imports nothing: the page and the service worker hand in tus-js-client and a stack.
 */

const PART_BYTES = 1024 * 1024;
const RETRY_MS = [0, 1000, 3000, 5000];
// Answers to a part after which the same part may succeed: it went on elsewhere (409),
// is being written (423), too much at once (429), was damaged on its way (460).
const PASSING = new Set([409, 423, 429, 460]);

/** The connection broke, or the server did: the recording stays, and is sent later. */
export class Interrupted extends Error {}

/** The patient does not want it to be sent any more. */
export class Stopped extends Error {}

/** The server will not take the recording; `problem` has code, title and advice. */
export class Refused extends Error {
  constructor(problem) {
    super(problem.code);
    this.problem = problem;
  }
}

/** Say whether a request that was answered by `status` (0: not at all) may be repeated. */
export function mayRepeat(status) {
  return status < 400 || status >= 500 || PASSING.has(status);
}

/** Return the error that an answer of `status` with `body` (JSON text) stands for. */
export function meaningOf(status, body) {
  if (mayRepeat(status)) return new Interrupted(String(status));
  const problem = parsed(body);
  return new Refused(problem?.code ? problem : { code: "unknown" });
}

function parsed(body) {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

/** Resolves to the address of the stored recording's page.
 *
 * @param how - `tus` (tus-js-client), `endpoint`, `httpStack`, `token` (CSRF), `ask`
 *   (address => {status, body}), `signal`, `onBegun(address)`, `onProgress(bytes)`.
 * @throws {Interrupted | Refused | Stopped}
 */
export async function send(recording, file, how) {
  const address = await transfer(recording, file, how);
  // Only the server's word that it is stored counts; bytes that left are no proof.
  const { status, body } = await how.ask(address).catch(() => ({ status: 0, body: "" }));
  const outcome = status === 200 ? parsed(body) : null;
  if (outcome?.state === "stored") return outcome.address;
  throw status === 200 ? new Interrupted("not stored yet") : meaningOf(status, body);
}

function transfer(recording, file, { tus, endpoint, httpStack, token, signal, onBegun, onProgress }) {
  return new Promise((resolve, reject) => {
    const upload = new tus.Upload(file, {
      endpoint,
      httpStack,
      uploadUrl: recording.uploadUrl ?? null,
      chunkSize: PART_BYTES,
      retryDelays: RETRY_MS,
      storeFingerprintForResuming: false, // our own store remembers the address
      headers: { "X-CSRFToken": token },
      metadata: { prescription: recording.prescription, recorded_at: recording.recordedAt },
      onUploadUrlAvailable: () => onBegun(upload.url),
      onProgress: (sent) => onProgress(sent),
      onShouldRetry: (error) => mayRepeat(error.originalResponse?.getStatus() ?? 0),
      onError: (error) => {
        const answer = error.originalResponse;
        reject(meaningOf(answer?.getStatus() ?? 0, answer?.getBody() ?? ""));
      },
      onSuccess: () => resolve(upload.url),
    });
    const stop = async () => {
      await upload.abort(Boolean(upload.url)).catch(() => {}); // else it expires there
      reject(new Stopped());
    };
    signal?.addEventListener("abort", stop, { once: true });
    upload.start();
  });
}
