"""Tables, their constraints, and who may see which rows."""

from clinic.models.analysis import Analysis, Finding, Repetition
from clinic.models.audit import AuditEvent
from clinic.models.care import CareRelationship
from clinic.models.clinic import Clinic
from clinic.models.consent import Consent
from clinic.models.exercise import Exercise
from clinic.models.message import Message
from clinic.models.plan import Plan, Prescription
from clinic.models.recording import Recording
from clinic.models.review import Review, Verdict
from clinic.models.user import Invitation, User

__all__ = [
    "Analysis",
    "AuditEvent",
    "CareRelationship",
    "Clinic",
    "Consent",
    "Exercise",
    "Finding",
    "Invitation",
    "Message",
    "Plan",
    "Prescription",
    "Recording",
    "Repetition",
    "Review",
    "User",
    "Verdict",
]
