"""The skeleton lies on the frame that is shown: in a real browser, on real files.

Each clip has a mark whose place tells the number of the frame. The analysis is what
the library reads from the file as it was sent (with its uneven rate, its first time
stamp, its turn); the video is the library's own copy for browsers. The test reads
both the picture and the drawing back from the page and compares.
"""

import json
from itertools import pairwise

import numpy as np
import pytest

from recognition import transcode, video
from recognition.skeleton import EDGES, INDEX
from tests.browser.waiting import wait_for
from tests.recognition.filming import Studio

pytestmark = [pytest.mark.browser, pytest.mark.media, pytest.mark.slow]

WIDTH, HEIGHT, MARK = 640, 360, 24
FRAMES = 36
STEP = (WIDTH - MARK) // FRAMES
WRIST = INDEX["left_wrist"]

# Steps of a phone whose camera fights for light: 17 to 100 ms.
UNEVEN = list(np.cumsum([0, *([0.033, 0.1, 0.017, 0.05, 0.066] * FRAMES)][:FRAMES]))
EVEN = [number / 30 for number in range(FRAMES)]

CLIPS = {
    "uneven": ("clip.mp4", {"times": UNEVEN}),
    "not from 0": ("clip.mkv", {"times": EVEN, "first_pts": 450_000}),
    "turned": ("clip.mp4", {"times": EVEN, "rotation": -90}),
    "uneven, turned, not from 0": (
        "clip.mp4",
        {"times": UNEVEN, "rotation": 90, "first_pts": 90_000},
    ),
}

FRAME = "Number(document.querySelector('canvas[data-overlay]').dataset.frame)"

# Runs in the page: where the mark is in the picture, where the joint is drawn, both
# as fractions of the upright picture.
READ_BACK = """
async () => {
  const { containBox } = await import("repwise/player/geometry.js");
  const video = document.querySelector("video");
  const overlay = document.querySelector("canvas[data-overlay]");
  const center = (context, width, height, isPart) => {
    const { data } = context.getImageData(0, 0, width, height);
    let x = 0, y = 0, n = 0;
    for (let at = 0; at < width * height; at += 1) {
      if (!isPart(data, 4 * at)) continue;
      x += at % width; y += Math.floor(at / width); n += 1;
    }
    return n ? [(x / n + 0.5) / width, (y / n + 0.5) / height] : null;
  };
  window.readBack = () => {
    const { videoWidth: w, videoHeight: h } = video;
    const options = { willReadFrequently: true };
    const copy = new OffscreenCanvas(w, h).getContext("2d", options);
    copy.drawImage(video, 0, 0);
    const box = containBox(overlay.width, overlay.height, w, h);
    const drawn = center(overlay.getContext("2d"), overlay.width, overlay.height,
      (data, at) => data[at + 3] > 128);
    return {
      mark: center(copy, w, h, (data, at) => data[at] > 170),
      joint: drawn && [
        (drawn[0] * overlay.width - box.x) / box.width,
        (drawn[1] * overlay.height - box.y) / box.height,
      ],
    };
  };
}
"""

AFTER_SEEK = """
(time) => new Promise((resolve) => {
  const video = document.querySelector("video");
  const read = () => requestAnimationFrame(() => resolve(readBack()));
  video.requestVideoFrameCallback(read);
  video.currentTime = time;
})
"""

WHILE_PLAYING = """
() => new Promise((resolve) => {
  const video = document.querySelector("video");
  const seen = [];
  const look = () => { seen.push(readBack()); video.requestVideoFrameCallback(look); };
  video.requestVideoFrameCallback(look);
  video.addEventListener("ended", () => resolve(seen), { once: true });
  setTimeout(() => resolve(seen), 60000);  // a busy machine shows fewer frames
  video.currentTime = 0;
  video.playbackRate = 0.25;  // reading pixels back costs more than drawing them
  video.play();
})
"""


def picture(number):
    shown = np.full((HEIGHT, WIDTH, 3), 60, dtype=np.uint8)
    at = number * STEP
    shown[HEIGHT // 3 : HEIGHT // 3 + MARK, at : at + MARK] = 250
    return shown


def mark_in(shown):
    """Where the mark is in an upright picture, as fractions."""
    rows, columns = np.nonzero(shown[:, :, 0] > 170)
    height, width = shown.shape[:2]
    return (columns.mean() + 0.5) / width, (rows.mean() + 0.5) / height


def analyzed(source):
    """`curves.json` of a clip: its one joint is the mark."""
    points, times = [], []
    for frame in video.frames(source):
        row = [None] * 66
        x, y = mark_in(frame.picture)
        row[2 * WRIST : 2 * WRIST + 2] = [round(10_000 * x), round(10_000 * y)]
        points.append(row)
        times.append(frame.time_s)
    return {
        "schema": 1,
        "joints": list(INDEX),
        "edges": [list(edge) for edge in EDGES],
        "time_s": times,
        "points": points,
        "curves": [
            {
                "name": "mark",
                "label": "Number of the frame",
                "side": "left",
                "unit": "deg",
                "values": list(range(len(times))),
                "primary": True,
                "target": [10, 20],
            }
        ],
    }


@pytest.fixture(scope="module")
def clips(tmp_path_factory):
    made = []
    for name, (file, how) in CLIPS.items():
        folder = tmp_path_factory.mktemp("clip")
        pictures = [picture(number) for number in range(FRAMES)]
        source = Studio(folder).film(file, pictures=pictures, **how)
        playback = folder / "playback.mp4"
        transcode.to_browser_mp4(source, playback)
        entry = {"name": name, "playback": str(playback), "curves": analyzed(source)}
        made.append(entry)
    return made


@pytest.fixture(scope="module")
def seeded(site, clips, tmp_path_factory):
    listed = tmp_path_factory.mktemp("seeds") / "clips.json"
    listed.write_text(json.dumps(clips))
    return site.seed("marked_clips", listed)


@pytest.fixture
def open_clip(page, site, seeded, clips):
    """Open the page of a clip; return its curves."""

    def open_one(name):
        site.sign_in(page, seeded["patient"])
        page.goto(site.url + seeded["pages"][name])
        wait_for(page, f"() => {FRAME} >= 0")
        page.evaluate(READ_BACK)
        return next(clip["curves"] for clip in clips if clip["name"] == name)

    return open_one


def frames_apart(seen, curves):
    """How many frames the drawn joint is from the mark in the picture."""
    places = np.array([row[2 * WRIST : 2 * WRIST + 2] for row in curves["points"]])
    mark, joint = (
        np.linalg.norm(places / 10_000 - np.array(seen[what]), axis=1).argmin()
        for what in ("mark", "joint")
    )
    return abs(int(mark) - int(joint))


@pytest.mark.parametrize("name", CLIPS)
def test_after_a_seek_the_joint_lies_on_the_mark(page, open_clip, complaints, name):
    curves = open_clip(name)
    times = curves["time_s"]
    middles = [(a + b) / 2 for a, b in pairwise(times)]
    for time in [times[20], *middles[::5], times[3] + 0.001]:
        seen = page.evaluate(AFTER_SEEK, time)
        assert frames_apart(seen, curves) == 0, time
        assert seen["joint"] == pytest.approx(seen["mark"], abs=0.012)
    assert complaints == []


@pytest.mark.parametrize("name", CLIPS)
def test_while_playing_the_joint_is_within_one_frame_of_the_mark(page, open_clip, name):
    curves = open_clip(name)
    seen = page.evaluate(WHILE_PLAYING)
    assert len(seen) > FRAMES / 4
    apart = [frames_apart(one, curves) for one in seen]
    assert max(apart) <= 1
    assert np.mean(np.array(apart) == 0) > 0.8


def test_arrow_keys_step_through_every_frame(page, open_clip):
    open_clip("uneven")
    for expected in [1, 2, 3, 4, 5]:
        page.keyboard.press("ArrowRight")
        wait_for(page, f"() => {FRAME} === {expected}")
    page.keyboard.press("ArrowLeft")
    wait_for(page, f"() => {FRAME} === 4")


CURSOR_TIME = """
() => {
  const over = document.querySelector(".chart .u-over").getBoundingClientRect();
  const cursor = document.querySelector(".chart .u-cursor-x").getBoundingClientRect();
  return (cursor.left - over.left) / over.width;
}
"""


def test_the_curves_cursor_and_the_video_lead_each_other(page, site, seeded, clips):
    curves = next(clip["curves"] for clip in clips if clip["name"] == "uneven")
    times = curves["time_s"]
    site.sign_in(page, seeded["therapist"])
    review = seeded["pages"]["uneven"].replace("/my/recordings/", "/therapist/review/")
    page.goto(site.url + review)
    page.locator(".chart .u-over").wait_for()

    page.evaluate(f"document.querySelector('video').currentTime = {times[20] + 0.001}")
    wait_for(page, f"() => {FRAME} === 20")
    assert page.evaluate(CURSOR_TIME) * times[-1] == pytest.approx(times[20], abs=0.02)
    assert page.locator("[data-curve-value=left]").inner_text() == "20°"

    page.locator(".chart .u-over").scroll_into_view_if_needed()
    box = page.locator(".chart .u-over").bounding_box()
    page.mouse.click(box["x"] + 0.25 * box["width"], box["y"] + box["height"] / 2)
    wait_for(page, f"() => {FRAME} !== 20")
    shown = page.evaluate("document.querySelector('video').currentTime")
    assert shown == pytest.approx(0.25 * times[-1], abs=0.02)
