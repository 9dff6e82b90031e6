/** From the plane of the picture to the plane of the canvas over it. */

/** Coordinates in `curves.json` run from 0 to this in both directions. */
export const FULL_SCALE = 10000;

/**
 * Return where a picture lies in an element that shows it whole and undistorted
 * (`object-fit: contain`): the bars go to both sides, or above and below.
 */
export function containBox(elementWidth, elementHeight, pictureWidth, pictureHeight) {
  if (!(pictureWidth > 0) || !(pictureHeight > 0)) {
    return { x: 0, y: 0, width: elementWidth, height: elementHeight };
  }
  const scale = Math.min(elementWidth / pictureWidth, elementHeight / pictureHeight);
  const width = pictureWidth * scale;
  const height = pictureHeight * scale;
  return { x: (elementWidth - width) / 2, y: (elementHeight - height) / 2, width, height };
}

/** Return landmark `joint` of `frame` inside `box`, or null where it was not seen. */
export function placed(frame, joint, box) {
  const x = frame?.[2 * joint];
  const y = frame?.[2 * joint + 1];
  if (!Number.isFinite(x) || !Number.isFinite(y)) return null;
  return {
    x: box.x + (x / FULL_SCALE) * box.width,
    y: box.y + (y / FULL_SCALE) * box.height,
  };
}
