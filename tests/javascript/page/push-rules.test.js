import assert from "node:assert/strict";
import { test } from "node:test";
import { canBePushed, keyBytes } from "repwise/page/push-rules.js";

const ABLE = { navigator: { serviceWorker: {} }, PushManager: class {}, Notification: class {} };

test("a browser is asked for what it can, whatever it is called", () => {
  assert.equal(canBePushed(ABLE), true);
  const { PushManager: _, ...tab } = ABLE; // Safari on a phone, not installed
  assert.equal(canBePushed(tab), false);
  assert.equal(canBePushed({ ...ABLE, navigator: {} }), false);
});

test("a key is read as base64url, without padding", () => {
  const bytes = Uint8Array.from({ length: 65 }, (_, number) => (number * 97) % 256);
  assert.deepEqual(keyBytes(Buffer.from(bytes).toString("base64url")), bytes);
});
