/** Where repetitions begin and end, while a therapist corrects them. Pure functions. */

/** Nobody does a repetition in less. */
export const SHORTEST_S = 0.2;
/** A new repetition is this long where there is room. */
export const USUAL_S = 1.5;

const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

function fitted(cut) {
  return { ...cut, peak: clamp(cut.peak, cut.start, cut.end) };
}

function replaced(cuts, index, ...others) {
  return [...cuts.slice(0, index), ...others, ...cuts.slice(index + 1)];
}

/** Return `cuts` with one edge ("start" or "end") at `time`, inside its neighbors. */
export function moved(cuts, index, edge, time, length) {
  const cut = cuts[index];
  const low = edge === "start" ? (cuts[index - 1]?.end ?? 0) : cut.start + SHORTEST_S;
  const high = edge === "start" ? cut.end - SHORTEST_S : (cuts[index + 1]?.start ?? length);
  return replaced(cuts, index, fitted({ ...cut, [edge]: clamp(time, low, Math.max(low, high)) }));
}

/** Return `cuts` with a new one around `time`, or null where there is no room. */
export function added(cuts, time, length) {
  if (cuts.some(({ start, end }) => start <= time && time <= end)) return null;
  const low = Math.max(0, ...cuts.filter(({ end }) => end <= time).map(({ end }) => end));
  const high = Math.min(length, ...cuts.filter(({ start }) => start >= time).map(({ start }) => start));
  if (high - low < SHORTEST_S) return null;
  const width = Math.min(USUAL_S, high - low);
  const start = clamp(time - width / 2, low, high - width);
  const cut = { key: null, start, peak: start + width / 2, end: start + width };
  return [...cuts, cut].sort((a, b) => a.start - b.start);
}

export function removed(cuts, index) {
  return replaced(cuts, index);
}

/** Return `cuts` with one split at `time`, or null where a part would be too short. */
export function split(cuts, index, time) {
  const cut = cuts[index];
  if (!cut || time - cut.start < SHORTEST_S || cut.end - time < SHORTEST_S) return null;
  const first = fitted({ ...cut, end: time });
  const second = { key: null, start: time, peak: (time + cut.end) / 2, end: cut.end };
  return replaced(cuts, index, first, second);
}

/** Return `cuts` with one joined to the next, or null for the last. */
export function merged(cuts, index) {
  const next = cuts[index + 1];
  if (!cuts[index] || !next) return null;
  const joined = { ...cuts[index], end: next.end };
  return [...cuts.slice(0, index), joined, ...cuts.slice(index + 2)];
}
