"""A therapist's saved views of the patients page, as links."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from clinic.models import SavedView
from clinic.services.saved_views import Looks
from clinic.web.presentation import caseload


@dataclass(frozen=True, slots=True)
class ViewLink:
    """One saved view: where it leads, and whether the page looks like that now."""

    view: SavedView
    query: str
    is_chosen: bool


def looks_of(view: SavedView) -> Looks:
    """Return what `view` shows, as far as the page still knows it."""
    return Looks(caseload.kind_of(view.show), caseload.sort_of(view.sort), view.search)


def links(views: Iterable[SavedView], now: Looks) -> list[ViewLink]:
    """Return `views` as links; `now` is what the page shows."""
    return [ViewLink(one, query(looks_of(one)), looks_of(one) == now) for one in views]


def query(looks: Looks) -> str:
    """Return the address of `looks` behind the question mark."""
    return urlencode({"show": looks.show, "sort": looks.sort, "q": looks.search})
