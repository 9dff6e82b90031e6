"""Who may do what. Deny by default; lists (`visible_to`) and these functions agree.

A view first looks up what the user may see (else 404), then asks here what they may
do to it (else 403). Services ask again, so that no entry point can forget.
"""

from django.core.exceptions import PermissionDenied

from clinic.models import (
    Alert,
    CareRelationship,
    Clinic,
    ExerciseVersion,
    Finding,
    Plan,
    Prescription,
    Recording,
    SavedView,
    Upload,
    User,
)

Role = User.Role


class Denied(PermissionDenied):
    """The user may not do this."""


def require(allowed: bool) -> None:
    """Raise `Denied` unless `allowed`."""
    if not allowed:
        raise Denied


def in_care(therapist: User, patient: User) -> bool:
    """Say whether `therapist` is in charge of `patient` now."""
    return (
        _same_clinic(therapist, patient)
        and therapist.is_therapist
        and patient.is_patient
        and CareRelationship.objects.active()
        .filter(therapist=therapist, patient=patient)
        .exists()
    )


def _same_clinic(user: User, other: User) -> bool:
    return (
        user.is_active
        and user.clinic_id is not None
        and user.clinic_id == other.clinic_id
    )


def _runs(user: User, clinic: Clinic) -> bool:
    return user.is_active and user.is_clinic_admin and user.clinic_id == clinic.pk


def can_view_person(user: User, person: User) -> bool:
    """Say whether `user` may know of `person`."""
    if user.is_active and user.clinic_id is not None and user.pk == person.pk:
        return True
    if user.role == Role.SERVICE:
        return _same_clinic(user, person) and person.is_patient
    if user.is_clinic_admin:
        return _same_clinic(user, person)
    return in_care(user, person)


def can_view_recording(user: User, recording: Recording) -> bool:
    """Say whether `user` may watch `recording` and read what was found in it."""
    if recording.is_deleted or recording.clinic_id != user.clinic_id:
        return False
    if user.role == Role.SERVICE:
        return _same_clinic(user, recording.patient)
    return _owns(user, recording) or in_care(user, recording.patient)


def _owns(user: User, recording: Recording) -> bool:
    return (
        user.is_active
        and user.is_patient
        and user.clinic_id == recording.clinic_id
        and recording.patient_id == user.pk
    )


def can_delete_recording(user: User, recording: Recording) -> bool:
    """Say whether `user` may delete `recording`: only its patient."""
    return not recording.is_deleted and _owns(user, recording)


def can_ask_therapist(user: User, recording: Recording) -> bool:
    """Say whether `user` may ask a therapist to look at `recording`: its patient."""
    return not recording.is_deleted and _owns(user, recording)


def can_restore_recording(user: User, recording: Recording) -> bool:
    """Say whether `user` may undo the deletion of `recording`: only its patient."""
    return recording.is_deleted and _owns(user, recording)


def can_review_recording(user: User, recording: Recording) -> bool:
    """Say whether `user` may judge `recording`: a therapist in charge now."""
    return user.is_therapist and can_view_recording(user, recording)


def can_judge_finding(user: User, finding: Finding) -> bool:
    """Say whether `user` may confirm or dismiss `finding`."""
    return can_review_recording(user, finding.repetition.analysis.recording)


def can_keep_phrases(user: User) -> bool:
    """Say whether `user` may keep phrases for the therapists of their clinic."""
    return user.is_active and user.is_therapist and user.clinic_id is not None


def can_keep_templates(user: User) -> bool:
    """Say whether `user` may keep plans for the therapists of their clinic."""
    return user.is_active and user.is_therapist and user.clinic_id is not None


def can_keep_views(user: User) -> bool:
    """Say whether `user` may keep views of their patients: therapists."""
    return user.is_active and user.is_therapist and user.clinic_id is not None


def can_change_view(user: User, view: SavedView) -> bool:
    """Say whether `user` may change `view`: whose it is."""
    return can_keep_views(user) and view.therapist_id == user.pk


def can_make_exercises(user: User) -> bool:
    """Say whether `user` may make exercises for the therapists of their clinic."""
    return user.is_active and user.is_therapist and user.clinic_id is not None


def can_change_exercise(user: User, version: ExerciseVersion) -> bool:
    """Say whether `user` may open and change the exercise of `version`.

    A therapist of its clinic; before it is first published, who drafts it.
    """
    if version.exercise.clinic_id != user.clinic_id or not can_make_exercises(user):
        return False
    siblings = ExerciseVersion.objects.filter(exercise=version.exercise_id)
    return version.drafted_by_id == user.pk or siblings.published().exists()


def can_view_agreement(user: User, clinic: Clinic) -> bool:
    """Say whether `user` may see how far the system and the therapists agree.

    Counts over the whole clinic, which name nobody: for its therapists and admins.
    """
    works_there = user.is_active and user.clinic_id == clinic.pk
    return works_there and (user.is_therapist or user.is_clinic_admin)


def can_request_analysis(user: User, recording: Recording) -> bool:
    """Say whether `user` may have `recording` analyzed (again) while its video is."""
    if user.role == Role.SERVICE or recording.video_erased_at is not None:
        return False
    return can_view_recording(user, recording)


def can_upload(user: User, prescription: Prescription) -> bool:
    """Say whether `user` may send a video for `prescription`: only its patient."""
    return (
        user.is_active
        and user.is_patient
        and prescription.plan.patient_id == user.pk
        and prescription.plan.clinic_id == user.clinic_id
    )


def can_send_upload(user: User, upload: Upload) -> bool:
    """Say whether `user` may go on with `upload`: only who began it."""
    return (
        user.is_active
        and user.is_patient
        and upload.patient_id == user.pk
        and upload.clinic_id == user.clinic_id
    )


def can_view_plan(user: User, plan: Plan) -> bool:
    """Say whether `user` may read `plan`."""
    if plan.clinic_id != user.clinic_id or not user.is_active:
        return False
    if user.role == Role.SERVICE:
        return True
    is_own = user.is_patient and plan.patient_id == user.pk
    return is_own or in_care(user, plan.patient)


def can_prescribe(user: User, patient: User) -> bool:
    """Say whether `user` may write plans for `patient`."""
    return in_care(user, patient)


def can_acknowledge(user: User, alert: Alert) -> bool:
    """Say whether `user` may take note of `alert`: a therapist in charge now."""
    return alert.clinic_id == user.clinic_id and in_care(user, alert.patient)


def can_message(user: User, patient: User) -> bool:
    """Say whether `user` may read and write in the thread of `patient`."""
    if user.is_patient:
        return _same_clinic(user, patient) and user.pk == patient.pk
    return in_care(user, patient)


def can_set_goal(user: User, patient: User) -> bool:
    """Say whether `user` may write the goal of `patient`: only the patient."""
    return user.is_patient and _same_clinic(user, patient) and user.pk == patient.pk


def can_invite(user: User, clinic: Clinic, role: str) -> bool:
    """Say whether `user` may invite someone to `clinic` as `role`.

    Clinic admins invite people of every role, therapists invite patients.
    """
    if role == Role.SERVICE:
        return False
    if _runs(user, clinic):
        return True
    is_colleague = user.is_active and user.is_therapist and user.clinic_id == clinic.pk
    return is_colleague and role == Role.PATIENT


def can_change_role(user: User, person: User, role: str) -> bool:
    """Say whether `user` may make `person` a `role`: an admin, never of oneself.

    So a clinic keeps an admin: who changes the others.
    """
    is_of_people = Role.SERVICE not in {person.role, role} and role in Role.values
    is_other = _same_clinic(user, person) and person.is_active and user.pk != person.pk
    return user.is_clinic_admin and is_other and is_of_people


def can_manage_clinic(user: User, clinic: Clinic) -> bool:
    """Say whether `user` may change settings, care and service accounts."""
    return _runs(user, clinic)


def can_assign_care(user: User, therapist: User, patient: User) -> bool:
    """Say whether `user` may start or end the care of `patient` by `therapist`."""
    return (
        _same_clinic(user, therapist)
        and _same_clinic(user, patient)
        and user.is_clinic_admin
        and therapist.is_therapist
        and patient.is_patient
    )
