/** What this browser can do for a recording; decided by asking, never by its name. */

// MP4 plays everywhere and Safari writes nothing else; WebM is what others have.
const TYPES = ["video/mp4;codecs=avc1.42E01F", "video/mp4", "video/webm;codecs=vp8", "video/webm"];

/** Return the first type that `Recorder` (MediaRecorder) writes, or null. */
export function recordingType(Recorder) {
  if (!Recorder?.isTypeSupported) return null;
  return TYPES.find((type) => Recorder.isTypeSupported(type)) ?? null;
}

/** Return what `env` (a window) lends: each a claim, `type` the container to write. */
export function capabilities(env) {
  const type = recordingType(env.MediaRecorder);
  const { navigator } = env;
  return {
    type,
    canRecord: Boolean(type && navigator?.mediaDevices?.getUserMedia),
    canKeepAwake: Boolean(navigator?.wakeLock),
    canSpeak: Boolean(env.speechSynthesis && env.SpeechSynthesisUtterance),
    canFeelTilt: Boolean(env.DeviceMotionEvent),
    // Safari on phones asks before it tells how the phone is held, and only at a press.
    mustAskForTilt: typeof env.DeviceMotionEvent?.requestPermission === "function",
  };
}
