"""Film in the browser with a fake camera that shows a simulated patient."""

import pytest
from playwright.sync_api import expect

from tests.servers import wait_until

pytestmark = [
    pytest.mark.browser,
    pytest.mark.media,
    pytest.mark.slow,
    pytest.mark.timeout(900),
]

PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def browser_with_camera(browser_type, squats_on_camera):
    launched = browser_type.launch(**squats_on_camera)
    yield launched
    launched.close()


@pytest.fixture(scope="module")
def patients(site):
    seeded = site.seed("many_patients", 4)
    return seeded["cookie"], iter(seeded["people"])


@pytest.fixture
def phone(browser_with_camera, site, patients):
    cookie, people = patients
    person = next(people)
    context = browser_with_camera.new_context(viewport=PHONE)
    context.set_default_timeout(90_000)
    expect.set_options(timeout=90_000)
    session = {"name": cookie, "value": person["session"], "url": site.url}
    context.add_cookies([session])
    page = context.new_page()
    page.goto(f"{site.url}/my/exercises/{person['prescription']}/")
    yield page
    context.close()


def camera_opened(page):
    """Open the recorder, to be counted down from 3 instead of 10; return its screen."""
    page.get_by_role("button", name="Film now").click()
    dialog = page.locator("[data-recorder]")
    dialog.evaluate("dialog => { dialog.dataset.countdown = 3; }")
    live = "() => document.querySelector('[data-live]').videoWidth > 0"
    wait_until(lambda: page.evaluate(live), what="picture of the camera")
    return dialog


def film(page, seconds):
    """Record for `seconds`."""
    dialog = camera_opened(page)
    page.get_by_role("button", name="Start").click()
    expect(dialog).to_have_attribute("data-state", "counting")
    expect(dialog).to_have_attribute("data-state", "recording")
    page.wait_for_timeout(seconds * 1000)
    dialog.get_by_role("button", name="Stop").click()
    expect(dialog).to_be_hidden()


def test_a_take_can_be_filmed_again_before_it_is_sent(phone):
    film(phone, 2)
    phone.get_by_role("button", name="Film again").click()
    expect(phone.locator("[data-recorder]")).to_have_attribute("data-state", "framing")
    phone.get_by_role("button", name="Close").click()
    expect(phone.locator("[data-preview]")).to_be_visible()


def test_the_longest_time_is_told_before_and_ends_the_recording_by_itself(phone):
    expect(phone.get_by_label("What can be sent")).to_contain_text("Up to 15 minutes")
    dialog = camera_opened(phone)
    dialog.evaluate("dialog => { dialog.dataset.maxSeconds = 2; }")
    phone.get_by_role("button", name="Start").click()
    expect(dialog).to_have_attribute("data-state", "recording")
    expect(dialog.locator("[data-time]")).to_contain_text("/ 0:02")
    expect(dialog).to_be_hidden()  # nobody has pressed Stop
    expect(phone.locator("[data-preview]")).to_be_visible()


FEEL = """
([x, y, z]) => dispatchEvent(new DeviceMotionEvent("devicemotion", {
  accelerationIncludingGravity: { x, y, z },
}))
"""
IN_A_DARK_ROOM = """
() => {
  const room = document.createElement("canvas");
  const paint = () => room.getContext("2d").fillRect(0, 0, room.width, room.height);
  setInterval(paint, 100);
  document.querySelector("[data-live]").srcObject = room.captureStream(10);
}
"""


def test_what_the_phone_sees_and_feels_becomes_a_hint_until_it_is_mended(phone):
    hint = camera_opened(phone).locator("[data-hint]")
    expect(hint).to_have_text("Step back until your whole body fits into the picture.")
    phone.evaluate(FEEL, [3, 9, 0])
    expect(hint).to_have_text("The phone stands crooked. Straighten it.")
    phone.evaluate(FEEL, [0, 7, 7])
    expect(hint).to_have_text("The phone leans over. Stand it more upright.")
    phone.evaluate(FEEL, [0, 9.8, 0])
    expect(hint).to_contain_text("Step back")
    phone.evaluate(IN_A_DARK_ROOM)
    expect(hint).to_have_text("It is too dark. Switch on a light.")


def test_without_leave_to_use_the_camera_it_says_what_to_do(phone):
    phone.evaluate(
        """() => { navigator.mediaDevices.getUserMedia = () =>
          Promise.reject(new DOMException("", "NotAllowedError")); }"""
    )
    phone.get_by_role("button", name="Film now").click()
    expect(phone.locator("[data-hint]")).to_contain_text("Allow it in the settings")
    expect(phone.get_by_role("button", name="Start")).to_be_hidden()
    phone.get_by_role("button", name="Close").click()
    expect(phone.get_by_text("Choose a video", exact=True)).to_be_visible()
