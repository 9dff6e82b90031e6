/** Is it light enough, and does the phone stand straight? Pure rules on plain numbers. */

// Choices of the design, on the scale of 0 to 255: below, faces and edges of limbs drown
// in the noise of a phone's camera; above, a window or lamp behind the person glares.
export const TOO_DARK = 45;
export const TOO_BRIGHT = 225;
// Degrees. The analysis measures angles in the picture's plane: a crooked picture only
// looks wrong, a camera that looks up or down shortens what it sees by the cosine,
// 6 % at 20 degrees.
export const CROOKED = 8;
export const LEANING = 20;

/** Return the mean brightness, 0 to 255, of `pixels` (RGBA), as ITU-R BT.601 weighs it. */
export function brightness(pixels) {
  let sum = 0;
  for (let i = 0; i < pixels.length; i += 4) {
    sum += 0.299 * pixels[i] + 0.587 * pixels[i + 1] + 0.114 * pixels[i + 2];
  }
  return pixels.length ? (4 * sum) / pixels.length : 0;
}

/** Return "dark", "bright" or null for a mean brightness. */
export function lightHint(mean) {
  if (mean < TOO_DARK) return "dark";
  return mean > TOO_BRIGHT ? "bright" : null;
}

/** Return how a phone stands, in degrees, from what it feels of gravity (x, y, z).
 *
 * `roll` is how far it is turned from the nearest upright (portrait or landscape),
 * `pitch` how far its camera looks up or down. Null where nothing is felt.
 */
export function tilt({ x, y, z }) {
  const length = Math.hypot(x ?? 0, y ?? 0, z ?? 0);
  if (!length || x === null) return null;
  const degrees = 180 / Math.PI;
  const turned = Math.atan2(x, y) * degrees;
  const roll = turned - 90 * Math.round(turned / 90);
  return { roll, pitch: Math.asin(z / length) * degrees };
}

/** Return "leaning", "crooked" or null for how a phone stands. */
export function tiltHint(held) {
  if (!held) return null;
  if (Math.abs(held.pitch) > LEANING) return "leaning";
  return Math.abs(held.roll) > CROOKED ? "crooked" : null;
}
