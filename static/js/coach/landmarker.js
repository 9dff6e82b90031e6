/** MediaPipe's pose landmarker, loaded when first wanted. Pictures stay on this device. */

/** Return whether drawing is done by the processor: then the network is faster there. */
function drawsInSoftware() {
  const drawing = document.createElement("canvas").getContext("webgl2");
  if (!drawing) return true;
  const known = drawing.getExtension("WEBGL_debug_renderer_info");
  const name = known ? drawing.getParameter(known.UNMASKED_RENDERER_WEBGL) : "";
  return /swiftshader|llvmpipe|software/i.test(name);
}

/** @param files {loader, binary, model}: addresses, all of this site. */
export async function openLandmarker({ loader, binary, model }) {
  const { PoseLandmarker } = await import("@mediapipe/tasks-vision");
  const wasm = { wasmLoaderPath: loader, wasmBinaryPath: binary };
  const open = (delegate) =>
    PoseLandmarker.createFromOptions(wasm, {
      baseOptions: { modelAssetPath: model, delegate },
      runningMode: "VIDEO",
      numPoses: 1,
    });
  if (drawsInSoftware()) return open("CPU");
  return open("GPU").catch(() => open("CPU"));
}
