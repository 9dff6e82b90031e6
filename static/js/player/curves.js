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
