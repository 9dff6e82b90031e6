"""The live coach: it sees, frames and counts on the phone, and nothing leaves it."""

import pytest
from playwright.sync_api import expect

from tests.browser.camera import REPETITIONS
from tests.servers import wait_until

pytestmark = [
    pytest.mark.browser,
    pytest.mark.media,
    pytest.mark.slow,
    pytest.mark.timeout(600),
]

PHONE = {"width": 390, "height": 844}
LOADED_WITHIN_MS = 120_000
# The film begins anew at any moment, and drawn by software the network is slow: the
# number is waited for, however long it takes.
COUNTED_WITHIN_MS = 240_000


@pytest.fixture(scope="module")
def patient(site):
    seeded = site.seed("many_patients", 1)
    (person,) = seeded["people"]
    cookie = {"name": seeded["cookie"], "value": person["session"], "url": site.url}
    return cookie, f"{site.url}/my/exercises/{person['prescription']}/"


@pytest.fixture
def phone(browser_type, squats_on_camera, overheard, patient):
    browser = browser_type.launch(**squats_on_camera)
    context = overheard.listen(browser.new_context(viewport=PHONE))
    context.set_default_timeout(90_000)
    cookie, address = patient
    context.add_cookies([cookie])
    page = context.new_page()
    page.goto(address)
    yield page
    browser.close()


def test_it_counts_aloud_on_the_phone_and_sends_nothing(phone, site):
    asked, complaints = [], []
    phone.on("request", lambda request: asked.append((request.method, request.url)))
    phone.on("pageerror", lambda error: complaints.append(str(error)))
    phone.get_by_role("button", name="Film now").click()
    dialog = phone.locator("[data-recorder]")
    dialog.evaluate("dialog => { dialog.dataset.countdown = 1; }")
    switch = phone.get_by_role("button", name="Live coach")
    expect(switch).to_have_attribute("aria-pressed", "false")
    assert not [url for _, url in asked if "tasks-vision" in url]

    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    hint = phone.locator("[data-hint]")
    expect(hint).to_contain_text(
        "whole body is in the picture", timeout=LOADED_WITHIN_MS
    )
    assert _has_drawn(phone)

    phone.get_by_role("button", name="Start").click()
    counted = phone.locator("[data-repetitions]")
    expect(counted).to_have_text(str(REPETITIONS), timeout=COUNTED_WITHIN_MS)
    assert all(url.startswith((site.url, "blob:")) for _, url in asked)
    assert {method for method, _ in asked} <= {"GET", "HEAD"}
    assert complaints == []

    dialog.get_by_role("button", name="Stop").click()
    expect(dialog).to_be_hidden()
    expect(phone.locator("[data-preview]")).to_be_visible()


def test_it_is_remembered_and_says_when_it_cannot_be_had(phone):
    phone.evaluate("() => localStorage.setItem('repwise-coach', 'on')")
    phone.route("**/vision_bundle.mjs", lambda route: route.abort())
    phone.reload()
    phone.get_by_role("button", name="Film now").click()
    hint = phone.locator("[data-hint]")
    expect(hint).to_contain_text("does not work on this device")
    switch = phone.get_by_role("button", name="Live coach")
    expect(switch).to_have_attribute("aria-pressed", "false")
    expect(phone.get_by_role("button", name="Start")).to_be_visible()


def _has_drawn(page):
    drawn = """() => {
      const canvas = document.querySelector('[data-skeleton]');
      const { width, height } = canvas;
      const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
      return data.some((value) => value > 0);
    }"""
    wait_until(lambda: page.evaluate(drawn), what="skeleton over the picture")
    return True
