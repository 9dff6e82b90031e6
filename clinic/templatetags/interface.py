"""Tags every page uses: icons, the import map, figures of exercises."""

import json
import re
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

from django import template
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.template.context import Context
from django.templatetags.static import static
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from clinic import wording
from clinic.models import Exercise

register = template.Library()

_ICONS: Final = Path("node_modules", "bootstrap-icons", "icons")
_FIGURES: Final = Path("templates", "components", "figures")
_SCRIPTS: Final = Path("static", "js")
_PACKAGES: Final = {
    "uplot": "uplot/uPlot.esm.js",
    "tus-js-client": "tus-js-client/tus.min.js",
    "@mediapipe/tasks-vision": "tasks-vision/vision_bundle.mjs",
}

# Icons that point along the line of text turn round in right-to-left languages.
_POINTING: Final = re.compile(r"(left|right|forward|reply|send)")


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw icon `name` of bootstrap-icons; without `label` it is decoration only."""
    turns = ' data-turns=""' if _POINTING.search(name) else ""
    shape = _shape_of_icon(name)
    if label:
        head = format_html('<svg class="icon" role="img" aria-label="{}"', label)
    else:
        head = mark_safe('<svg class="icon" aria-hidden="true"')
    markup = f'{head}{turns} viewBox="0 0 16 16">{shape}</svg>'
    return mark_safe(markup)  # noqa: S308 - the shape comes from our own package


@register.simple_tag
def symbols(*names: str) -> SafeString:
    """Define icons once, for tables that draw them hundreds of times."""
    shapes = "".join(
        f'<symbol id="icon-{name}" viewBox="0 0 16 16">{_shape_of_icon(name)}</symbol>'
        for name in names
    )
    markup = f'<svg class="d-none">{shapes}</svg>'
    return mark_safe(markup)  # noqa: S308 - the shapes come from our own package


@cache
def symbol(name: str) -> SafeString:
    """Draw an icon that `symbols` has defined on the page; it is decoration."""
    turns = ' data-turns=""' if _POINTING.search(name) else ""
    head = f'<svg class="icon" aria-hidden="true"{turns}>'
    markup = f'{head}<use href="#icon-{name}"/></svg>'
    return mark_safe(markup)  # noqa: S308 - names of our own package


@cache
def _shape_of_icon(name: str) -> str:
    """Return what is inside the SVG element of icon `name`."""
    path = Path(settings.BASE_DIR, _ICONS, f"{name}.svg")
    try:
        text = path.read_text()
    except OSError as error:
        message = f"The icon {name} is missing: run `npm ci` in the project's folder."
        raise ImproperlyConfigured(message) from error
    inside = re.search(r"<svg[^>]*>(.*)</svg>", text, re.DOTALL)
    return " ".join(inside.group(1).split()) if inside else ""


@register.simple_tag(takes_context=True)
def import_map(context: Context) -> SafeString:
    """Name every ES module of ours as `repwise/<path>`, and those of packages.

    Modules import each other by these names, so that the storage may rename files.
    """
    addresses = {name: static(path) for name, path in _PACKAGES.items()}
    addresses |= {f"repwise/{path}": static(f"js/{path}") for path in _modules()}
    # `<` is escaped, so that no name can end the element.
    text = json.dumps({"imports": addresses}).replace("<", "\\u003c")
    return format_html(
        '<script type="importmap" nonce="{}">{}</script>',
        context.get("CSP_NONCE", ""),
        mark_safe(text),  # noqa: S308 - JSON of our own file names
    )


@lru_cache(maxsize=1)
def _modules() -> tuple[str, ...]:
    folder = Path(settings.BASE_DIR, _SCRIPTS)
    return tuple(
        sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.js"))
    )


@register.simple_tag
def figure(exercise: Exercise | None) -> SafeString:
    """Draw the figure of `exercise`, or a person at rest for one without."""
    if exercise is not None and exercise.figure:
        return _drawn(exercise.figure)
    return catalog_figure(exercise.code if exercise is not None else "")


@register.simple_tag
def catalog_figure(code: str) -> SafeString:
    """Draw the figure of the catalog's exercise `code`, or a person at rest."""
    return mark_safe(_drawing(code) or _drawing("other"))  # noqa: S308 - our own file


def _drawn(strokes: Sequence[Sequence[Any]]) -> SafeString:
    """Draw strokes as `Exercise.figure` holds them, in the classes of our figures."""
    parts = (_stroke(style, width, points) for style, width, *points in strokes)
    shapes = format_html_join("", "{}", ((part,) for part in parts))
    head = (
        '<svg class="figure-art" viewBox="0 0 160 160" aria-hidden="true">'
        '<path class="fig-ground" d="M14 151H146"/>'
    )
    return format_html("{}{}</svg>", mark_safe(head), shapes)  # noqa: S308 - no input


def _stroke(style: str, width: float, points: Sequence[float]) -> SafeString:
    if len(points) == 2:
        disc = '<circle class="fig-{} fill" cx="{}" cy="{}" r="{}"/>'
        return format_html(disc, style, *points, width)
    pairs = zip(points[::2], points[1::2], strict=True)
    line = "L".join(f"{x} {y}" for x, y in pairs)
    shape = '<path class="fig-{}" stroke-width="{}" d="M{}"/>'
    return format_html(shape, style, width, line)


@cache
def _drawing(code: str) -> str:
    if not re.fullmatch(r"[a-z0-9_-]+", code):
        return ""
    try:
        return Path(settings.BASE_DIR, _FIGURES, f"{code}.svg").read_text()
    except OSError:
        return ""


@register.filter
def translated(text: str) -> str:
    """Return what the library wrote in the reader's language."""
    return wording.translated(text)


@register.filter
def isolated(text: str) -> str:
    """Return `text` with a direction of its own, for drawings."""
    return wording.isolated(text)


@register.filter
def initials(name: str) -> str:
    """Return up to two first letters: 'Ada King Lovelace' gives 'AL'."""
    words = name.split()
    letters = [words[0][0], words[-1][0]] if len(words) > 1 else [name[:1]]
    return "".join(letters).upper()


@register.filter
def given_name(name: str) -> str:
    """Return the first word of a name, for a greeting."""
    return name.split()[0] if name.split() else name


@register.filter
def clock(seconds: float | None) -> str:
    """Write a time in a video as 1:05.3, or as the language writes its tenths."""
    if seconds is None:
        return ""
    minutes, rest = divmod(round(float(seconds), 1), 60)
    return f"{int(minutes)}:{number_format(round(rest, 1), 1).zfill(4)}"
