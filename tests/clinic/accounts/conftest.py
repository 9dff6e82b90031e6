"""Links of mails, followed as a person follows them."""

import re
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _no_attempts_before():
    cache.clear()  # the limits on sign-in count there


@pytest.fixture(autouse=True)
def _several_languages(settings):
    """Offer languages to choose from, as an installation with catalogs does."""
    settings.LANGUAGES = [("en", "English"), ("de", "Deutsch"), ("es", "Español")]


@pytest.fixture
def link_in():
    """Return the path that the one link in the text of a mail leads to."""

    def find(mail):
        [link] = re.findall(r"https?://\S+", mail.body)
        return urlsplit(link).path

    return find
