/** Is the whole body in the picture? Pure rules on normalized landmarks. */
import { L, SEEN } from "repwise/coach/landmarks.js";

// A landmark this near the edge may be a guess about what lies outside.
const MARGIN = 0.01;

function isInside(point) {
  if (!point || (point.visibility ?? 0) < SEEN) return false;
  return Math.min(point.x, point.y, 1 - point.x, 1 - point.y) >= MARGIN;
}

/** Return "nobody", "head", "feet", "partly" or null when all of it is there. */
export function framingHint(landmarks) {
  if (!landmarks?.length) return "nobody";
  const either = ([left, right]) => isInside(landmarks[left]) || isInside(landmarks[right]);
  if (!either(L.hip) && !either(L.shoulder)) return "partly";
  if (!isInside(landmarks[L.nose]) && !either(L.shoulder)) return "head";
  if (!either(L.ankle)) return "feet";
  return either(L.knee) && either(L.shoulder) ? null : "partly";
}
