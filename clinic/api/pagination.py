"""Pages that neither skip nor repeat a row while new ones arrive."""

from typing import Any, Final

from django.db.models import QuerySet
from django.utils.dateparse import parse_datetime
from rest_framework.exceptions import NotFound
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.request import Request
from rest_framework.views import APIView

PAGE_SIZE: Final = 50
MAX_PAGE_SIZE: Final = 200


class NewestFirst(CursorPagination):
    """Cursor pages by the time that the view names in `pages_by`."""

    page_size = PAGE_SIZE
    page_size_query_param = "page_size"
    max_page_size = MAX_PAGE_SIZE

    def get_ordering(
        self,
        request: Request,  # noqa: ARG002
        queryset: QuerySet[Any],  # noqa: ARG002
        view: APIView,
    ) -> tuple[str, ...]:
        """Return the view's time, newest first; the key settles ties."""
        return (f"-{view.pages_by}", "-pk")  # type: ignore[attr-defined]

    def decode_cursor(self, request: Request) -> Cursor | None:
        """Read the cursor, refusing one whose position is not a time.

        The base class hands the position to the database unread.
        """
        cursor = super().decode_cursor(request)
        if cursor is not None and not _is_position(cursor.position):
            raise NotFound(self.invalid_cursor_message)
        return cursor


def _is_position(position: object) -> bool:
    if position is None:
        return True
    try:
        moment = parse_datetime(str(position))
    except ValueError:
        return False
    return moment is not None and moment.tzinfo is not None
