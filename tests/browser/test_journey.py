"""The main job, from the phone to the clinic's own program, nothing of it faked.

A patient signs in, agrees, sends a real clip and watches the progress; a real Celery
worker analyzes it; a therapist dismisses a finding; a program pulls the report.
"""

import json
import os
import re
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.waiting import wait_for

pytestmark = [
    pytest.mark.browser,
    pytest.mark.clips,
    pytest.mark.media,
    pytest.mark.slow,
    pytest.mark.timeout(900),
]

ANALYZED_WITHIN_MS = 300_000
FRAME = re.compile(r"^\d+$")  # -1 until the curves have come
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}


@pytest.fixture
def pictures():
    """Where to keep screenshots, if anyone asked for them."""
    folder = os.environ.get("REPWISE_SCREENSHOTS")
    return Path(folder) if folder else None


def keep(page, pictures, name):
    if pictures:
        pictures.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=pictures / f"{name}.png")


def fetch(address, token):
    """Get JSON as a program does."""
    asked = urllib.request.Request(
        address,
        headers={"Authorization": f"Bearer {token}", "Accept": "application/json"},
    )
    with urllib.request.urlopen(asked, timeout=30) as answer:
        return json.load(answer)


def count_shown(page):
    return int(re.search(r"\d+", page.locator("#count").inner_text()).group())


def test_from_the_patients_video_to_the_clinics_program(
    open_page, site, shared_dir, pictures
):
    people = site.seed("one_patient")
    site.start_broker()
    site.start_worker()

    recording = send_a_clip(open_page, site, people, shared_dir, pictures)
    dismissed = dismiss_one_finding(open_page, site, people, pictures)
    pull_the_report(site, people["token"], recording, dismissed)


def send_a_clip(open_page, site, people, shared_dir, pictures):
    """Patient: consent, upload, progress, result. Return the recording's id."""
    page = open_page(viewport=PHONE)
    site.sign_in(page, people["patient"])
    expect(page.get_by_role("heading", name="Hello, Maria")).to_be_visible()
    keep(page, pictures, "1-today")

    page.get_by_role("link", name=re.compile("Record.*Lunge")).click()
    page.get_by_label("I have read this and I agree.").check()
    page.get_by_role("button", name="Agree and go on").click()

    # Not what was prescribed: what is found there is for the therapist to dismiss.
    page.locator("#from-files").set_input_files(
        str(shared_dir / "videos" / "jump_squat_01.mp4")
    )
    keep(page, pictures, "2-upload")
    page.get_by_role("button", name="Send the video").click()
    page.wait_for_url("**/my/recordings/*/")

    seen = watch_the_progress(page, pictures)
    assert seen == sorted(seen)
    assert len(set(seen)) >= 3, seen

    chips = page.locator(".rep-chip")
    assert chips.count() == count_shown(page) > 0
    expect(page.get_by_text("Automatic, not yet reviewed")).to_be_visible()
    keep(page, pictures, "3-result")
    a_press_on_a_repetition_goes_there(page, chips.nth(2))
    return page.url.rstrip("/").rpartition("/")[2]


def watch_the_progress(page, pictures):
    """Return the percentages that were shown, without a reload, until the result."""
    expect(page.locator("#percent")).to_be_visible()
    page.evaluate(
        """() => {
          sessionStorage.seen = "";
          const note = () => {
            const shown = document.getElementById("percent");
            if (shown) sessionStorage.seen += `${parseInt(shown.textContent)} `;
          };
          note();
          new MutationObserver(note).observe(document.body,
            { childList: true, subtree: true });
        }"""
    )
    page.wait_for_timeout(2500)
    keep(page, pictures, "2-progress")
    page.locator("#count").wait_for(timeout=ANALYZED_WITHIN_MS)
    return [int(text) for text in page.evaluate("sessionStorage.seen").split()]


def a_press_on_a_repetition_goes_there(page, chip):
    start = float(chip.get_attribute("data-seek"))
    chip.click()
    wait_for(
        page,
        "start => Math.abs(document.querySelector('video').currentTime - start) < 0.1",
        start,
    )
    expect(page.locator("canvas[data-overlay]")).to_have_attribute("data-frame", FRAME)


def dismiss_one_finding(open_page, site, people, pictures):
    """Therapist: open the newest recording, dismiss its first finding by key."""
    page = open_page(viewport=DESK)
    site.sign_in(page, people["therapist"])
    keep(page, pictures, "4-queue")
    page.get_by_role("link", name="Lunge").first.click()
    page.locator("[data-finding]").first.wait_for()
    expect(page.locator("canvas[data-overlay]")).to_have_attribute("data-frame", FRAME)
    page.keyboard.press("j")
    chosen = page.locator("[data-finding][data-chosen]")
    expect(chosen).to_have_count(1)
    identity = chosen.get_attribute("data-finding")
    keep(page, pictures, "5-review")
    before = page.locator("#findings-left").inner_text()
    page.keyboard.press("d")
    card = page.locator(f'[data-finding="{identity}"]')
    expect(card).to_have_attribute("data-status", "dismissed")
    expect(page.locator("#findings-left")).not_to_have_text(before)
    page.get_by_role("textbox", name="Note to the patient").fill(
        "Slowly down, as we practiced."
    )
    page.get_by_role("button", name="Save note").click()
    expect(page.locator("#note-state")).to_contain_text("the patient sees it")
    page.get_by_role("button", name="Mark as reviewed").click()
    page.wait_for_url("**/therapist/")
    return identity


def pull_the_report(site, token, recording, dismissed):
    """Program: find the recording, get the report with the therapist's word in it."""
    api = f"{site.url}/api/v1/recordings"
    (listed,) = fetch(f"{api}/", token)["results"]
    assert recording in json.dumps(listed)
    report = fetch(f"{api}/{recording}/report/", token)
    decided = {
        finding["id"]: finding["decision"]
        for repetition in report["effective"]["repetitions"]
        for finding in repetition["findings"]
        if finding["decision"]
    }
    assert decided == {dismissed: "dismissed"}
    assert report["effective"]["is_reviewed"]
    assert report["report"]["summary"]["repetitions"] == len(
        report["effective"]["repetitions"]
    )
