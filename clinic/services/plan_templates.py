"""Keep plans to begin with, and mark exercises to find at once."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from clinic import access
from clinic.models import Exercise, FavoriteExercise, PlanTemplate, User
from clinic.services import audit, plan_drafts, plans
from clinic.services.errors import Refused
from clinic.services.plan_drafts import Draft


class TemplateNeedsTitle(Refused):
    """A template without a name is not found again."""

    code = "template_needs_title"


@transaction.atomic
def save(*, by: User, draft: Draft, now: datetime) -> PlanTemplate:
    """Keep `draft` for the therapists of the clinic; the same title replaces it.

    Advice to one patient and their own ranges are left out.

    Raises:
        Denied, TemplateNeedsTitle, PlanNotValid.
    """
    access.require(access.can_keep_templates(by))
    if not draft.title.strip():
        raise TemplateNeedsTitle(_("Give the template a name."))
    general = plan_drafts.without_patient(draft)
    plans.check(general, by=by, starts_on=now.date())
    assert by.clinic is not None  # noqa: S101  for mypy; required above
    template, is_new = PlanTemplate.objects.update_or_create(
        clinic=by.clinic,
        title=draft.title.strip()[:100],
        defaults={
            "content": plan_drafts.content(general),
            "added_by": by,
            "added_at": now,
        },
    )
    action = "plan_template.added" if is_new else "plan_template.replaced"
    audit.record(action=action, about=template, by=by, now=now)
    return template


@transaction.atomic
def drop(*, by: User, template: PlanTemplate, now: datetime) -> None:
    """Remove `template`; plans that began with it stay."""
    access.require(access.can_keep_templates(by))
    access.require(template.clinic_id == by.clinic_id)
    audit.record(action="plan_template.dropped", about=template, by=by, now=now)
    template.delete()


def set_favorite(*, by: User, exercise: Exercise, is_favorite: bool) -> None:
    """Mark `exercise` as one that `by` wants to find at once, or no longer."""
    access.require(by.is_active and by.is_therapist)
    access.require(exercise.clinic_id in {None, by.clinic_id})
    if is_favorite:
        FavoriteExercise.objects.get_or_create(user=by, exercise=exercise)
    else:
        FavoriteExercise.objects.filter(user=by, exercise=exercise).delete()
