/** One number a moment for the movement of an exercise, whichever sides do it. */
import { areSeen } from "repwise/coach/landmarks.js";
import { needed, valueOf } from "repwise/coach/measures.js";

const SIDES = { left: [0], right: [1] };

/**
 * Return the movement's value, or null where what it rests on is hidden.
 *
 * @param movement {measure, peak: "max" | "min", side: "left" | "right" | "both" | "alternating"}
 */
export function movementOf(movement, landmarks, world) {
  const { measure, peak, side } = movement;
  const values = (SIDES[side] ?? [0, 1])
    .filter((one) => areSeen(landmarks, needed(measure, one)))
    .map((one) => valueOf(measure, world, one))
    .filter(Number.isFinite);
  if (!values.length) return null;
  // Both sides do the same; of alternating ones that is meant which is at work.
  if (side === "both") return values.reduce((sum, value) => sum + value, 0) / values.length;
  return peak === "max" ? Math.max(...values) : Math.min(...values);
}
