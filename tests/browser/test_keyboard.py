"""Patients' pages without a mouse: everything is reached, seen, and left again."""

import pytest
from playwright.sync_api import expect

from tests.browser.pages import PHONE
from tests.browser.test_accessibility import opened

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MOST_STEPS = 150
# Marks all that a keyboard must reach: one radio button stands for its group.
MARK = """
() => {
  const pressed = "a[href], button, summary, select, textarea, input, [tabindex='0']";
  const groups = new Set();
  let number = 0;
  for (const one of document.querySelectorAll(pressed)) {
    if (!one.checkVisibility() || one.disabled || one.type === "hidden") continue;
    if (one.closest("dialog:not([open])") || one.tabIndex < 0) continue;
    if (one.type === "radio") {
      if (groups.has(one.name)) continue;
      groups.add(one.name);
    }
    one.dataset.mark = one.type === "radio" ? one.name : String(number++);
  }
  return [...document.querySelectorAll("[data-mark]")].map((one) => one.dataset.mark);
}
"""
# Where the focus is: which mark, whether a frame shows it, and what lies on top of it.
FOCUSED = """
() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const framed = (each) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(each);
    const outlined = outlineStyle !== "none" && parseFloat(outlineWidth) > 0;
    return outlined || boxShadow !== "none";
  };
  const label = one.labels?.[0];
  const shown = [one, label, one.nextElementSibling, one.parentElement];
  const place = (label && one.getBoundingClientRect().width < 2 ? label : one);
  const { left, top, width, height } = place.getBoundingClientRect();
  const over = document.elementFromPoint(left + width / 2, top + height / 2);
  const own = place.contains(over) || over?.contains(place) || label?.contains(over);
  return {
    mark: one.type === "radio" ? one.name : one.dataset.mark ?? "",
    words: `${one.tagName} ${(one.ariaLabel ?? one.textContent).trim().slice(0, 40)}`,
    framed: shown.some((each) => each && framed(each)),
    covered: !over || own ? "" : `${over.tagName}.${over.className}`,
  };
}
"""

# Tab may lead to the browser's own bar, which counts as the body.
INSIDE = """
() => document.activeElement === document.body
  || Boolean(document.activeElement.closest("dialog"))
"""


@pytest.fixture
def phone(open_page, shown):
    site, clinic = shown
    page = open_page(viewport=PHONE, reduced_motion="reduce")
    site.enter(page, clinic, "patient")
    return page


def walked(page):
    """Press Tab until the page is left; return every stop."""
    stops = []
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is None:
            return stops
        stops.append(stop)
    raise AssertionError(f"no way out of the page: {stops[-3:]}")


def test_every_page_is_walked_through_by_keyboard(phone, shown):
    site, clinic = shown
    found = {}
    for address in opened(phone, site, clinic, "patient"):
        marks = set(phone.evaluate(MARK))
        stops = walked(phone)
        wrong = {
            "not reached": sorted(marks - {one["mark"] for one in stops}),
            "no frame": [one["words"] for one in stops if not one["framed"]],
            "covered": [
                (one["words"], one["covered"]) for one in stops if one["covered"]
            ],
        }
        if any(wrong.values()):
            found[address] = {what: those for what, those in wrong.items() if those}
    assert found == {}


def test_the_first_step_leads_past_the_navigation(phone, shown):
    site, _clinic = shown
    phone.goto(f"{site.url}/my/today/")
    phone.keyboard.press("Tab")
    phone.keyboard.press("Enter")
    assert phone.evaluate("document.activeElement.id") == "main"


def test_the_camera_is_opened_and_left_by_keyboard(phone, shown):
    site, clinic = shown
    phone.goto(f"{site.url}/my/exercises/{clinic['prescription_id']}/")
    opener = phone.get_by_role("button", name="Film now")
    opener.focus()
    phone.keyboard.press("Enter")
    dialog = phone.locator("[data-recorder]")
    expect(dialog).to_be_visible()
    for _ in range(8):
        phone.keyboard.press("Tab")
        assert phone.evaluate(INSIDE)
    phone.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()
