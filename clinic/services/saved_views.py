"""Keep the ways in which therapists look at their patients."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from clinic import access
from clinic.models import SavedView, User
from clinic.services.errors import Refused

# More names than this are no help to find one (our own choice).
MOST: Final = 20
# A deleted view can be brought back for so long.
UNDO_FOR: Final = timedelta(days=1)


class ViewNotValid(Refused):
    """A view cannot be kept as it was said."""

    code = "saved_view_not_valid"


@dataclass(frozen=True, slots=True)
class Looks:
    """What a view shows: a filter, an order, a search; codes of the patients page."""

    show: str
    sort: str
    search: str = ""


@transaction.atomic
def save(*, by: User, name: str, looks: Looks, now: datetime) -> SavedView:
    """Keep `looks` under `name`; a view of that name is replaced.

    Raises:
        Denied: `by` is no therapist.
        ViewNotValid: no name, or too many views.
    """
    access.require(access.can_keep_views(by))
    _forget(by, now)
    kept = SavedView.objects.kept().filter(therapist=by)
    wanted = _named(name)
    if kept.exclude(name=wanted).count() >= MOST:
        said = _("You have %(number)d views. Delete one first.")
        raise ViewNotValid(said % {"number": MOST})
    columns = {"show": looks.show, "sort": looks.sort, "search": looks.search[:100]}
    view, _is_new = kept.update_or_create(
        therapist=by,
        name=wanted,
        deleted_at=None,
        defaults={**columns, "saved_at": now},
    )
    return view


@transaction.atomic
def rename(*, by: User, view: SavedView, name: str) -> None:
    """Call `view` by another name.

    Raises:
        Denied: it is not a view of `by`.
        ViewNotValid: no name, or one that another view has.
    """
    access.require(access.can_change_view(by, view))
    wanted = _named(name)
    _require_free(view, wanted)
    SavedView.objects.filter(pk=view.pk).update(name=wanted)


@transaction.atomic
def set_default(*, by: User, view: SavedView, is_default: bool) -> None:
    """Begin with `view` whenever the page is opened, or no longer."""
    access.require(access.can_change_view(by, view))
    SavedView.objects.filter(therapist=by, is_default=True).update(is_default=False)
    kept = SavedView.objects.kept().filter(pk=view.pk)
    kept.update(is_default=is_default)


def delete(*, by: User, view: SavedView, now: datetime) -> None:
    """Delete `view`; `restore` brings it back for a day."""
    access.require(access.can_change_view(by, view))
    kept = SavedView.objects.kept().filter(pk=view.pk)
    kept.update(deleted_at=now, is_default=False)


@transaction.atomic
def restore(*, by: User, view: SavedView) -> None:
    """Bring a deleted `view` back, though no longer as the default.

    Raises:
        Denied, ViewNotValid: another view has its name by now.
    """
    access.require(access.can_change_view(by, view))
    _require_free(view, view.name)
    SavedView.objects.filter(pk=view.pk).update(deleted_at=None)


def _named(name: str) -> str:
    wanted = " ".join(name.split())[:60]
    if not wanted:
        raise ViewNotValid(_("Give the view a name."))
    return wanted


def _require_free(view: SavedView, name: str) -> None:
    others = SavedView.objects.kept().filter(therapist=view.therapist_id, name=name)
    if others.exclude(pk=view.pk).exists():
        said = _("There is another view called “%(name)s”.")
        raise ViewNotValid(said % {"name": name})


def _forget(by: User, now: datetime) -> None:
    """Drop for good what was deleted long ago."""
    deleted = SavedView.objects.filter(therapist=by, deleted_at__lt=now - UNDO_FOR)
    deleted.delete()
