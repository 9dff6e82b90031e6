"""Addresses of a clinic's own exercises."""

from django.urls import URLPattern, path

from clinic.web.views import own_exercise

urlpatterns: list[URLPattern] = [
    path("library/new/", own_exercise.new_exercise, name="new_exercise"),
    path(
        "library/own/<uuid:public_id>/",
        own_exercise.own_exercise_page,
        name="own_exercise",
    ),
    path(
        "library/own/<uuid:public_id>/progress/",
        own_exercise.own_exercise_progress,
        name="own_exercise_progress",
    ),
    path(
        "library/own/<uuid:public_id>/video/",
        own_exercise.film_again,
        name="film_again",
    ),
    path(
        "library/own/<uuid:public_id>/act/",
        own_exercise.decide,
        name="decide_exercise",
    ),
]
