"""The whole way of a recording, with a fake camera that shows a simulated patient.

Prescribed, counted by the coach while it is filmed, the network is lost, the page
reloaded, the network is back, the upload goes on, the result appears.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.camera import REPETITIONS
from tests.servers import wait_until

pytestmark = [
    pytest.mark.browser,
    pytest.mark.media,
    pytest.mark.slow,
    pytest.mark.timeout(900),
]

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}
LOADED_WITHIN_MS = 120_000
# Drawn by software the coach is slow: its number is waited for, however long it takes.
COUNTED_WITHIN_MS = 240_000
ANALYZED_WITHIN_MS = 300_000


@pytest.fixture
def phone(browser_type, squats_on_camera, overheard):
    browser = browser_type.launch(**squats_on_camera)
    context = overheard.listen(browser.new_context(viewport=PHONE))
    # All others are refused, background sync too: the service worker, which the browser
    # does not always cut off, would send what is to wait here for the network.
    context.grant_permissions(["camera"])
    context.set_default_timeout(90_000)
    expect.set_options(timeout=90_000)
    yield context.new_page()
    browser.close()


def test_prescribed_counted_offline_reloaded_sent_and_judged(phone, open_page, site):
    people = site.seed("one_patient")
    site.start_broker()
    site.start_worker()
    prescribe_squats(open_page(viewport=DESK), site, people["therapist"])
    open_the_exercise(phone, site, people["patient"])

    film_until_the_coach_has_counted(phone)
    expect(phone.locator("[data-preview]")).to_be_visible()
    lose_the_network_and_reload(phone)

    phone.get_by_role("link", name="See the result").click()
    phone.locator("#count").wait_for(timeout=ANALYZED_WITHIN_MS)
    # The camera begins its film anew at any moment: one squat may be cut in two, and
    # the film went on while the coach was still counting.
    judged = int(phone.locator("#count").inner_text().split()[0])
    assert judged >= REPETITIONS - 1
    assert site.query("SELECT count(*) FROM clinic_recording") == [(1,)]


def prescribe_squats(page, site, therapist):
    site.sign_in(page, therapist)
    page.goto(f"{site.url}/therapist/patients/")
    page.get_by_role("link", name="Maria Lindgren").first.click()
    page.get_by_role("link", name="New plan").click()
    page.get_by_label("Title").fill("Bend again")
    page.get_by_label("Search for an exercise or a mistake").fill("squat")
    page.get_by_role("button", name="Add Squat", exact=True).click()
    sheet = page.locator("#sheet")
    expect(sheet.get_by_role("article", name="Squat")).to_be_visible()
    page.get_by_role("button", name="Prescribe", exact=True).click()
    expect(page.get_by_text("Prescribed. The patient sees it")).to_be_visible()


def open_the_exercise(page, site, patient):
    site.sign_in(page, patient)
    page.get_by_role("link", name=re.compile("Record.*Squat")).click()
    page.get_by_label("I have read this and I agree.").check()
    page.get_by_role("button", name="Agree and go on").click()
    # Until the page's script is here, the phone's own camera answers to these words.
    expect(page.locator("[data-record]")).to_be_visible()
    worker = "() => Boolean(navigator.serviceWorker.controller)"
    wait_until(lambda: page.evaluate(worker), what="service worker")


def film_until_the_coach_has_counted(page):
    page.locator("[data-record]").click()
    dialog = page.locator("[data-recorder]")
    dialog.evaluate("dialog => { dialog.dataset.countdown = 1; }")
    page.get_by_role("button", name="Live coach").click()
    hint = page.locator("[data-hint]")
    seen = "whole body is in the picture"
    expect(hint).to_contain_text(seen, timeout=LOADED_WITHIN_MS)
    page.get_by_role("button", name="Start").click()
    counted = page.locator("[data-repetitions]")
    expect(counted).to_have_text(str(REPETITIONS), timeout=COUNTED_WITHIN_MS)
    dialog.get_by_role("button", name="Stop").click()
    expect(dialog).to_be_hidden()


def lose_the_network_and_reload(page):
    page.context.set_offline(True)
    page.get_by_role("button", name="Send the video").click()
    expect(page.locator(".waiting-row [data-state]")).to_contain_text("no connection")
    page.reload()
    expect(page.get_by_role("heading", name="You are offline")).to_be_visible()
    expect(page.locator("[data-kept-count]")).to_have_text("1")
    page.context.set_offline(False)
