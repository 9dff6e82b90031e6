"""What each action of the audit is, in plain words.

`tests/clinic/web/presentation/test_audit_actions.py` finds the actions that the code
writes down and fails where one has no sentence here.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SENTENCES: Final[Mapping[str, "StrOrPromise"]] = {
    "account.invited": _("Invited someone to the clinic"),
    "account.opened": _("Accepted the invitation and opened the account"),
    "account.closed": _("Closed an account"),
    "account.reopened": _("Opened an account again"),
    "account.role_changed": _("Gave someone another role"),
    "account.profile_changed": _("Changed name, language or another own setting"),
    "account.service_opened": _("Opened an account for a program"),
    "account.service_closed": _("Closed the account of a program"),
    "alert.raised": _("An alert was raised"),
    "alert.acknowledged": _("Took note of an alert"),
    "alert.escalated": _("An alert nobody took note of went to the admins"),
    "alert_rules.changed": _("Changed when alerts are raised"),
    "analysis.requested": _("An analysis was ordered"),
    "analysis.retried": _("An analysis was tried again"),
    "analysis.done": _("An analysis ended with a result"),
    "analysis.failed": _("An analysis did not work"),
    "analysis.chosen": _("Chose which analysis counts"),
    "analysis.listed": _("Read a list of analyses by program"),
    "audit.exported": _("Exported this audit"),
    "care.assigned": _("Put a therapist in charge of a patient"),
    "care.ended": _("The care of a patient by a therapist ended"),
    "clinic.settings_changed": _("Changed the clinic's settings"),
    "clinic.logo_changed": _("Changed the clinic's logo"),
    "comment.written": _("Wrote a comment on a recording"),
    "comment.withdrawn": _("Took a comment back"),
    "consent.given": _("Agreed to videos being recorded and analyzed"),
    "consent.withdrawn": _("Withdrew the consent"),
    "consent.poses_shared": _("Agreed to body positions being used for training"),
    "consent.poses_not_shared": _("No longer agrees to body positions being used"),
    "correction.repetitions": _("Corrected the repetitions of a recording"),
    "correction.exercise": _("Corrected which exercise a recording shows"),
    "correction.person": _("Corrected which person is followed"),
    "correction.undone": _("Took a correction back"),
    "exercise.begun": _("Began an own exercise"),
    "exercise.tried": _("A reference video was analyzed"),
    "exercise.failed": _("A reference video could not be analyzed"),
    "exercise.adjusted": _("Changed the bands of an own exercise"),
    "exercise.cut_anew": _("Chose what cuts the repetitions of an own exercise"),
    "exercise.drafted": _("Began a new version of an own exercise"),
    "exercise.discarded": _("Discarded a draft of an own exercise"),
    "exercise.published": _("Published an own exercise in the clinic"),
    "exercise.offered": _("Offered an own exercise again"),
    "exercise.archived": _("Put an own exercise away"),
    "exercise.video_deleted": _("Deleted a reference video"),
    "exercise.video_restored": _("Restored a reference video"),
    "exercise.video_erased": _("A reference video was erased for good"),
    "finding.added": _("Added a finding"),
    "finding.confirmed": _("Confirmed a finding"),
    "finding.dismissed": _("Dismissed a finding"),
    "finding.changed": _("Changed a finding"),
    "finding.not_visible": _("Said that a finding cannot be seen"),
    "finding.verdict_undone": _("Took a verdict on a finding back"),
    "goal.written": _("Wrote a goal"),
    "goal.undone": _("Took a change of the goal back"),
    "invitation.withdrawn": _("Took an invitation back"),
    "labels.exported": _("Exported verdicts and body positions for training"),
    "message.sent": _("Sent a message"),
    "message.mailed": _("An e-mail said that there is a message"),
    "notice.mailed": _("An e-mail said that there is news"),
    "patient.viewed": _("Read a patient's page"),
    "patient.listed": _("Read a list of patients by program"),
    "phrase.kept": _("Kept a phrase for comments"),
    "phrase.dropped": _("Dropped a phrase for comments"),
    "plan.prescribed": _("Prescribed a plan"),
    "plan.changed": _("Changed a plan"),
    "plan.change_undone": _("Took a change of a plan back"),
    "plan.phase_begun": _("Began the next phase of a plan"),
    "plan.phase_put_off": _("Put the next phase of a plan off"),
    "plan.ended": _("Ended a plan"),
    "plan_template.added": _("Kept a plan as a template"),
    "plan_template.replaced": _("Replaced a template"),
    "plan_template.dropped": _("Dropped a template"),
    "progress.viewed": _("Looked at a patient's progress"),
    "progress.exported": _("Exported a patient's progress"),
    "push.subscribed": _("Switched notices on for a device"),
    "push.unsubscribed": _("Switched notices off for a device"),
    "recording.uploaded": _("Sent a video"),
    "recording.simulated": _("A simulated recording was made"),
    "recording.viewed": _("Watched a recording or read its result"),
    "recording.listed": _("Read a list of recordings by program"),
    "recording.therapist_asked": _("Asked the therapist to look at a recording"),
    "recording.deleted": _("Deleted a recording"),
    "recording.restored": _("Restored a recording"),
    "recording.erased": _("A deleted recording was erased for good"),
    "recording.video_erased": _("A video was erased, its result stays"),
    "report.read": _("Read a report by program"),
    "review.finished": _("Finished a review"),
    "review.reopened": _("Opened a review again"),
    "review.note_written": _("Wrote the note of a review"),
    "review.taken_over": _("Took a review over from a colleague"),
    "self_report.made": _("Told of pain and effort"),
    "self_report.pain_alarm": _("Told of more pain than the plan allows"),
    "token.issued": _("Issued a token to a program"),
    "token.revoked": _("Revoked a token of a program"),
    "upload.begun": _("Began to send a video"),
}


def of_area(area: str) -> dict[str, "StrOrPromise"]:
    """Return the actions whose first word is `area`, in words."""
    return {
        code: words
        for code, words in SENTENCES.items()
        if code.partition(".")[0] == area
    }
