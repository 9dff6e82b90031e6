/** What may be sent, checked before a byte is. The server checks again by content. */

const ENDINGS = /\.(mp4|m4v|mov|webm)$/i;
const TYPES = new Set(["video/mp4", "video/quicktime", "video/webm", "video/x-m4v"]);

/** Return why `file` cannot be sent ("empty", "not_a_video", "too_large"), or null. */
export function refusal(file, { maxBytes }) {
  if (file.size === 0) return "empty";
  // A MediaRecorder adds its codecs: "video/webm;codecs=vp9".
  const type = (file.type ?? "").split(";")[0].trim();
  if (!TYPES.has(type) && !ENDINGS.test(file.name)) return "not_a_video";
  if (file.size > maxBytes) return "too_large";
  return null;
}
