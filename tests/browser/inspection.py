"""What can be found wrong with a page that is open: rules of WCAG, width, movement."""

import json

from axe_playwright_python.sync_playwright import Axe

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Of WCAG 2.2 (2.5.8), and switched off in axe unless it is named.
TARGETS = {"target-size": {"enabled": True}}
# All that colors can break.
COLORS = ["color-contrast", "link-in-text-block"]

# The elements that stick out, for the message of a failed test.
WIDEST = """
() => [...document.querySelectorAll("body *")]
  .filter((one) => one.checkVisibility() && !one.closest(".table-wrap, .skip-link"))
  .filter((one) => {
    const { left, right } = one.getBoundingClientRect();
    return right > document.documentElement.clientWidth + 1 || left < -1;
  })
  .slice(0, 5)
  .map((one) => `${one.tagName}.${one.className.baseVal ?? one.className}`)
"""
# Words that are cut off: wider than the box that hides what sticks out.
CUT_OFF = """
() => [...document.querySelectorAll("main *, header *, footer *")]
  .filter((one) => one.childElementCount === 0 && one.textContent.trim()
    && one.clientWidth > 1 && one.scrollWidth > one.clientWidth + 1
    && ["hidden", "clip"].includes(getComputedStyle(one).overflowX))
  .slice(0, 5)
  .map((one) => `${one.tagName}.${one.className} ${one.textContent.trim()}`)
"""


def violations(page):
    """What axe says of the page as it is, in short."""
    return _violations(page, {"runOnly": LEVELS, "rules": TARGETS})


def wrong_colors(page):
    """What axe says of the colors alone: a tenth of the work."""
    return _violations(page, {"runOnly": COLORS})


def _violations(page, options):
    # The program is large: it is given to each page once.
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(Axe().axe_script)
    how = json.dumps({**options, "resultTypes": ["violations"]})
    found = page.evaluate(f"axe.run({how})")["violations"]
    return [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found]


def overflow(page):
    """How many pixels the page is wider than the screen, and what sticks out."""
    wide = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return (wide, page.evaluate(WIDEST)) if wide else ()


def cut_off(page):
    """The words that do not fit into their boxes."""
    return page.evaluate(CUT_OFF)
