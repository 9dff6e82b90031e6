"""Which fields are personal. Every field is in one of two lists; a test holds it.

Personal is what says something about an identified person: names, addresses, health,
what they wrote or recorded. Keys and settings are not, though they link to people.
"""

from collections.abc import Mapping
from typing import Final

from django.db import models

Fields = Mapping[str, frozenset[str]]

PERSONAL: Final[Fields] = {
    "Alert": frozenset({"facts"}),
    "AlertRule": frozenset(),
    "Clinic": frozenset(),
    "User": frozenset(
        {"password", "last_login", "email", "full_name", "large_text", "time_zone"}
    ),
    "Invitation": frozenset({"email", "full_name", "token_hash"}),
    "CareRelationship": frozenset(),
    "Consent": frozenset({"given_at", "withdrawn_at"}),
    "Exercise": frozenset(),
    "ExerciseVersion": frozenset({"report", "curves"}),
    "FavoriteExercise": frozenset(),
    "Plan": frozenset({"title", "phase_title"}),
    "PlanPhase": frozenset({"title", "items"}),
    "PlanTemplate": frozenset(),
    "Prescription": frozenset({"note", "side", "rules"}),
    "Recording": frozenset({"original", "playback", "blurred", "thumbnail", "sha256"}),
    "Reference": frozenset(
        {"original", "playback", "still", "poses", "takes", "motion", "signals"}
    ),
    "Analysis": frozenset({"options", "report", "poses", "curves"}),
    "Repetition": frozenset({"score", "parts", "measures"}),
    "Finding": frozenset(
        {
            "mistake",
            "name",
            "severity",
            "value",
            "uncertainty",
            "penalty",
            "expected",
            "expected_low",
            "expected_high",
            "message",
            "clinical",
            "still",
        }
    ),
    "Verdict": frozenset(
        {"decision", "reason", "severity", "mistake", "name", "message"}
    ),
    "Review": frozenset({"note"}),
    "ReviewClaim": frozenset(),
    "RecordingDigest": frozenset(
        {"score", "minor", "moderate", "major", "mistakes", "movement"}
    ),
    "Correction": frozenset({"content"}),
    "Comment": frozenset({"text"}),
    "Phrase": frozenset(),
    "Goal": frozenset({"text"}),
    "Message": frozenset({"text"}),
    "Notice": frozenset(),
    "PushSubscription": frozenset({"endpoint"}),
    "SavedView": frozenset({"name", "search"}),
    "SelfReport": frozenset({"pain", "effort", "reason", "comment"}),
    "Upload": frozenset(),
    "UploadPart": frozenset({"file"}),
    "AuditEvent": frozenset(),
}

NOT_PERSONAL: Final[Fields] = {
    "Alert": frozenset(
        {
            "id", "public_id", "clinic", "patient", "kind", "self_report", "message",
            "occasion", "raised_at", "acknowledged_by", "acknowledged_at",
            "escalated_at",
        }
    ),
    "AlertRule": frozenset(
        {"id", "clinic", "patient", "kind", "is_on", "threshold", "words"}
    ),
    "Clinic": frozenset(
        {
            "id", "public_id", "name", "slug", "show_findings", "keep_originals",
            "time_zone", "language", "escalate_after_h", "accent", "logo", "blur_faces",
            "keep_videos_months",
        }
    ),
    "User": frozenset(
        {
            "id", "public_id", "is_superuser", "role", "clinic", "language",
            "is_active", "is_staff", "joined_at", "result_mails",
        }
    ),
    "Invitation": frozenset(
        {
            "id", "public_id", "clinic", "role", "invited_by", "therapist",
            "invited_at", "expires_at", "accepted_at",
        }
    ),
    "CareRelationship": frozenset(
        {"id", "therapist", "patient", "started_at", "ended_at"}
    ),
    "Consent": frozenset(
        {"id", "patient", "version", "originals_kept", "poses_shared"}
    ),
    "Exercise": frozenset(
        {
            "id", "clinic", "code", "name", "summary", "instructions", "advice", "kind",
            "sides", "mistakes", "dosage", "movement", "traits", "figure",
            "is_offered",
        }
    ),
    "ExerciseVersion": frozenset(
        {
            "id", "public_id", "exercise", "number", "reference", "signal",
            "adjustments", "definition", "drafted_by", "drafted_at", "published_by",
            "published_at",
            "status", "claim", "claimed_at", "lease_until", "worker", "attempts",
            "stage", "percent", "queued_at", "started_at", "finished_at",
            "failure_code", "failure_message", "failure_what_to_do",
        }
    ),
    "FavoriteExercise": frozenset({"id", "user", "exercise"}),
    "Plan": frozenset(
        {
            "id", "public_id", "clinic", "patient", "prescribed_by", "starts_on",
            "ends_on", "ended_at", "pain_limit", "meant_until", "series", "version",
            "replaces", "brings_back", "written_at", "phase", "phase_since",
        }
    ),
    "PlanPhase": frozenset(
        {"id", "plan", "position", "min_score", "max_pain", "sessions", "put_off_at"}
    ),
    "PlanTemplate": frozenset(
        {"id", "public_id", "clinic", "title", "content", "added_by", "added_at"}
    ),
    "Prescription": frozenset(
        {
            "id", "public_id", "plan", "exercise", "position", "sets", "repetitions",
            "hold_s", "rest_s", "toward_s", "back_s", "weekdays",
        }
    ),
    "PushSubscription": frozenset({"id", "user", "subscribed_at"}),
    "Recording": frozenset(
        {
            "id", "public_id", "clinic", "patient", "prescription", "exercise",
            "uploaded_by", "content_type", "size_bytes", "duration_s", "recorded_at",
            "uploaded_at", "deleted_at", "asked_at", "blurs_faces", "video_erased_at",
        }
    ),
    "Reference": frozenset(
        {
            "id", "public_id", "exercise", "uploaded_by", "uploaded_at", "shown",
            "content_type", "size_bytes", "duration_s", "learned", "deleted_at",
        }
    ),
    "Analysis": frozenset(
        {
            "id", "public_id", "recording", "pipeline_version", "options_key",
            "is_current", "status", "claim", "claimed_at",
            "lease_until", "worker", "attempts", "stage", "percent", "queued_at",
            "started_at",
            "finished_at", "failure_code", "failure_message", "failure_what_to_do",
        }
    ),
    "Repetition": frozenset(
        {"id", "analysis", "source", "index", "start_s", "peak_s", "end_s", "side"}
    ),
    "Finding": frozenset(
        {
            "id", "public_id", "repetition", "source", "added_by", "confidence",
            "joint", "side", "phase", "time_s", "unit",
        }
    ),
    "Verdict": frozenset(
        {"id", "finding", "by", "decided_at", "undone_at", "pipeline_version"}
    ),
    "Review": frozenset({"id", "recording", "by", "note_written_at", "reviewed_at"}),
    "ReviewClaim": frozenset({"id", "recording", "by", "claimed_at", "expires_at"}),
    "RecordingDigest": frozenset(
        {
            "recording", "analysis", "has_failed", "not_prescribed", "repetitions",
            "open_findings", "uncertainty",
        }
    ),
    "Correction": frozenset(
        {
            "id", "public_id", "recording", "analysis", "kind", "by", "made_at",
            "undone_at", "pipeline_version",
        }
    ),
    "Comment": frozenset(
        {
            "id", "public_id", "recording", "repetition", "time_s", "by", "written_at",
            "withdrawn_at",
        }
    ),
    "Phrase": frozenset(
        {"id", "public_id", "clinic", "exercise", "text", "added_by", "added_at"}
    ),
    "Goal": frozenset(
        {"id", "public_id", "clinic", "patient", "written_at", "undone_at"}
    ),
    "Message": frozenset(
        {
            "id", "public_id", "clinic", "patient", "sender", "recording", "sent_at",
            "read_at", "mailed_at",
        }
    ),
    "Notice": frozenset({"recording", "kind", "at", "mailed_at", "pushed_at"}),
    "SavedView": frozenset(
        {
            "id", "public_id", "therapist", "show", "sort", "is_default", "saved_at",
            "deleted_at",
        }
    ),
    "SelfReport": frozenset(
        {
            "id", "public_id", "clinic", "patient", "prescription", "recording",
            "moment", "pain_limit", "reported_at",
        }
    ),
    "Upload": frozenset(
        {
            "id", "public_id", "clinic", "patient", "prescription", "recording",
            "size_bytes", "offset_bytes", "recorded_at", "begun_at", "expires_at",
        }
    ),
    "UploadPart": frozenset({"id", "upload", "offset_bytes", "size_bytes"}),
    "AuditEvent": frozenset(
        {
            "id", "at", "actor", "clinic", "action", "object_type", "object_id",
            "detail",
        }
    ),
}  # fmt: skip


def is_personal(model: type[models.Model], field: str) -> bool:
    """Say whether `field` of `model` is personal.

    Raises:
        KeyError: the field is in neither list.
    """
    name = model.__name__
    if field in PERSONAL[name]:
        return True
    if field in NOT_PERSONAL[name]:
        return False
    raise KeyError(f"{name}.{field}")
