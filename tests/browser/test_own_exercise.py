"""A clinic's own exercise: from one video to the judged recording of a patient.

Nothing is faked but the people, who are simulated: a therapist sends a film, a worker
learns from it, the therapist sets and publishes, a patient is judged by it.
"""

import re

import pytest
from playwright.sync_api import expect

from recognition.simulation.session import Session, film

pytestmark = [
    pytest.mark.browser,
    pytest.mark.media,
    pytest.mark.slow,
    pytest.mark.timeout(600),
]

DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
NAME = "Slow knee bend"


@pytest.fixture(scope="module")
def films(tmp_path_factory):
    """The therapist's reference of three repetitions, and the patient's two."""
    folder = tmp_path_factory.mktemp("films")
    reference, sent = folder / "reference.mp4", folder / "sent.mp4"
    film(Session("squat", person=1, seed=3, repetitions=3, yaw_deg=90.0), reference)
    film(Session("squat", person=2, seed=5, repetitions=2, yaw_deg=90.0), sent)
    return reference, sent


@pytest.fixture(scope="module")
def people(site):
    people = site.seed("own_exercise")
    site.start_broker()
    site.start_worker()
    return people


def test_from_one_video_to_a_judged_recording(site, people, films, open_page):
    reference, sent = films
    page = open_page(viewport=DESK)
    site.sign_in(page, people["therapist"])
    send_the_reference(page, site, reference)
    cut_it_by_another_measure(page)
    adjust_it(page)
    page.get_by_role("button", name="Publish in the clinic").click()
    expect(page.get_by_text("Published. Every therapist here")).to_be_visible()
    prescribe_it(page, site, people)

    recording = record_it(open_page, site, people, sent)
    page.goto(f"{site.url}/therapist/review/{recording}/")
    expect(page.get_by_role("heading", name=NAME)).to_be_visible()
    expect(page.locator(".rep-chip")).to_have_count(2)
    [(code, options)] = site.query(
        "SELECT json_extract(report, '$.exercise.code'), options FROM clinic_analysis"
    )
    assert code.startswith("own_")
    assert '"version": 1' in options


def send_the_reference(page, site, reference):
    page.goto(f"{site.url}/therapist/library/")
    page.get_by_role("link", name="New exercise from a video").click()
    page.get_by_label("Name").fill(NAME)
    page.get_by_label("Video", exact=True).set_input_files(str(reference))
    page.get_by_label("Who is shown agrees").check()
    page.get_by_role("button", name="Send and learn from it").click()
    expect(page.locator("#percent")).to_be_visible()
    expect(page.get_by_text("3 repetitions are counted.")).to_be_visible()


def cut_it_by_another_measure(page):
    """Each measure is shown with the repetitions that it finds; another is chosen."""
    chosen = page.locator(".signal").first
    expect(chosen.locator("rect")).to_have_count(3)
    before = chosen.locator("b").inner_text()
    page.get_by_text("Choose another measure").click()
    other = page.locator("details .signal").filter(has_text="Finds 3").first
    name = other.locator("b").inner_text()
    assert name != before
    other.click()
    with page.expect_navigation():
        page.get_by_role("button", name="Cut by this").click()
    expect(page.get_by_role("button", name="Publish in the clinic")).to_be_enabled()
    expect(page.locator(".signal").first).to_contain_text(name)
    expect(page.get_by_text("3 repetitions are counted.")).to_be_visible()
    expect(page.locator("[data-band]").first.get_by_role("heading")).to_have_text(
        name.partition(",")[0]
    )


def adjust_it(page):
    """Widen a band: the drawing follows at once, the judgment after saving."""
    expect(page.locator("[data-bands][data-ready]")).to_be_attached()
    band = page.locator("[data-band]").first
    before = band.locator(".allowed").get_attribute("points")
    band.locator("[data-number]").fill("25")
    expect(band.locator(".allowed")).not_to_have_attribute("points", before)
    expect(band.locator("[data-inside]")).to_contain_text("3 of 3")
    page.get_by_label("How it is done").fill("Stand.\nBend slowly.\nStand up.")
    with page.expect_navigation():
        page.get_by_role("button", name="Save and judge the reference again").click()
    expect(page.get_by_role("button", name="Publish in the clinic")).to_be_enabled()
    expect(page.locator("[data-band]").first.locator("[data-number]")).to_have_value(
        "25"
    )
    expect(page.get_by_text("Nothing would be found wrong with it.")).to_be_visible()


def prescribe_it(page, site, people):
    page.goto(f"{site.url}/therapist/patients/{people['patient_id']}/")
    page.get_by_role("link", name="New plan").click()
    page.get_by_label("Title").fill("Knees")
    page.get_by_label("Search for an exercise or a mistake").fill("slow knee")
    expect(page.locator("#found li")).to_have_count(1)
    page.get_by_role("button", name=f"Add {NAME}").click()
    sheet = page.locator("#sheet")
    expect(sheet.get_by_role("article", name=NAME)).to_be_visible()
    page.get_by_role("button", name="Prescribe", exact=True).click()
    expect(page.get_by_text("Prescribed. The patient sees it")).to_be_visible()


def record_it(open_page, site, people, sent):
    """Return the id of the recording, once its result is there."""
    page = open_page(viewport=PHONE)
    site.sign_in(page, people["patient"])
    page.get_by_role("link", name=re.compile(f"Record.*{NAME}")).click()
    expect(page.get_by_text("Bend slowly.")).to_be_attached()
    expect(page.locator("[data-moves]")).to_be_attached()  # the reference's skeleton
    page.locator("#from-files").set_input_files(str(sent))
    page.get_by_role("button", name="Send the video").click()
    page.wait_for_url("**/my/recordings/*/")
    expect(page.locator("#count")).to_contain_text("2")
    page.get_by_role("button", name="How it is done").first.click()
    expect(page.locator("[data-reference] canvas[data-place]")).to_be_visible()
    return page.url.rstrip("/").rpartition("/")[2]
