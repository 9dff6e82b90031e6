/** Which findings belong to a moment, and which one comes next? Pure functions. */

/** A mistake is shown this long around its moment: long enough to see in motion. */
export const SHOWN_S = 0.35;

/** What a therapist has ruled out is not shown. */
export const REFUTED = new Set(["dismissed", "not_visible"]);

/** Return the findings to be shown at `time`; dismissed ones stay hidden. */
export function shownAt(findings, time) {
  return findings.filter(
    (finding) =>
      !REFUTED.has(finding.status) &&
      finding.time !== null &&
      Math.abs(finding.time - time) <= SHOWN_S,
  );
}

/** Return the id `steps` after `id` in `ids`, staying inside; the first without one. */
export function neighbor(ids, id, steps) {
  if (ids.length === 0) return null;
  const at = ids.indexOf(id);
  if (at < 0) return steps > 0 ? ids[0] : ids[ids.length - 1];
  return ids[Math.min(ids.length - 1, Math.max(0, at + steps))];
}

/** Words of a therapist stay this long: about as long as it takes to read them. */
export const SAID_S = 3;

/** Return the comment to be read at `time`: the latest that has begun and not ended. */
export function commentAt(comments, time) {
  return comments.filter((one) => one.time - 0.05 <= time && time <= one.time + SAID_S).at(-1) ?? null;
}

/** Return the id in `ids` after `id` that is in `open`, or null when none follows. */
export function nextOpen(ids, id, open) {
  const after = ids.slice(ids.indexOf(id) + 1);
  return after.find((one) => open.includes(one)) ?? null;
}

/** Return the repetition that `time` lies in, or null between two. */
export function repetitionAt(repetitions, time) {
  return repetitions.find(({ start, end }) => start <= time && time <= end) ?? null;
}
