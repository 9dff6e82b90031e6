"""Addresses of the pages."""

from django.urls import URLPattern, include, path

from clinic.web import exercise_urls, plan_urls
from clinic.web.views import (
    alerts,
    caseload,
    clinic_admin,
    clinic_reports,
    coach,
    correct,
    goal,
    insights,
    patient,
    plan_file,
    progress,
    progress_file,
    push,
    queue,
    recording,
    review,
    role,
    therapist,
    tus,
    upload,
)
from clinic.web.views.home import home

_patient: list[URLPattern] = [
    path("today/", patient.today_page, name="today"),
    path("consent/", patient.consent_page, name="consent"),
    path("consent/poses/", patient.share_poses, name="share_poses"),
    path("consent/withdraw/", patient.withdraw_consent, name="withdraw_consent"),
    path("exercises/<uuid:public_id>/", upload.upload, name="upload"),
    path("coach/model/", coach.model, name="coach_model"),
    path("uploads/", tus.create, name="uploads"),
    path("uploads/<uuid:public_id>/", tus.parts, name="upload_parts"),
    path("recordings/<uuid:public_id>/", recording.recording_page, name="recording"),
    path(
        "recordings/<uuid:public_id>/progress/",
        recording.recording_progress,
        name="recording_progress",
    ),
    path("recordings/<uuid:public_id>/delete/", recording.delete, name="delete"),
    path("recordings/<uuid:public_id>/restore/", recording.restore, name="restore"),
    path("recordings/<uuid:public_id>/retry/", recording.retry, name="retry"),
    path("recordings/<uuid:public_id>/ask/", recording.ask_therapist, name="ask"),
    path("progress/", progress.own_page, name="progress"),
    path("goal/", goal.write, name="goal"),
    path("goal/<uuid:public_id>/undo/", goal.undo, name="undo_goal"),
    path("messages/", patient.messages_page, name="messages"),
    path("push/", push.subscribe, name="push"),
    path("push/off/", push.unsubscribe, name="push_off"),
    path("plans/<uuid:public_id>/plan.pdf", plan_file.patients_copy, name="plan_file"),
]

_therapist: list[URLPattern] = [
    path("", queue.queue_page, name="caseload"),
    path("patients/", caseload.patients_page, name="patients"),
    path("patients/views/", caseload.save_view, name="save_view"),
    path("patients/views/<uuid:public_id>/", caseload.change_view, name="change_view"),
    path("patients/<uuid:public_id>/", therapist.patient_page, name="patient"),
    path(
        "patients/<uuid:public_id>/progress.csv",
        progress_file.progress_csv,
        name="progress_csv",
    ),
    path(
        "patients/<uuid:public_id>/progress/", progress.patients_page, name="progress"
    ),
    path(
        "patients/<uuid:public_id>/progress/<slug:quantity>.svg",
        progress_file.progress_picture,
        {"kind": "svg"},
        name="progress_picture",
    ),
    path(
        "patients/<uuid:public_id>/progress/<slug:quantity>.png",
        progress_file.progress_picture,
        {"kind": "png"},
        name="progress_png",
    ),
    *plan_urls.urlpatterns,
    *exercise_urls.urlpatterns,
    path("library/", therapist.library_page, name="library"),
    path("messages/", therapist.messages_page, name="messages"),
    path("insights/", insights.insights_page, name="insights"),
    path("review/<uuid:public_id>/", review.review_page, name="review"),
    path(
        "review/<uuid:public_id>/progress/",
        review.review_progress,
        name="review_progress",
    ),
    path("review/<uuid:public_id>/claim/", queue.claim, name="claim"),
    path("review/<uuid:public_id>/repetitions/", correct.recut, name="recut"),
    path("review/<uuid:public_id>/exercise/", correct.name_exercise, name="exercise"),
    path("review/<uuid:public_id>/person/", correct.follow, name="follow"),
    path("review/<uuid:public_id>/undo/", correct.undo, name="undo_correction"),
    path("review/<uuid:public_id>/comment/", correct.comment, name="comment"),
    path(
        "comments/<uuid:public_id>/withdraw/",
        correct.withdraw_comment,
        name="withdraw_comment",
    ),
    path("phrases/<uuid:public_id>/drop/", correct.drop_phrase, name="drop_phrase"),
    path("review/<uuid:public_id>/again/", correct.rerun, name="rerun"),
    path("review/<uuid:public_id>/versions/", correct.versions_page, name="versions"),
    path(
        "analyses/<uuid:public_id>/choose/",
        correct.choose_version,
        name="choose_version",
    ),
    path("review/<uuid:public_id>/finding/", review.add_finding, name="add_finding"),
    path("review/<uuid:public_id>/note/", review.note, name="note"),
    path("review/<uuid:public_id>/done/", review.mark_reviewed, name="mark_reviewed"),
    path(
        "findings/<uuid:public_id>/verdict/",
        review.finding_verdict,
        name="finding_verdict",
    ),
]

_clinic_admin: list[URLPattern] = [
    path("", clinic_admin.people_page, name="people"),
    path("invitations/", clinic_admin.invite, name="invite"),
    path("care/", clinic_admin.assign_care, name="assign_care"),
    path("care/<int:pk>/end/", clinic_admin.end_care, name="end_care"),
    path("programs/", clinic_admin.open_account, name="open_account"),
    path(
        "programs/<uuid:public_id>/close/",
        clinic_admin.close_account,
        name="close_account",
    ),
    path("settings/", clinic_admin.settings_page, name="settings"),
    path("care/transfer/", clinic_admin.transfer, name="transfer"),
    path(
        "people/<uuid:public_id>/account/",
        clinic_admin.change_account,
        name="change_account",
    ),
    path("people/<uuid:public_id>/role/", role.role_page, name="role"),
    path(
        "invitations/<uuid:public_id>/withdraw/",
        clinic_admin.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path("usage/", clinic_reports.usage_page, name="usage"),
    path("usage.csv", clinic_reports.usage_csv, name="usage_csv"),
    path("audit/", clinic_reports.audit_page, name="audit"),
    path("audit.csv", clinic_reports.audit_csv, name="audit_csv"),
    path("settings/logo/", clinic_admin.change_logo, name="change_logo"),
    path("alerts/", alerts.clinics_rules, name="alert_rules"),
]

urlpatterns = [
    path("", home, name="home"),
    path("my/", include((_patient, "patient"))),
    path("therapist/", include((_therapist, "therapist"))),
    path("clinic/", include((_clinic_admin, "clinic_admin"))),
]
