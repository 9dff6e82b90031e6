"""A therapist writes a plan: library beside the sheet, phases, paper, alerts."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DESK = {"width": 1280, "height": 800}


@pytest.fixture(scope="module")
def clinic(site):
    return site.seed("full_clinic")


def test_a_plan_is_written_changed_and_undone(site, clinic, open_page):
    page = open_page(viewport=DESK)
    site.sign_in(page, clinic["therapist"])
    page.goto(f"{site.url}/therapist/patients/{clinic['patient_id']}/")
    page.get_by_role("link", name="New plan").click()
    page.get_by_label("Title").fill("Strong hips")

    # The finder narrows while one types and keeps what the sheet has.
    page.get_by_label("Search for an exercise or a mistake").fill("clam")
    expect(page.locator("#found li")).to_have_count(1)
    page.get_by_role("button", name="Add Clamshell").click()
    sheet = page.locator("#sheet")
    expect(sheet.get_by_role("article", name="Clamshell")).to_be_visible()
    expect(page.get_by_label("Title")).to_have_value("Strong hips")
    sheet.get_by_label("Sets").fill("5")

    page.get_by_role("button", name="Add a later phase").click()
    expect(page.get_by_label("Name of the phase")).to_have_value("Phase 2")
    page.get_by_role("button", name="Prescribe", exact=True).click()
    expect(page.get_by_text("Prescribed. The patient sees it")).to_be_visible()
    plan = page.locator(".plan-block", has_text="Strong hips")
    expect(plan).to_contain_text("5 sets")
    expect(plan).to_contain_text("Next: “Phase 2”")

    plan.get_by_role("link", name="Change").click()
    page.locator(".plan-item").first.get_by_label("Sets").fill("6")
    page.get_by_role("button", name="Save the change").click()
    expect(page.get_by_text("Saved as version 2.")).to_be_visible()
    plan.get_by_role("link", name="History").click()
    expect(page.get_by_text("5 sets × ").first).to_be_visible()
    page.get_by_role("button", name="Undo the last change").click()
    expect(plan).to_contain_text("5 sets")
    expect(plan).to_contain_text("version 3")


def test_an_alert_is_acknowledged(site, clinic, open_page):
    page = open_page(viewport=DESK)
    site.sign_in(page, clinic["therapist"])
    page.goto(f"{site.url}/therapist/patients/")
    alerts = page.get_by_role("region", name="Alerts")
    expect(alerts).to_contain_text("Pain 8 of 10; the rule says 7")
    alerts.get_by_role("button", name="Acknowledge").click()
    expect(page.get_by_text("Noted.")).to_be_visible()
    expect(alerts).to_have_count(0)
