"""A recording without a video: the measured movement is drawn and played by itself.

Its frames are as uneven as a phone's; its one joint goes from left to right, so that
the place of the drawing tells which frame is drawn.
"""

import json

import numpy as np
import pytest
from playwright.sync_api import expect

from recognition.skeleton import EDGES, INDEX
from tests.browser import inspection
from tests.browser.pages import DESK, PHONE
from tests.browser.waiting import wait_for

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FRAMES = 40
TIMES = np.cumsum([0, *([0.033, 0.1, 0.017, 0.05, 0.066] * FRAMES)][:FRAMES]).tolist()
LENGTH_S = TIMES[-1]
FRAME = "() => Number(document.querySelector('[data-overlay]').dataset.frame)"
PLAYING = "() => document.querySelector('[data-player]').hasAttribute('data-playing')"
# Where the joint is drawn: a share of the canvas, from its left side.
DRAWN_AT = """
() => {
  const canvas = document.querySelector("[data-overlay]");
  const { width, height } = canvas;
  const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
  let sum = 0, count = 0;
  for (let at = 0; at < width * height; at += 1) {
    if (data[4 * at + 3] <= 128) continue;
    sum += at % width;
    count += 1;
  }
  return sum / count / width;
}
"""
# Every frame that is drawn from now on, and when.
WATCH = """
() => {
  const canvas = document.querySelector("[data-overlay]");
  const drawn = (window.drawn = []);
  const look = () => drawn.push([performance.now(), Number(canvas.dataset.frame)]);
  new MutationObserver(look).observe(canvas, { attributeFilter: ["data-frame"] });
}
"""


def place(frame):
    return 0.1 + 0.8 * frame / (FRAMES - 1)


def movement():
    points = []
    for frame in range(FRAMES):
        row = [None] * 66
        at = 2 * INDEX["left_wrist"]
        row[at : at + 2] = [round(10_000 * place(frame)), 5_000]
        points.append(row)
    curve = {
        "name": "mark", "label": "Number of the frame", "side": "left", "unit": "deg",
        "values": list(range(FRAMES)), "primary": True, "target": [10, 20],
    }  # fmt: skip
    return {
        "schema": 1, "joints": list(INDEX), "edges": [list(edge) for edge in EDGES],
        "time_s": TIMES, "points": points, "curves": [curve],
    }  # fmt: skip


@pytest.fixture(scope="module")
def seeded(site, tmp_path_factory):
    listed = tmp_path_factory.mktemp("seeds") / "movement.json"
    told = {"length_s": LENGTH_S, "comments_s": [2.5 * LENGTH_S / 10]}
    listed.write_text(json.dumps({**told, "curves": movement()}))
    return site.seed("ten_repetitions", listed)


@pytest.fixture
def drawn_page(open_page, site, seeded):
    """Open the page of the recording as its patient or a therapist reads it."""

    def open_one(who, screen, place):
        page = open_page(viewport=screen)
        site.sign_in(page, seeded[who])
        page.goto(site.url + place.format(*seeded["pages"]))
        wait_for(page, f"() => ({FRAME})() >= 0")
        return page

    return open_one


def shows(page, time):
    """Wait until the last frame that has begun at `time` is drawn, at its place."""
    expected = int(np.searchsorted(TIMES, time, side="right")) - 1
    wait_for(page, f"() => ({FRAME})() === {expected}")
    assert page.evaluate(DRAWN_AT) == pytest.approx(place(expected), abs=0.012)


def played(page):
    """Play to the end; return the frames in the order drawn, and how long it took."""
    page.evaluate(WATCH)
    page.locator(".transport [data-player-act=toggle]").click()
    wait_for(page, f"() => ({FRAME})() === {FRAMES - 1} && !({PLAYING})()")
    moments, frames = zip(*page.evaluate("window.drawn"), strict=True)
    first = frames.index(0) if 0 in frames else 0
    return list(frames[first:]), (moments[-1] - moments[first]) / 1000


def test_a_patient_watches_the_movement_slowly_stepwise_and_beside_the_figure(
    drawn_page,
):
    page = drawn_page("patient", PHONE, "/my/recordings/{0}/")
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    expect(page.get_by_text("Drawn from the measured movement")).to_be_visible()
    repetition = LENGTH_S / 10

    page.get_by_role("button", name="Repetition 5:").click()
    shows(page, 4 * repetition)
    page.locator("[data-seek]", has_text="0:0").first.click()  # the therapist's words
    shows(page, 2.5 * repetition)
    expect(page.locator("[data-caption]")).to_contain_text("A little lower here.")
    page.get_by_role("button", name="Show me the moment").click()
    shows(page, 3.5 * repetition)  # the gravest mistake
    before = page.evaluate(FRAME)
    page.get_by_role("button", name="One picture forward").click()
    wait_for(page, f"() => ({FRAME})() === {before + 1}")
    page.keyboard.press("ArrowLeft")
    wait_for(page, f"() => ({FRAME})() === {before}")

    page.get_by_role("button", name="How it is done").click()
    figure = "document.querySelector('[data-reference] canvas')"
    wait_for(page, f"() => Number({figure}.dataset.place) > 5")  # near the peak
    page.locator("[data-speed='0.5']").click()
    page.locator("[data-seek-bar]").evaluate(
        "(bar) => { bar.value = 0; bar.dispatchEvent(new Event('input')); }"
    )
    shows(page, 0)
    frames, seconds = played(page)
    assert frames == sorted(set(frames))  # forward, none twice
    assert seconds > 0.9 * LENGTH_S / 0.5  # a busy machine takes longer
    still = page.locator("canvas[data-still]")
    expect(still).to_have_attribute("data-drawn", "")
    # Where the head of the page covers half a link, that is no small target.
    page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")
    assert inspection.violations(page) == []
    assert inspection.overflow(page) == ()
    # Without transitions: a color on its way is no color of ours.
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    assert inspection.wrong_colors(page) == []
    assert complaints == []


def test_a_therapist_judges_the_movement_by_curve_and_findings(drawn_page):
    page = drawn_page("therapist", DESK, "/therapist/review/{0}/")
    expect(page.get_by_text("Drawn from the measured movement")).to_be_visible()
    # The curve follows from the first moment on.
    expect(page.locator(".chart .u-cursor-x")).to_be_visible()
    curve = page.locator(".chart .u-over")
    curve.scroll_into_view_if_needed()
    box = curve.bounding_box()
    page.mouse.click(box["x"] + 0.25 * box["width"], box["y"] + box["height"] / 2)
    quarter = int(np.searchsorted(TIMES, 0.25 * LENGTH_S, side="right")) - 1
    wait_for(page, f"() => Math.abs(({FRAME})() - {quarter}) <= 1")
    frame = page.evaluate(FRAME)
    assert page.locator("[data-curve-value=left]").inner_text() == f"{frame}°"
    page.keyboard.press("j")
    shows(page, LENGTH_S / 20)  # the first finding
    assert inspection.violations(page) == []
