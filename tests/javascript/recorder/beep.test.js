import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { Beeper } from "repwise/recorder/beep.js";

/** A sound system that notes the tones it was asked for. */
function soundSystem(tones) {
  return class {
    currentTime = 2;
    destination = {};

    resume() {}

    createOscillator() {
      const tone = { frequency: {}, connect: () => ({ connect() {} }) };
      tone.start = (at) => (tone.begin = at);
      tone.stop = (at) => tones.push({ hertz: tone.frequency.value, seconds: at - tone.begin });
      return tone;
    }

    createGain() {
      return { gain: { setValueAtTime() {}, exponentialRampToValueAtTime() {} } };
    }
  };
}

afterEach(() => {
  delete globalThis.AudioContext;
  delete globalThis.webkitAudioContext;
});

for (const name of ["AudioContext", "webkitAudioContext"]) {
  test(`it sounds where the browser calls its sound system ${name}`, () => {
    const tones = [];
    globalThis[name] = soundSystem(tones);
    const beeper = new Beeper();
    beeper.beep(880, 0.25);
    assert.deepEqual(tones, []); // no sound before a press has allowed it
    beeper.prepare();
    beeper.beep(880, 0.25);
    assert.deepEqual(tones, [{ hertz: 880, seconds: 0.25 }]);
  });
}

test("a browser without sound counts down in silence", () => {
  const beeper = new Beeper();
  beeper.prepare();
  beeper.beep();
});
