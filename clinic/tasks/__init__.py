"""Background jobs: each translates a message into one service call."""

from clinic.tasks.alerts import look_for_alerts
from clinic.tasks.analyses import analyze_recording, rescue_analyses
from clinic.tasks.exercises import (
    erase_reference_videos,
    learn_exercise,
    rescue_exercises,
)
from clinic.tasks.notices import mail_notices, push_notices
from clinic.tasks.retention import (
    drop_originals,
    erase_deleted_recordings,
    erase_expired_uploads,
)

__all__ = [
    "analyze_recording",
    "drop_originals",
    "erase_deleted_recordings",
    "erase_expired_uploads",
    "erase_reference_videos",
    "learn_exercise",
    "look_for_alerts",
    "mail_notices",
    "push_notices",
    "rescue_analyses",
    "rescue_exercises",
]
