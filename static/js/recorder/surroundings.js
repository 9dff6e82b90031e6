/** Look at the light and feel how the phone stands, about once a second. */
import { brightness, lightHint, tilt, tiltHint } from "repwise/recorder/hints.js";

const EVERY_MS = 1000;
const SMALL = 32;

export class Surroundings {
  #video;
  #can;
  #tell;
  #timer = null;
  #held = null;
  #canvas = Object.assign(document.createElement("canvas"), { width: SMALL, height: SMALL });

  /** @param tell - (name of a hint, or null when all is well) => void. */
  constructor(video, can, tell) {
    this.#video = video;
    this.#can = can;
    this.#tell = tell;
    if (!can.canFeelTilt) return;
    addEventListener("devicemotion", ({ accelerationIncludingGravity: felt }) => {
      this.#held = felt && tilt(felt);
    });
  }

  /** Ask whether the phone may tell how it is held; where one must, from a press. */
  askForTilt() {
    if (this.#can.mustAskForTilt) DeviceMotionEvent.requestPermission().catch(() => {});
  }

  watch() {
    this.rest();
    this.#timer = setInterval(() => this.#look(), EVERY_MS);
  }

  rest() {
    clearInterval(this.#timer);
  }

  #look() {
    if (this.#video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
    const drawing = this.#canvas.getContext("2d", { willReadFrequently: true });
    drawing.drawImage(this.#video, 0, 0, SMALL, SMALL);
    const { data } = drawing.getImageData(0, 0, SMALL, SMALL);
    this.#tell(tiltHint(this.#held) ?? lightHint(brightness(data)));
  }
}
