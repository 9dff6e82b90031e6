"""Every color that a clinic may choose can be read, by day and by night."""

import re
from pathlib import Path

import pytest

from clinic.models import Clinic

CSS = Path("static/css/tokens.css").read_text("utf-8")
ACCENTS = [one for one in Clinic.Accent if one != Clinic.Accent.TEAL]
READABLE = 4.5  # WCAG 2.2, success criterion 1.4.3


def tokens(selector):
    """Return the colors that the block of `selector` sets, by name."""
    block = re.search(re.escape(f"\n{selector} {{") + r"(.*?)\n}", CSS, re.DOTALL)
    assert block, selector
    return dict(re.findall(r"--rw-([\w-]+): (#[0-9a-f]{6})", block.group(1)))


def luminance(color):
    parts = [int(color[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [
        p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("accent", ACCENTS)
@pytest.mark.parametrize("theme", ["", '[data-bs-theme="dark"]'], ids=["day", "night"])
def test_text_in_and_on_the_accent_can_be_read(accent, theme):
    colors = tokens(":root") | (tokens(theme) if theme else {})
    colors |= tokens(f'{theme}[data-accent="{accent}"]')
    pairs = [
        ("on-accent", "accent"),
        ("accent", "surface"),
        ("accent", "page"),
        ("accent-strong", "surface"),
        ("accent-strong", "accent-soft"),
    ]
    found = {pair: contrast(*(colors[name] for name in pair)) for pair in pairs}
    assert min(found.values()) >= READABLE, found
