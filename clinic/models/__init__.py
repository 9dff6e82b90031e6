"""Tables, their constraints, and who may see which rows."""

from clinic.models.alert import Alert, AlertKind, AlertRule
from clinic.models.analysis import Analysis, Finding, Repetition
from clinic.models.audit import AuditEvent
from clinic.models.care import CareRelationship
from clinic.models.clinic import Clinic
from clinic.models.comment import Comment, Phrase
from clinic.models.consent import Consent
from clinic.models.correction import Correction
from clinic.models.digest import RecordingDigest
from clinic.models.exercise import Exercise, FavoriteExercise
from clinic.models.goal import Goal
from clinic.models.message import Message
from clinic.models.notice import Notice
from clinic.models.own_exercise import ExerciseVersion, Reference
from clinic.models.plan import Plan, PlanPhase, Prescription
from clinic.models.plan_template import PlanTemplate
from clinic.models.push import PushSubscription
from clinic.models.recording import Recording
from clinic.models.review import Review, ReviewClaim, Verdict
from clinic.models.saved_view import SavedView
from clinic.models.self_report import SelfReport
from clinic.models.upload import Upload, UploadPart
from clinic.models.user import Invitation, User

__all__ = [
    "Alert",
    "AlertKind",
    "AlertRule",
    "Analysis",
    "AuditEvent",
    "CareRelationship",
    "Clinic",
    "Comment",
    "Consent",
    "Correction",
    "Exercise",
    "ExerciseVersion",
    "FavoriteExercise",
    "Finding",
    "Goal",
    "Invitation",
    "Message",
    "Notice",
    "Phrase",
    "Plan",
    "PlanPhase",
    "PlanTemplate",
    "Prescription",
    "PushSubscription",
    "Recording",
    "RecordingDigest",
    "Reference",
    "Repetition",
    "Review",
    "ReviewClaim",
    "SavedView",
    "SelfReport",
    "Upload",
    "UploadPart",
    "User",
    "Verdict",
]
