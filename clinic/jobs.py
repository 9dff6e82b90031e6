"""Names of the background jobs, and the only way to enqueue one.

Services enqueue by name: `clinic.tasks` imports services, so services cannot import
`clinic.tasks` back. A test holds every name to a registered task.
"""

from typing import Final

from celery import current_app
from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction

ANALYZE_RECORDING: Final = "clinic.analyze_recording"
RESCUE_ANALYSES: Final = "clinic.rescue_analyses"
ERASE_DELETED_RECORDINGS: Final = "clinic.erase_deleted_recordings"
DROP_ORIGINALS: Final = "clinic.drop_originals"
ERASE_EXPIRED_UPLOADS: Final = "clinic.erase_expired_uploads"
MAIL_NOTICES: Final = "clinic.mail_notices"
PUSH_NOTICES: Final = "clinic.push_notices"
LEARN_EXERCISE: Final = "clinic.learn_exercise"
RESCUE_EXERCISES: Final = "clinic.rescue_exercises"
ERASE_REFERENCE_VIDEOS: Final = "clinic.erase_reference_videos"
LOOK_FOR_ALERTS: Final = "clinic.look_for_alerts"

# Raised inside a job whose time is nearly over; what follows is a hard kill.
OutOfTime = SoftTimeLimitExceeded


def enqueue_on_commit(name: str, **kwargs: str) -> None:
    """Send job `name` once the current transaction commits, or now if there is none.

    A broker that does not answer is logged and forgiven: the row that asks for the
    work is committed, and the rescue job finds it.
    """

    def send() -> None:  # not a partial: Django names what failed by __qualname__
        current_app.send_task(name, kwargs=kwargs)

    transaction.on_commit(send, robust=True)
