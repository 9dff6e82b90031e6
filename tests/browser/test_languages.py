"""Pages from right to left, and with long words: nothing shut out, nothing cut off."""

import pytest

from tests.browser.inspection import cut_off, overflow, violations, wrong_colors
from tests.browser.pages import PHONE, READERS, TABLET
from tests.browser.test_accessibility import opened

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# Time and what was filmed run one way for everybody.
UNTURNED = ".strip, .transport, [data-chart], .figure-art, .plot"
DIRECTIONS = "all => all.map((one) => getComputedStyle(one).direction)"


@pytest.fixture
def reader(open_page, shown):
    """Open pages of somebody who reads a language; yields page and address."""
    site, clinic = shown

    def read(who, language, size):
        site.speak(language)
        page = open_page(viewport=size, color_scheme="light", reduced_motion="reduce")
        site.enter(page, clinic, who)
        for address in opened(page, site, clinic, who):
            assert page.locator(f"html[lang={language}]").count() == 1, address
            yield page, address

    yield read
    site.speak("en")


@pytest.mark.parametrize(
    ("who", "size", "language"),
    [
        ("patient", PHONE, "es"),
        ("patient", PHONE, "de"),
        ("newcomer", PHONE, "de"),
        ("therapist", TABLET, "de"),
        ("admin", TABLET, "de"),
    ],
)
def test_every_page_fits_in_every_language(reader, who, size, language):
    found = {}
    for page, address in reader(who, language, size):
        if wrong := overflow(page) or cut_off_for(who, page):
            found[address] = wrong
    assert found == {}


def cut_off_for(who, page):
    """Tables of therapists may shorten a name; patients' pages shorten nothing."""
    return [] if READERS[who].screen is not PHONE else cut_off(page)


@pytest.mark.parametrize(
    ("who", "size"), [("patient", PHONE), ("newcomer", PHONE), ("therapist", TABLET)]
)
def test_arabic_shuts_nobody_out_and_turns_all_but_time_round(reader, who, size):
    found = {}
    for page, address in reader(who, "ar", size):
        assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
        directions = page.eval_on_selector_all(UNTURNED, DIRECTIONS)
        assert set(directions) <= {"ltr"}, address
        wrong = [violations(page), overflow(page), cut_off_for(who, page)]
        page.emulate_media(color_scheme="dark")
        wrong.append(wrong_colors(page))
        page.emulate_media(color_scheme="light")
        if any(wrong):
            found[address] = wrong
    assert found == {}


def test_a_language_is_chosen_in_the_settings(open_page, shown):
    site, clinic = shown
    page = open_page(viewport=PHONE)
    site.enter(page, clinic, "newcomer")
    page.goto(f"{site.url}/accounts/profile/")
    for language in ("es", "en"):
        page.locator("select[name=language]").select_option(language)
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_selector(f"html[lang={language}]")


def test_a_visitor_turns_the_sign_in_page_round(open_page, shown):
    site, _clinic = shown
    page = open_page(viewport=PHONE)
    page.goto(f"{site.url}/accounts/login/")
    page.get_by_role("button", name="العربية").click()

    page.locator("html[dir=rtl][lang=ar]").wait_for()
    page.wait_for_load_state()  # without its styles the page is wider
    assert not overflow(page)
    page.locator(".language-note summary").click()
    page.get_by_role("button", name="Read in English").click()
    page.locator("html[dir=ltr][lang=en]").wait_for()
