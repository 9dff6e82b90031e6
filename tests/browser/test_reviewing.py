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
