"""No page is forgotten by the checks that walk through all of them."""

import re
import uuid
from collections import defaultdict

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from tests import factories
from tests.browser.pages import READERS, WITHOUT_PAGE

pytestmark = pytest.mark.django_db
# Programs', operators' and files' addresses: no pages of ours.
FOREIGN = ("admin/", "api/", "media/")
KINDS = {"uuid": str(uuid.UUID(int=7)), "int": "7", "slug": "word", "str": "word"}


def patterns(resolver, begin="", space=""):
    """Yield name and address of every pattern below `resolver`."""
    for each in resolver.url_patterns:
        route = begin + str(each.pattern)
        if isinstance(each, URLResolver) and not route.startswith(FOREIGN):
            inside = f"{space}{each.namespace}:" if each.namespace else space
            yield from patterns(each, route, inside)
        elif isinstance(each, URLPattern) and each.name:
            filled = re.sub(r"<(\w+):\w+>", lambda gap: KINDS[gap[1]], route)
            yield f"{space}{each.name}", f"/{filled}"


def looked_at():
    """Names of the addresses that the checks of pages walk through."""
    gaps = defaultdict(lambda: KINDS["uuid"])
    addresses = [one for reader in READERS.values() for one in reader.addresses]
    paths = [one.format_map(gaps).partition("?")[0] for one in addresses]
    return {resolve(path).view_name for path in paths if "/no/such/" not in path}


@pytest.fixture
def asks(client):
    """Ask as somebody who is signed in: what answers forms alone refuses to show."""
    client.force_login(factories.PatientFactory())
    return lambda address: client.get(address).status_code


def test_every_page_is_walked_through_or_says_why_not(asks):
    known = looked_at() | WITHOUT_PAGE.keys()
    forgotten = {
        name: address
        for name, address in patterns(get_resolver())
        if name not in known and "^" not in address and asks(address) != 405
    }
    assert forgotten == {}


def test_nothing_is_excused_that_is_walked_through_or_gone():
    names = {name for name, _ in patterns(get_resolver())}
    assert names >= WITHOUT_PAGE.keys()
    assert looked_at() & WITHOUT_PAGE.keys() == set()
