"""What a patient wants to be able to do again."""

from clinic.models import Goal, User


def goal_of(patient: User, *, viewer: User) -> str:
    """Return the goal of `patient`, in their words; empty where `viewer` sees none."""
    visible = Goal.objects.visible_to(viewer).filter(patient=patient)
    newest = visible.newest_first().first()
    return newest.text if newest else ""
