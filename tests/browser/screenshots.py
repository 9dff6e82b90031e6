"""Pictures of every page, to look at: a clinic with weeks of simulated history.

Run: `python -m tests.browser.screenshots --output FOLDER` (about 5 minutes, most of
them for the history; `--state FOLDER` keeps it for the next run). `--language ar` shows
the pages in another language, `--only patient` one reader's, `--width 390` one screen.
Beside the pictures lie contact sheets of each reader, screen and color scheme.
"""

import argparse
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.config.settings")
django.setup()

from PIL import Image, ImageDraw  # noqa: E402
from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402

from tests.browser.conftest import PATIENCE_MS, PROGRAMS  # noqa: E402
from tests.browser.error_pages import CODES, answer_from  # noqa: E402
from tests.browser.pages import LAPTOP, PHONE, READERS  # noqa: E402
from tests.browser.site import Site  # noqa: E402

SCHEMES = ("light", "dark")
SCREENS = (PHONE, LAPTOP)
# A page longer than this many screens is cut; the rest repeats what was seen.
MOST_SCREENS = 5
SETTLED_MS = 250
TILE, TITLE, COLUMNS = 360, 18, 5


@dataclass(frozen=True)
class Wish:
    """Which pictures are asked for."""

    output: Path
    language: str
    only: str
    width: int

    def readers(self) -> list[str]:
        """Who looks at pages."""
        return [self.only] if self.only else list(READERS)

    def screens(self) -> list[dict[str, int]]:
        """The screens that pages are looked at on."""
        return [one for one in SCREENS if self.width in (0, one["width"])]


def name_of(address: str) -> str:
    """Return what the picture of the page at `address` is called."""
    gaps = {"{": "", "}": "", "?": "-", "=": "-", "&": "-", ".": ""}
    plain = address.translate(str.maketrans(gaps)).strip("/")
    return plain.replace("/", "_") or "home"


def shoot(page: Page, target: Path, screen: dict[str, int]) -> Path:
    """Take a picture of the whole page, once what moves and loads has settled.

    The window grows with the page, so that what sticks to its end is drawn there.
    """
    page.set_viewport_size(screen)
    page.wait_for_load_state("load")
    height = page.evaluate("document.documentElement.scrollHeight")
    tall = min(max(height, screen["height"]), MOST_SCREENS * screen["height"])
    page.set_viewport_size({**screen, "height": tall})
    page.wait_for_timeout(SETTLED_MS)
    page.screenshot(path=target, animations="disabled")
    return target


def pictures_of(
    browser: Browser, site: Site, seeded: dict, who: str, wish: Wish
) -> None:
    """Take the pictures of one reader's pages, and put them on sheets."""
    for screen, scheme in product(wish.screens(), SCHEMES):
        context = browser.new_context(
            viewport=screen, color_scheme=scheme, locale=wish.language
        )
        context.set_default_timeout(PATIENCE_MS)
        answer_from(context, seeded["errors"][wish.language])
        page = context.new_page()
        site.enter(page, seeded, who)
        ending = f"{screen['width']}-{scheme}.png"
        taken = [
            shoot(page, wish.output / f"{who}-{name_of(one)}-{ending}", screen)
            for one in visited(page, site, seeded, who)
        ]
        context.close()
        sheet(taken, wish.output / f"sheet-{who}-{ending}")


def visited(page: Page, site: Site, seeded: dict, who: str) -> Iterator[str]:
    """Open one page of `who` after another; yield where each is."""
    errors = [f"/shown-errors/{code}/" for code in CODES] if who == "visitor" else []
    for address in (*READERS[who].addresses, *errors):
        page.goto(site.url + address.format(**seeded))
        yield address


def sheet(pictures: list[Path], target: Path) -> None:
    """Put `pictures` side by side, small, each under its name."""
    tiles = []
    for path in pictures:
        with Image.open(path) as picture:
            size = (TILE, TILE * picture.height // picture.width)
            tiles.append((path.stem, picture.convert("RGB").resize(size)))
    rows = [tiles[at : at + COLUMNS] for at in range(0, len(tiles), COLUMNS)]
    heights = [max(tile.height for _, tile in row) + TITLE for row in rows]
    whole = Image.new("RGB", (COLUMNS * (TILE + 8), sum(heights)), "#808080")
    draw = ImageDraw.Draw(whole)
    top = 0
    for row, height in zip(rows, heights, strict=True):
        for column, (name, tile) in enumerate(row):
            left = column * (TILE + 8)
            draw.text((left + 2, top + 3), name, fill="white")
            whole.paste(tile, (left, top + TITLE))
        top += height
    whole.save(target)


@contextmanager
def running(state: Path | None) -> Iterator[tuple[Site, dict]]:
    """Run a site with weeks of history, from `state` where it was kept."""
    with tempfile.TemporaryDirectory(prefix="rwp") as fresh:
        folder = state or Path(fresh)
        folder.mkdir(parents=True, exist_ok=True)
        names = folder / "pages.json"
        site = Site(folder, Path(fresh))
        try:
            if not names.exists():
                names.write_text(json.dumps(site.seed("months_of_history")))
            site.start_web()
            yield site, json.loads(names.read_text())
        finally:
            site.stop()


def asked() -> tuple[Wish, Path | None]:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--language", default="en")
    parser.add_argument("--only", choices=READERS, default="")
    parser.add_argument("--width", type=int, default=0)
    parser.add_argument("--state", type=Path)
    said = parser.parse_args()
    said.output.mkdir(parents=True, exist_ok=True)
    return Wish(said.output, said.language, said.only, said.width), said.state


def main() -> None:
    """Take the pictures that were asked for."""
    wish, state = asked()
    program = next(filter(None, map(shutil.which, PROGRAMS)))
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with running(state) as (site, seeded), sync_playwright() as playwright:
        site.speak(wish.language)
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        for who in wish.readers():
            pictures_of(browser, site, seeded, who, wish)
        browser.close()
    print(f"{len(list(wish.output.glob('*.png')))} pictures in {wish.output}")


if __name__ == "__main__":
    main()
