/** One take: from the first picture to a file. */

const PIECE_MS = 1000;
// Sharp at 720p, and a quarter of an hour stays below the limit of a file.
const BITS_A_SECOND = 2_500_000;

export class Take {
  startedAt = null;
  #recorder;
  #pieces = [];
  #bytes = 0;
  #timer = null;
  #ended;

  /**
   * @param limits - `seconds` and `bytes`: at either the take ends by itself.
   */
  constructor(stream, type, { seconds, bytes }, Recorder = globalThis.MediaRecorder) {
    this.#recorder = new Recorder(stream, { mimeType: type, videoBitsPerSecond: BITS_A_SECOND });
    this.#ended = new Promise((resolve) => this.#recorder.addEventListener("stop", resolve, { once: true }));
    this.#recorder.addEventListener("dataavailable", ({ data }) => {
      this.#pieces.push(data);
      this.#bytes += data.size;
      // Room for the piece that follows the stop.
      if (this.#bytes + (BITS_A_SECOND / 8) * 2 > bytes) this.stop();
    });
    this.seconds = seconds;
  }

  start(now = new Date()) {
    this.startedAt = now;
    this.#recorder.start(PIECE_MS);
    this.#timer = setTimeout(() => this.stop(), this.seconds * 1000);
  }

  stop() {
    clearTimeout(this.#timer);
    if (this.#recorder.state !== "inactive") this.#recorder.stop();
  }

  /** Resolves to the file once the take has ended, however it did. */
  async file() {
    await this.#ended;
    const type = this.#recorder.mimeType.split(";")[0];
    const ending = type === "video/mp4" ? "mp4" : "webm";
    return new File(this.#pieces, `exercise.${ending}`, { type });
  }
}
