/** What is in `curves.json`: pure functions. */

/** Return the names of the curves, the primary one first, each once. */
export function curveNames(curves) {
  const sorted = [...curves].sort((a, b) => Number(b.primary) - Number(a.primary));
  return [...new Set(sorted.map(({ name }) => name))];
}

/** Return the value of each side of curve `name` at `frame`: [{side, value, unit}]. */
export function valuesAt(curves, name, frame) {
  return curves
    .filter((curve) => curve.name === name)
    .map(({ side, values, unit }) => ({ side, unit, value: values[frame] ?? null }));
}

/** Return how people write `unit`. */
export function unitSign(unit) {
  return unit === "deg" ? "°" : unit;
}

/** Return `value` as people read it, or a dash where nothing was measured. */
export function written(value, unit) {
  if (value === null) return "–";
  return unitSign(unit) === "°" ? `${value.toFixed(0)}°` : `${value.toFixed(2)}`;
}
