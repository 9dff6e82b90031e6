/** The cameras of this device. No microphone: the analysis needs no sound. */

const WANTED = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } };

/** Return why the camera did not start: "denied", "missing", "busy" or "unknown". */
export function reasonOf(error) {
  switch (error?.name) {
    case "NotAllowedError":
    case "SecurityError":
      return "denied";
    case "NotFoundError":
    case "OverconstrainedError":
      return "missing";
    case "NotReadableError":
    case "AbortError":
      return "busy";
    default:
      return "unknown";
  }
}

export class Camera {
  #devices;
  #stream = null;
  facing;

  /** @param facing - "environment" (back) or "user" (front). */
  constructor(facing = "environment", devices = navigator.mediaDevices) {
    this.facing = facing;
    this.#devices = devices;
  }

  get stream() {
    return this.#stream;
  }

  /** Start the camera; resolves to its stream. */
  async open() {
    this.close();
    const video = { ...WANTED, facingMode: { ideal: this.facing } };
    this.#stream = await this.#devices.getUserMedia({ video, audio: false });
    return this.#stream;
  }

  turnRound() {
    this.facing = this.facing === "user" ? "environment" : "user";
    return this.open();
  }

  async hasSeveral() {
    const devices = await this.#devices.enumerateDevices();
    return devices.filter(({ kind }) => kind === "videoinput").length > 1;
  }

  close() {
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = null;
  }
}
