import assert from "node:assert/strict";
import { test } from "node:test";
import { brightness, CROOKED, LEANING, lightHint, TOO_BRIGHT, TOO_DARK, tilt, tiltHint } from "repwise/recorder/hints.js";

const gray = (level, count = 4) => new Uint8ClampedArray(Array(count).fill([level, level, level, 255]).flat());

test("brightness is that of the picture, whatever its size", () => {
  assert.ok(Math.abs(brightness(gray(128)) - 128) < 1e-9);
  assert.ok(Math.abs(brightness(gray(128, 99)) - 128) < 1e-9);
  assert.equal(brightness([]), 0);
});

test("green is seen as brighter than blue", () => {
  assert.ok(brightness([0, 255, 0, 255]) > brightness([0, 0, 255, 255]));
});

test("too dark and too bright are told, a room is not", () => {
  assert.equal(lightHint(TOO_DARK - 1), "dark");
  assert.equal(lightHint(TOO_DARK), null);
  assert.equal(lightHint(TOO_BRIGHT), null);
  assert.equal(lightHint(TOO_BRIGHT + 1), "bright");
});

const G = 9.81;
const turned = (degrees) => {
  const angle = (degrees * Math.PI) / 180;
  return tilt({ x: G * Math.sin(angle), y: G * Math.cos(angle), z: 0 });
};

test("upright and lengthwise both stand straight", () => {
  for (const degrees of [0, 90, -90, 180]) assert.ok(Math.abs(turned(degrees).roll) < 1e-9, String(degrees));
});

test("crooked is told to both sides alike", () => {
  for (const sign of [-1, 1]) {
    assert.ok(Math.abs(turned(sign * 12).roll - sign * 12) < 1e-9);
    assert.equal(tiltHint(turned(sign * (CROOKED + 1))), "crooked");
    assert.equal(tiltHint(turned(sign * (CROOKED - 1))), null);
    assert.equal(tiltHint(turned(90 + sign * (CROOKED + 1))), "crooked");
  }
});

test("leaning over is told forwards and backwards", () => {
  for (const sign of [-1, 1]) {
    const lean = (degrees) => {
      const angle = (degrees * Math.PI) / 180;
      return tilt({ x: 0, y: G * Math.cos(angle), z: sign * G * Math.sin(angle) });
    };
    assert.equal(tiltHint(lean(LEANING + 1)), "leaning");
    assert.equal(tiltHint(lean(LEANING - 1)), null);
  }
});

test("a device that feels nothing gets no hint", () => {
  assert.equal(tilt({ x: null, y: null, z: null }), null);
  assert.equal(tiltHint(null), null);
});
