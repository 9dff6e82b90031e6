"""Pages of errors, which no address asks for: rendered once, and answered from here."""

import re

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

CODES = ("400", "403", "403_csrf", "404", "413", "500")
ADDRESS = re.compile(r"/shown-errors/(\w+)/$")


def error_pages() -> dict[str, dict[str, str]]:
    """Return every page of an error, by language and name (needs Django)."""
    rendered = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            rendered[language] = {
                code: render_to_string(f"{code}.html") for code in CODES
            }
    return rendered


def answer_from(context, pages: dict[str, str]) -> None:
    """Let `context` find `pages` under addresses of the site that it looks at."""

    def answer(route):
        [code] = ADDRESS.search(route.request.url).groups()
        route.fulfill(content_type="text/html; charset=utf-8", body=pages[code])

    context.route(ADDRESS, answer)
