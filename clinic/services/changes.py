"""Store what differs, and write down which fields did."""

from collections.abc import Mapping
from datetime import datetime

from clinic.models import Clinic, User
from clinic.services import audit


def store(
    record: Clinic | User,
    wanted: Mapping[str, object],
    *,
    action: str,
    by: User,
    now: datetime,
) -> None:
    """Give `record` the `wanted` values; one audit event names the changed fields.

    The values themselves stay out of the audit, since they may be personal. Nothing is
    written where nothing differs.
    """
    changed = [name for name, value in wanted.items() if getattr(record, name) != value]
    if not changed:
        return
    for name in changed:
        setattr(record, name, wanted[name])
    record.save(update_fields=changed)
    fields = ",".join(sorted(changed))
    audit.record(action=action, about=record, by=by, now=now, fields=fields)
