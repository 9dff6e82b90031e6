"""Addresses of a therapist's plans, templates, favorites and alerts."""

from django.urls import URLPattern, path

from clinic.web.views import alerts, plan_file, plans

urlpatterns: list[URLPattern] = [
    path("patients/<uuid:public_id>/plans/new/", plans.new_plan, name="new_plan"),
    path("plans/<uuid:public_id>/edit/", plans.edit_plan, name="edit_plan"),
    path("plans/<uuid:public_id>/undo/", plans.undo_change, name="undo_change"),
    path("plans/<uuid:public_id>/end/", plans.end_plan, name="end_plan"),
    path("plans/<uuid:public_id>/phase/", plans.decide_phase, name="decide_phase"),
    path(
        "plans/<uuid:public_id>/plan.pdf", plan_file.therapists_copy, name="plan_file"
    ),
    path("plans/<uuid:public_id>/history/", plans.history_page, name="plan_history"),
    path("templates/<uuid:public_id>/drop/", plans.drop_template, name="drop_template"),
    path("patients/<uuid:public_id>/alerts/", alerts.patients_alerts, name="alerts"),
    path(
        "alerts/<uuid:public_id>/acknowledge/", alerts.acknowledge, name="acknowledge"
    ),
    path("library/<int:pk>/favorite/", plans.favorite, name="favorite"),
]
