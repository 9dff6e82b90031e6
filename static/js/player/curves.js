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

/** Return `value` as people read it in `language`, or a dash where nothing was measured. */
export function written(value, unit, language) {
  if (value === null) return "–";
  const places = unitSign(unit) === "°" ? 0 : 2;
  const options = { minimumFractionDigits: places, maximumFractionDigits: places };
  const number = new Intl.NumberFormat(language, options).format(value);
  return places === 0 ? `${number}°` : number;
}
