"""Every page, light and dark, full and empty: no violation of WCAG, no overflow.

Each page is opened once; all that can be asked of it is asked then.
"""

import pytest

from tests.browser.error_pages import CODES, answer_from
from tests.browser.inspection import cut_off, overflow, violations, wrong_colors
from tests.browser.pages import LAPTOP, PHONE, READERS, TABLET

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# As wide as a page is at 400 % of 1280 pixels (WCAG 2.2, 1.4.10).
NARROW = {"width": 320, "height": 640}
TWICE = (
    "document.documentElement.style.fontSize = '225%'"  # of the 112.5 % that are set
)


def inspected(page, reader):
    """All that is wrong with the page that is open, by what was looked at."""
    is_phone = reader.screen is PHONE
    found = {"WCAG": violations(page)}
    page.emulate_media(color_scheme="dark")
    found["dark"] = wrong_colors(page)
    page.emulate_media(color_scheme="light")
    for screen in (reader.screen, LAPTOP if is_phone else TABLET):
        page.set_viewport_size(screen)
        found[f"too wide for {screen['width']}"] = overflow(page)
    if is_phone:
        found |= {"cut off": cut_off(page), **enlarged(page)}
    page.set_viewport_size(reader.screen)
    return {what: wrong for what, wrong in found.items() if wrong}


def enlarged(page):
    """What does not fit once the page is magnified, or its text alone."""
    page.set_viewport_size(NARROW)
    found = {"reflow": overflow(page)}
    page.set_viewport_size(PHONE)
    page.evaluate(TWICE)
    return found | {"twice the text": overflow(page)}


def opened(page, site, clinic, who):
    """Open one page of `who` after another; yield where each is."""
    for address in READERS[who].addresses:
        answer = page.goto(site.url + address.format(**clinic))
        assert answer.status in ({200, 404, 410} if who == "visitor" else {200})
        yield address


@pytest.mark.parametrize("who", READERS)
def test_no_page_shuts_anyone_out(open_page, shown, who):
    site, clinic = shown
    how = {"color_scheme": "light", "reduced_motion": "reduce"}
    page = open_page(viewport=READERS[who].screen, **how)
    site.enter(page, clinic, who)
    found = {}
    for address in opened(page, site, clinic, who):
        if wrong := inspected(page, READERS[who]):
            found[address] = wrong
    assert found == {}


def test_no_error_shuts_anyone_out(open_page, shown):
    site, clinic = shown
    page = open_page(viewport=PHONE, color_scheme="light", reduced_motion="reduce")
    answer_from(page.context, clinic["errors"]["en"])
    found = {}
    for code in CODES:
        page.goto(f"{site.url}/shown-errors/{code}/")
        if wrong := inspected(page, READERS["visitor"]):
            found[code] = wrong
    assert found == {}
