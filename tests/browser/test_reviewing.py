"""A therapist's review by keyboard: how many keys, how many seconds."""

import json

import numpy as np
import pytest
from playwright.sync_api import expect

from recognition import transcode, video
from recognition.skeleton import EDGES, INDEX
from tests.browser.waiting import wait_for
from tests.recognition.filming import Studio

pytestmark = [pytest.mark.browser, pytest.mark.media, pytest.mark.slow]

DESK = {"width": 1440, "height": 900}
# Card, Moran and Newell (1980), The keystroke-level model for user performance time
# with interactive systems, Comm. ACM 23(7):396-410: a key of an average typist takes
# 0.28 s, making up one's mind 1.35 s. Looking at the moment of a finding is ours: the
# time in which a repetition can be watched once.
KEY_S, MIND_S, LOOK_S = 0.28, 1.35, 3.0
READY = "() => Number(document.querySelector('[data-overlay]').dataset.frame) >= 0"


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    """Four seconds of film with a body that stands in the middle."""
    folder = tmp_path_factory.mktemp("clip")
    shown = np.full((360, 640, 3), 70, dtype=np.uint8)
    times = [number / 15 for number in range(60)]
    source = Studio(folder).film("clip.mp4", pictures=[shown] * 60, times=times)
    playback = folder / "playback.mp4"
    transcode.to_browser_mp4(source, playback)
    seen = [frame.time_s for frame in video.frames(source)]
    curve = {
        "name": "knee", "label": "Knee", "side": "left", "unit": "deg",
        "values": [90 + 60 * np.cos(time * 15) for time in seen],
        "primary": True, "target": [None, 100],
    }  # fmt: skip
    curves = {
        "schema": 1, "joints": list(INDEX), "edges": [list(edge) for edge in EDGES],
        "time_s": seen, "points": [[5000] * 66 for _ in seen], "curves": [curve],
    }  # fmt: skip
    return {"playback": str(playback), "length_s": seen[-1], "curves": curves}


@pytest.fixture(scope="module")
def seeded(site, clip, tmp_path_factory):
    listed = tmp_path_factory.mktemp("seeds") / "clip.json"
    listed.write_text(json.dumps(clip))
    return site.seed("ten_repetitions", listed)


class Keys:
    """Presses keys and counts them."""

    def __init__(self, page):
        self.page = page
        self.pressed = []

    def press(self, key):
        self.pressed.append(key)
        self.page.keyboard.press(key)


def statuses(page):
    return page.locator("[data-finding]").evaluate_all(
        "cards => cards.map((card) => card.dataset.status)"
    )


def judge(page, keys, key, status, number):
    """Press `key`; the chosen finding, the `number`th, then has `status`."""
    chosen = page.locator("[data-finding][data-chosen]")
    identity = chosen.get_attribute("data-finding")
    keys.press(key)
    card = page.locator(f'[data-finding="{identity}"]')
    expect(card).to_have_attribute("data-status", status)
    assert statuses(page)[number] == status


def test_ten_repetitions_are_reviewed_in_under_a_minute(open_page, site, seeded):
    page = open_page(viewport=DESK)
    site.sign_in(page, seeded["therapist"])
    keys = Keys(page)
    expect(page.locator("[data-start]")).to_be_visible()
    keys.press("s")
    page.wait_for_url("**/review/**")
    wait_for(page, READY)

    keys.press("j")
    expect(page.locator("[data-finding][data-chosen]")).to_have_count(1)
    wanted = [("a", "confirmed"), ("d", "dismissed"), ("a", "confirmed"),
              ("1", "changed"), ("v", "not_visible"), ("a", "confirmed")]  # fmt: skip
    for number, (key, status) in enumerate(wanted):
        judge(page, keys, key, status, number)
    expect(page.locator("#findings-left")).to_have_text("all judged")
    before = page.url
    keys.press("f")
    page.wait_for_url(lambda url: "/review/" in url and url != before)

    judged = len(wanted)
    seconds = len(keys.pressed) * KEY_S + judged * (MIND_S + LOOK_S)
    print(f"\n{len(keys.pressed)} keys, {seconds:.0f} s by the keystroke-level model")
    assert len(keys.pressed) == judged + 3
    assert seconds < 60


def test_who_reviews_is_shown_to_colleagues_until_the_page_is_left(
    open_page, site, seeded
):
    address = f"{site.url}/therapist/review/{seeded['pages'][1]}/"
    first = open_page(viewport=DESK)
    site.sign_in(first, seeded["therapist"])
    first.goto(address)
    wait_for(first, READY)
    wait_for(
        first,
        "() => document.getElementById('claim').getAttribute('hx-trigger')"
        " === 'every 60s'",
    )

    second = open_page(viewport=DESK)
    site.sign_in(second, seeded["colleague"])
    second.goto(address)
    expect(second.locator("#claim")).to_contain_text("Jonas Weller has been reviewing")

    first.goto(f"{site.url}/therapist/patients/")
    second.goto(f"{site.url}/therapist/patients/")
    second.goto(address)
    expect(second.locator("#claim")).not_to_contain_text("Jonas Weller")


def test_repetitions_are_corrected_by_dragging_and_by_keys(open_page, site, seeded):
    page = open_page(viewport=DESK)
    site.sign_in(page, seeded["therapist"])
    page.goto(f"{site.url}/therapist/review/{seeded['pages'][1]}/")
    wait_for(page, READY)
    page.locator("#recut > summary").click()
    count = page.locator("[data-recut-count]")
    expect(count).to_have_text("10")

    page.locator(".recut-band").nth(9).click()
    page.get_by_role("button", name="Remove").click()
    expect(count).to_have_text("9")

    edge = page.locator('.recut-edge[data-index="8"][data-edge="end"]')
    before = float(edge.get_attribute("aria-valuenow"))
    box = edge.bounding_box()
    page.mouse.move(box["x"] + 5, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 20, box["y"] + 20, steps=4)
    page.mouse.up()
    dragged = float(edge.get_attribute("aria-valuenow"))
    assert dragged > before + 0.05

    edge.focus()
    page.keyboard.press("ArrowLeft")
    expect(edge).not_to_have_attribute("aria-valuenow", f"{dragged:.2f}")
    assert float(edge.get_attribute("aria-valuenow")) < dragged

    page.get_by_role("button", name="Save the correction").click()
    expect(page.locator("#effective-summary")).to_contain_text("9 of 10")
    expect(page.locator(".rep-chip")).to_have_count(9)
    page.get_by_role("button", name="Undo").first.click()
    expect(page.locator("#effective-summary")).to_contain_text("10 of 10")


def test_a_click_on_the_right_person_starts_another_analysis(open_page, site, seeded):
    page = open_page(viewport=DESK)
    site.sign_in(page, seeded["therapist"])
    page.goto(f"{site.url}/therapist/review/{seeded['pages'][1]}/")
    wait_for(page, READY)
    page.get_by_role("button", name="Wrong person").click()
    box = page.locator("video").bounding_box()
    page.mouse.click(box["x"] + 0.25 * box["width"], box["y"] + 0.5 * box["height"])
    expect(page.get_by_text("It is being analyzed again").first).to_be_visible()
    options = json.loads(
        site.query("SELECT options FROM clinic_analysis ORDER BY id DESC")[0][0]
    )
    assert options["patient"]["x"] == pytest.approx(0.25, abs=0.01)
    assert options["patient"]["y"] == pytest.approx(0.5, abs=0.01)


def test_a_comment_appears_in_the_patients_player_at_its_moment(
    open_page, site, seeded
):
    address = f"/recordings/{seeded['pages'][1]}/"
    page = open_page(viewport=DESK)
    site.sign_in(page, seeded["therapist"])
    page.goto(f"{site.url}/therapist/review/{seeded['pages'][1]}/")
    wait_for(page, READY)
    page.evaluate("document.querySelector('video').currentTime = 1.2")
    wait_for(page, "() => document.querySelector('[data-time]').textContent >= '0:01'")
    page.keyboard.press("m")
    page.keyboard.type("Heels down.")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator(".said")).to_contain_text("Heels down.")

    patient = open_page(viewport={"width": 390, "height": 844})
    site.sign_in(patient, seeded["patient"])
    patient.goto(f"{site.url}/my{address}")
    patient.get_by_role("button", name="0:01").last.click()
    expect(patient.locator("[data-caption]")).to_have_text("“Heels down.”")
