import assert from "node:assert/strict";
import { test } from "node:test";
import { localVoice, Speaker } from "repwise/recorder/voice.js";

const VOICES = [
  { name: "cloud", lang: "de-DE", localService: false },
  { name: "Anna", lang: "de-DE", localService: true },
  { name: "Sam", lang: "en_US", localService: true },
  { name: "Kate", lang: "en-GB", localService: true },
];

test("a voice of the device is chosen, the closest to the page's language", () => {
  assert.equal(localVoice(VOICES, "de").name, "Anna");
  assert.equal(localVoice(VOICES, "en-GB").name, "Kate");
  assert.equal(localVoice(VOICES, "en").name, "Sam");
});

test("no word ever goes to a voice of the network", () => {
  assert.equal(localVoice([VOICES[0]], "de"), null);
  assert.equal(localVoice(VOICES, "es"), null);
});

function spoken(voices, { isOn = true } = {}) {
  const said = [];
  const env = {
    speechSynthesis: { getVoices: () => voices, cancel() {}, speak: (one) => said.push(one) },
    SpeechSynthesisUtterance: class {
      constructor(text) {
        this.text = text;
      }
    },
  };
  const speaker = new Speaker(env, "de");
  speaker.isOn = isOn;
  speaker.say("Los!");
  return said;
}

test("it speaks with that voice, and only when it is on", () => {
  assert.deepEqual(spoken(VOICES).map(({ text, voice }) => [text, voice.name]), [["Los!", "Anna"]]);
  assert.deepEqual(spoken(VOICES, { isOn: false }), []);
  assert.deepEqual(spoken([VOICES[0]]), []);
});

test("a browser that cannot speak is silent", () => {
  new Speaker({}, "de").say("Los!");
});

test("it knows whether the device can speak the language of the page", () => {
  const speaker = (voices, language) => new Speaker({ speechSynthesis: { getVoices: () => voices } }, language);
  assert.equal(speaker(VOICES, "de").canSpeak, true);
  assert.equal(speaker(VOICES, "ar").canSpeak, false);
  assert.equal(speaker([VOICES[0]], "de").canSpeak, false);
  assert.equal(new Speaker({}, "de").canSpeak, false);
});

/** A device that speaks: what it was told, and how to let the present words end. */
function device(voices = VOICES) {
  const said = [];
  const speechSynthesis = {
    getVoices: () => voices,
    cancel: () => said.at(-1)?.onerror?.(),
    speak: (one) => said.push(one),
  };
  const SpeechSynthesisUtterance = class {
    constructor(text) {
      this.text = text;
    }
  };
  const end = async () => {
    said.at(-1).onend();
    await Promise.resolve();
    await Promise.resolve();
  };
  return { speaker: new Speaker({ speechSynthesis, SpeechSynthesisUtterance }, "de"), said, end };
}

test("it reads one text after the other, with a voice of this device", async () => {
  const { speaker, said, end } = device();
  const reading = speaker.read(["Beuge dich.", "Steh auf."]);
  assert.deepEqual(said.map(({ text }) => text), ["Beuge dich."]);
  await end();
  assert.deepEqual(said.map(({ text, voice }) => [text, voice.name]), [["Beuge dich.", "Anna"], ["Steh auf.", "Anna"]]);
  await end();
  assert.equal(await reading, true);
});

test("hushed, it reads no further", async () => {
  const { speaker, said } = device();
  const reading = speaker.read(["Beuge dich.", "Steh auf."]);
  speaker.hush();
  assert.equal(await reading, false);
  assert.equal(said.length, 1);
});

test("nothing is read by a voice of the network", async () => {
  const { speaker, said } = device([VOICES[0]]);
  assert.equal(await speaker.read(["Beuge dich."]), false);
  assert.deepEqual(said, []);
});
