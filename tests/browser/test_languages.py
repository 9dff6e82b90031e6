"""Pages from right to left, and with long words: nothing shut out, nothing cut off."""

import pytest

from tests.browser.test_accessibility import PAGES, PHONE, TABLET, overflow, violations

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# Time and what was filmed run one way for everybody.
UNTURNED = ".strip, .transport, [data-chart], .figure-art, .plot"


@pytest.fixture(scope="module")
def clinic(site):
    return site.seed("full_clinic")


@pytest.fixture
def reader(open_page, site, clinic):
    """Open a browser of somebody who reads a language."""

    def read(who, language, size):
        page = open_page(viewport=size)
        site.sign_in(page, clinic[who])
        page.goto(f"{site.url}/accounts/profile/")
        page.locator("select[name=language]").select_option(language)
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_selector(f"html[lang={language}]")
        return page

    return read


@pytest.mark.parametrize(
    ("who", "size", "language"),
    [("patient", PHONE, "ar"), ("patient", PHONE, "de"), ("therapist", TABLET, "de")],
)
def test_every_page_fits_in_every_language(reader, site, clinic, who, size, language):
    page = reader(who, language, size)
    found = {}
    for address in PAGES[who][1]:
        page.goto(site.url + address.format(**clinic))
        assert page.locator(f"html[lang={language}]").count() == 1
        if wide := overflow(page):
            found[address] = wide
    assert found == {}


def test_arabic_shuts_nobody_out_and_turns_all_but_time_round(reader, site, clinic):
    page = reader("patient", "ar", PHONE)
    for address in ("/my/today/", "/my/recordings/{reviewed}/", "/my/progress/"):
        page.goto(site.url + address.format(**clinic))
        assert violations(page) == []
        assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
        directions = page.eval_on_selector_all(
            UNTURNED, "all => all.map((one) => getComputedStyle(one).direction)"
        )
        assert set(directions) <= {"ltr"}


def test_a_visitor_turns_the_sign_in_page_round(open_page, site):
    page = open_page(viewport=PHONE)
    page.goto(f"{site.url}/accounts/login/")
    page.get_by_role("button", name="العربية").click()

    page.locator("html[dir=rtl][lang=ar]").wait_for()
    page.wait_for_load_state()  # without its styles the page is wider
    assert overflow(page) == 0
    page.locator(".language-note summary").click()
    page.get_by_role("button", name="Read in English").click()
    page.locator("html[dir=ltr][lang=en]").wait_for()
