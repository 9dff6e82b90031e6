/** BlazePose's 33 landmarks: those a coach needs, and the lines drawn between them. */

export const L = {
  nose: 0,
  shoulder: [11, 12],
  elbow: [13, 14],
  wrist: [15, 16],
  hip: [23, 24],
  knee: [25, 26],
  ankle: [27, 28],
  heel: [29, 30],
  toe: [31, 32],
};

export const EDGES = [
  [11, 12], [23, 24], [11, 23], [12, 24],
  [11, 13], [13, 15], [12, 14], [14, 16],
  [23, 25], [25, 27], [24, 26], [26, 28],
  [27, 29], [29, 31], [28, 30], [30, 32],
];

// As the analysis on the server gates landmarks (`recognition.cleaning`).
export const SEEN = 0.5;

/** Return whether every landmark of `indices` was seen. */
export function areSeen(landmarks, indices) {
  return indices.every((index) => (landmarks[index]?.visibility ?? 0) >= SEEN);
}
