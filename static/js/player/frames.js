/** Which analyzed frame is on the screen? Pure functions over frame times. */

/**
 * Return the index of the time nearest to `time`, or -1 when there are none.
 *
 * Times increase but not evenly: phones record at a varying rate, so an index is
 * never computed from a rate. Of two equally near frames the earlier one wins, as
 * it is the one still on the screen.
 */
export function nearestFrame(times, time) {
  if (times.length === 0) return -1;
  let low = 0;
  let high = times.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] < time) low = middle + 1;
    else high = middle;
  }
  if (low > 0 && time - times[low - 1] <= times[low] - time) return low - 1;
  return low;
}

/**
 * Return the index of the frame that is on the screen at `time`: the last that has
 * begun, the first before any has, or -1 when there are none.
 */
export function coveringFrame(times, time) {
  const nearest = nearestFrame(times, time);
  return nearest > 0 && times[nearest] > time ? nearest - 1 : nearest;
}

/**
 * Return the time to seek to so that the frame `steps` away from `time` is shown.
 *
 * Browsers round a seek down to the frame that covers it: a little more than the
 * frame's own time keeps rounding errors from showing the frame before.
 */
export function stepped(times, time, steps) {
  if (times.length === 0) return time;
  const last = times.length - 1;
  const index = Math.min(last, Math.max(0, nearestFrame(times, time) + steps));
  return times[index] + SEEK_MARGIN_S;
}

export const SEEK_MARGIN_S = 0.0005;
