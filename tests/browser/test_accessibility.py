"""Every page, light and dark, full and empty: no violation of WCAG, no overflow."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
TABLET = {"width": 1024, "height": 768}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}

PAGES = {
    "patient": (
        PHONE,
        [
            "/my/today/",
            "/my/consent/",
            "/my/exercises/{prescription_id}/",
            "/my/exercises/{prescription_id}/instead/",
            "/offline/",
            "/my/recordings/{done}/",
            "/my/recordings/{reviewed}/",
            "/my/recordings/{failed}/",
            "/my/recordings/{running}/",
            "/my/progress/",
            "/my/messages/",
        ],
    ),
    "newcomer": (
        PHONE,
        ["/my/today/", "/my/consent/", "/my/progress/", "/my/messages/"],
    ),
    "therapist": (
        DESK,
        [
            "/therapist/",
            "/therapist/?show=all",
            "/therapist/?q=nobody",
            "/therapist/patients/",
            "/therapist/patients/{patient_id}/",
            "/therapist/patients/{patient_id}/progress/",
            "/therapist/patients/{patient_id}/alerts/",
            "/therapist/patients/{patient_id}/plans/new/",
            "/therapist/plans/{plan_id}/edit/",
            "/therapist/plans/{plan_id}/history/",
            "/therapist/library/",
            "/therapist/messages/",
            "/therapist/review/{done}/",
            "/therapist/review/{reviewed}/",
            "/therapist/review/{failed}/",
            "/therapist/review/{running}/",
            "/therapist/review/{done}/versions/",
            "/therapist/patients/?show=inactive&sort=name",
            "/therapist/insights/",
        ],
    ),
    "admin": (DESK, ["/clinic/", "/clinic/settings/", "/clinic/alerts/"]),
    "visitor": (PHONE, ["/", "/accounts/login/", "/accounts/password/reset/"]),
}


# The elements that stick out, for the message of a failed test.
WIDEST = """
() => [...document.querySelectorAll("main *, header *")]
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
  .slice(0, 8)
  .map((one) => `${one.tagName}.${one.className.baseVal ?? one.className}`)
"""


@pytest.fixture(scope="module")
def clinic(site):
    return site.seed("full_clinic")


def violations(page):
    """What axe says, in short."""
    return [
        (one["id"], [node["target"] for node in one["nodes"]][:3])
        for one in Axe().run(page, options=RULES).response["violations"]
    ]


def overflow(page):
    """How many pixels the page is wider than the screen."""
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("who", PAGES)
def test_no_page_shuts_anyone_out(open_page, site, clinic, who, theme):
    size, pages = PAGES[who]
    page = open_page(viewport=size, color_scheme=theme)
    if who != "visitor":
        site.sign_in(page, clinic[who])
    found = {}
    for address in pages:
        page.goto(site.url + address.format(**clinic))
        if wrong := violations(page):
            found[address] = wrong
        if wide := overflow(page):
            found[f"{address} is too wide"] = wide
    assert found == {}


@pytest.mark.parametrize(("who", "size"), [("patient", DESK), ("therapist", TABLET)])
def test_no_page_is_wider_than_its_screen(open_page, site, clinic, who, size):
    page = open_page(viewport=size)
    site.sign_in(page, clinic[who])
    for address in PAGES[who][1]:
        page.goto(site.url + address.format(**clinic))
        assert overflow(page) == 0, address


def test_twice_the_text_still_fits_a_phone(open_page, site, clinic):
    page = open_page(viewport=PHONE)
    site.sign_in(page, clinic["patient"])
    wide = {}
    for address in PAGES["patient"][1]:
        page.goto(site.url + address.format(**clinic))
        page.evaluate("document.documentElement.style.fontSize = '225%'")
        if pixels := overflow(page):
            wide[address] = pixels, page.evaluate(WIDEST)
    assert wide == {}
