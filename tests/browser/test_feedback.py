"""A patient reads a result: slows the video down, compares, asks the therapist."""

import json

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from recognition import transcode, video
from recognition.skeleton import EDGES, INDEX
from recognition.stills import Shot, save_stills
from tests.browser.waiting import wait_for
from tests.recognition.filming import Studio

pytestmark = [pytest.mark.browser, pytest.mark.media, pytest.mark.slow]

PHONE = {"width": 390, "height": 844}
FRAME = "Number(document.querySelector('[data-overlay]').dataset.frame)"
RATE = "() => document.querySelector('video').playbackRate"
PLACE = "() => Number(document.querySelector('[data-reference] canvas').dataset.place)"
SEEK = "(time) => { document.querySelector('video').currentTime = time; }"
# How much of a canvas is painted: a share of its pixels.
PAINTED = """
(selector) => {
  const canvas = document.querySelector(selector);
  const { width, height } = canvas;
  const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
  let painted = 0;
  for (let at = 3; at < data.length; at += 4) painted += data[at] > 0;
  return painted / (width * height);
}
"""


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    """Four seconds of film, its curves, and a still picture of it."""
    folder = tmp_path_factory.mktemp("clip")
    shown = np.full((640, 360, 3), 70, dtype=np.uint8)
    times = [number / 15 for number in range(60)]
    source = Studio(folder).film("clip.mp4", pictures=[shown] * 60, times=times)
    playback, still = folder / "playback.mp4", folder / "still.jpg"
    transcode.to_browser_mp4(source, playback)
    save_stills(source, [Shot(still, 1.0)])
    seen = [frame.time_s for frame in video.frames(source)]
    curves = {
        "schema": 1, "joints": list(INDEX), "edges": [list(edge) for edge in EDGES],
        "time_s": seen, "points": [[5000] * 66 for _ in seen], "curves": [],
    }  # fmt: skip
    return {
        "playback": str(playback),
        "still": str(still),
        "length_s": seen[-1],
        "curves": curves,
    }


@pytest.fixture(scope="module")
def seeded(site, clip, tmp_path_factory):
    listed = tmp_path_factory.mktemp("seeds") / "clip.json"
    listed.write_text(json.dumps(clip))
    return site.seed("one_patients_results", listed)


@pytest.fixture
def patients_page(open_page, site, seeded):
    def open_one(name, **how):
        page = open_page(viewport=PHONE, **how)
        site.sign_in(page, seeded["patient"])
        page.goto(site.url + seeded[name])
        return page

    return open_one


def test_the_result_is_watched_slowly_picture_by_picture_and_beside_the_figure(
    patients_page,
):
    page = patients_page("done")
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    wait_for(page, f"() => {FRAME} >= 0")

    page.get_by_role("button", name="Slow", exact=False).first.click()
    assert page.evaluate(RATE) == 0.5
    page.keyboard.press("s")
    assert page.evaluate(RATE) == 0.25
    pressed = page.locator('[data-speed="0.25"]')
    expect(pressed).to_have_attribute("aria-pressed", "true")

    before = page.evaluate(f"() => {FRAME}")
    page.get_by_role("button", name="One picture forward").click()
    wait_for(page, f"() => {FRAME} === {before + 1}")
    page.keyboard.press("ArrowLeft")
    wait_for(page, f"() => {FRAME} === {before}")

    page.get_by_role("button", name="How it is done").click()
    page.evaluate(SEEK, 1.0)
    wait_for(page, f"() => Math.abs(({PLACE})() - 10) < 0.6")  # the peak
    page.evaluate(SEEK, 1.9)
    wait_for(page, f"() => ({PLACE})() === 0")  # at rest between two repetitions
    assert page.evaluate(PAINTED, "[data-reference] canvas") > 0.03
    page.keyboard.press("b")
    expect(page.locator("[data-reference]")).to_be_hidden()

    shown = page.locator(".cue img")
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") > 50
    expect(page.locator(".change-list")).to_contain_text("about the same")
    assert complaints == []


def test_a_failed_recording_is_sent_to_the_therapist_who_sees_it_first(
    patients_page, open_page, site, seeded
):
    page = patients_page("failed")
    expect(page.locator("video")).to_be_visible()
    page.get_by_role("button", name="Send to my therapist").click()
    expect(page.get_by_text("Sent to your therapist")).to_be_visible()

    desk = open_page()
    site.sign_in(desk, seeded["therapist"])
    expect(desk.get_by_text("Patient asks you to look").first).to_be_visible()


def test_before_filming_a_figure_moves_unless_nobody_wants_motion(patients_page):
    page = patients_page("exercise")
    stop = page.get_by_role("button", name="Stop", exact=True)
    expect(stop).to_be_visible()
    place = "() => document.querySelector('.demonstration canvas').dataset.place"
    before = page.evaluate(place)
    wait_for(page, f"() => ({place})() !== '{before}'")
    stop.click()
    show = page.get_by_role("button", name="Show", exact=True)
    expect(show).to_be_visible()
    page.emulate_media(reduced_motion="reduce")
    page.reload()
    expect(show).to_be_visible()
    assert page.evaluate(PAINTED, ".demonstration canvas") > 0.03


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_state_is_accessible_and_fits_the_phone(
    patients_page, site, seeded, scheme
):
    page = patients_page("done", color_scheme=scheme, reduced_motion="reduce")
    wait_for(page, f"() => {FRAME} >= 0")
    page.get_by_role("button", name="How it is done").click()
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    for name in ("done", "failed", "running", "exercise"):
        if name != "done":
            page.goto(site.url + seeded[name])
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["target"]) for one in found] == [], name
        assert page.evaluate(wide) <= 0, name


# Whatever is pressed, or the label that stands for it, and is not a word in a text.
TOO_SMALL = """
() => {
  const pressed = "a[href], button, summary, select, textarea, input";
  const tooSmall = [];
  for (const one of document.querySelectorAll(pressed)) {
    if (one.matches(".skip-link, [type=range], [type=hidden]")) continue;
    if (!one.checkVisibility({ visibilityProperty: true })) continue;
    const isMark = one.matches("[type=checkbox], [type=radio], [type=file]");
    const target = isMark ? one.closest(".form-check, label") ?? one.labels[0] : one;
    if (getComputedStyle(one).display === "inline" && one.closest("p, li")) continue;
    const { width, height } = target.getBoundingClientRect();
    if (Math.min(width, height) < 55.5) tooSmall.push(one.outerHTML.slice(0, 120));
  }
  return tooSmall;
}
"""
UNFOLD = (
    "() => document.querySelectorAll('details').forEach((one) => (one.open = true))"
)
TEXT_SIZE = (
    "() => parseFloat(getComputedStyle(document.querySelector('main')).fontSize)"
)


def test_with_larger_text_and_buttons_nothing_pressed_is_below_56_pixels(
    patients_page, site, seeded
):
    page = patients_page("exercise")
    assert page.evaluate(TOO_SMALL)
    usual = page.evaluate(TEXT_SIZE)
    page.goto(f"{site.url}/accounts/profile/")
    page.get_by_label("Larger text and buttons").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    pages = ["/my/today/", "/my/progress/", "/my/messages/", "/accounts/profile/"]
    for address in [*pages, *(seeded[name] for name in ("exercise", "done", "failed"))]:
        page.goto(site.url + address)
        page.evaluate(UNFOLD)
        assert page.evaluate(TOO_SMALL) == [], address
    assert page.evaluate(TEXT_SIZE) > 1.2 * usual
    page.goto(f"{site.url}/accounts/profile/")
    page.get_by_label("Larger text and buttons").uncheck()
    page.get_by_role("button", name="Save").click()


# A device with one voice of its own and one of the network; it never ends a sentence
# by itself, so that a test sees each.
VOICES = """
window.spoken = [];
const voices = [
  { name: "cloud", lang: "en-US", localService: false },
  { name: "device", lang: "en-US", localService: %s },
];
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => voices,
  addEventListener() {},
  cancel() { window.spoken.at(-1)?.onerror?.(); },
  speak(one) { window.spoken.push(one); },
} });
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""
SAID = "() => window.spoken.map(({ text, voice }) => [text, voice.name])"


@pytest.mark.parametrize(
    ("name", "first"), [("exercise", "Squat"), ("done", "2 of 2 repetitions")]
)
def test_the_page_is_read_aloud_by_a_voice_of_the_device_until_it_is_stopped(
    patients_page, name, first
):
    page = patients_page(name)
    page.add_init_script(VOICES % "true")
    page.reload()
    page.get_by_role("button", name="Read aloud").click()
    assert page.evaluate(SAID) == [[first, "device"]]
    page.evaluate("() => window.spoken.at(-1).onend()")
    wait_for(page, "() => window.spoken.length === 2")
    page.get_by_role("button", name="Stop reading").click()
    expect(page.get_by_role("button", name="Read aloud")).to_be_visible()
    assert len(page.evaluate(SAID)) == 2


def test_without_a_voice_of_the_device_reading_aloud_is_not_offered(patients_page):
    page = patients_page("done")
    page.add_init_script(VOICES % "false")
    page.reload()
    wait_for(page, f"() => {FRAME} >= 0")
    expect(page.get_by_role("button", name="Read aloud")).to_be_hidden()
