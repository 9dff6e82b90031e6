"""Progress on a phone and on a desk: charts that fit, and words for all of them."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}

# Dots of a chart that lie outside of their plot.
OUTSIDE = """
() => [...document.querySelectorAll(".plot")].flatMap((plot) => {
  const frame = plot.getBoundingClientRect();
  return [...plot.querySelectorAll(".dot")].filter((dot) => {
    const place = dot.getBoundingClientRect();
    return place.left < frame.left - 1 || place.right > frame.right + 1;
  });
}).length
"""


@pytest.fixture(scope="module")
def clinic(site):
    return site.seed("weeks_of_progress")


def wrong_with(page):
    """What axe says, and whether anything sticks out."""
    found = [one["id"] for one in Axe().run(page, options=RULES).response["violations"]]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("too wide")
    if page.evaluate(OUTSIDE):
        found.append("dots outside")
    return found


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_patient_reads_how_it_went(open_page, site, clinic, theme):
    page = open_page(viewport=PHONE, color_scheme=theme)
    site.sign_in(page, clinic["patient"])
    page.goto(f"{site.url}/my/progress/")
    expect(page.get_by_text("You move further: from about")).to_be_visible()
    expect(page.get_by_role("img", name="You move further: from about")).to_be_visible()
    expect(page.get_by_text("are drawn hollow")).to_be_visible()
    page.get_by_text("As a table: How far you move").press("Enter")
    expect(page.get_by_role("table", name="How far you move")).to_be_visible()
    assert wrong_with(page) == []
    page.goto(f"{site.url}/my/today/")
    expect(page.get_by_role("heading", name="Your week")).to_be_visible()
    assert wrong_with(page) == []


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_therapist_finds_trends_and_compares_sessions(open_page, site, clinic, size):
    page = open_page(viewport=size, color_scheme="dark")
    site.sign_in(page, clinic["therapist"])
    page.goto(f"{site.url}/therapist/patients/{clinic['patient_id']}/")
    page.get_by_role("link", name="Progress", exact=True).click()
    expect(page.get_by_role("img", name="Range of motion. Improved")).to_be_visible()
    assert wrong_with(page) == []
    page.get_by_label("compared with").select_option(index=0)
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_text("Measured by different versions")).to_be_visible()
    for kind in ("svg", "png"):
        with page.expect_download() as picture:
            page.get_by_role("link", name=re.compile(f"^{kind.upper()}.*Range")).click()
        assert picture.value.suggested_filename.endswith(f"-range.{kind}")
