"""A patient's plans, the versions of one, and a therapist's favorites."""

from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from clinic.models import FavoriteExercise, Plan, Prescription, User


def current_plans(user: User, patient: User, *, on: date) -> list[Plan]:
    """Return the newest version of each plan that holds on `on` or later.

    With exercises and phases; what was replaced comes as `replaces`.
    """
    left = Q(ends_on__isnull=True) | Q(ends_on__gte=on)
    newest = Plan.objects.visible_to(user).newest().filter(left, patient=patient)
    return list(whole(newest).order_by("starts_on", "pk"))


def versions_of(plan: Plan) -> list[Plan]:
    """Return all versions of the series of `plan`, the first one first."""
    series = Plan.objects.filter(series=plan.series, patient=plan.patient_id)
    return list(whole(series).order_by("version"))


def favorites_of(user: User) -> frozenset[int]:
    """Return the keys of the exercises that `user` marked."""
    rows = FavoriteExercise.objects.filter(user=user)
    return frozenset(rows.values_list("exercise", flat=True))


def whole(plans: QuerySet[Plan]) -> QuerySet[Plan]:
    """Return `plans` with their exercises and phases, and who wrote them."""
    items = Prescription.objects.select_related("exercise").order_by("position")
    return plans.select_related(
        "prescribed_by", "replaces", "patient", "clinic"
    ).prefetch_related(Prefetch("prescriptions", queryset=items), "phases")
