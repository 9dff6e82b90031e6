/** Can this browser be told, and with which key? */

/** Say whether `env` (a window) can be woken; Safari on phones only as an installed app. */
export function canBePushed(env) {
  return Boolean(env.navigator?.serviceWorker && "PushManager" in env && "Notification" in env);
}

/** Return the bytes of a key in base64url. */
export function keyBytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}
