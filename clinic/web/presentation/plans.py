"""A patient's plans in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.domain.progression import Rule, Session
from clinic.models import Exercise, Plan, PlanTemplate
from clinic.selectors.phases import PhaseAhead
from clinic.web.presentation import words


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One exercise of a plan."""

    exercise: Exercise
    dose: str
    days: str
    pace: str
    aims: str
    note: str


@dataclass(frozen=True, slots=True)
class SessionWords:
    """One session that a rule looks at."""

    day: date
    score: str
    pain: str
    meets: bool


@dataclass(frozen=True, slots=True)
class Ahead:
    """The next phase, its rule, and the figures behind."""

    title: str
    rule: str
    sessions: tuple[SessionWords, ...]
    is_proposed: bool


@dataclass(frozen=True, slots=True)
class PlanWords:
    """One plan: `begins` says from when its newest version holds, if that is later."""

    plan: Plan
    dates: str
    begins: str
    phase: str
    items: tuple[PlanItem, ...]
    ahead: Ahead | None


@dataclass(frozen=True, slots=True)
class TemplateWords:
    """One template of the clinic."""

    template: PlanTemplate
    exercises: int
    phases: int


def in_words(
    plans: Iterable[Plan], ahead: Mapping[int, PhaseAhead], *, on: date
) -> list[PlanWords]:
    """Return `plans` (prescriptions and exercises prefetched) in words."""
    return [
        PlanWords(
            plan=plan,
            dates=words.period(plan.starts_on, plan.ends_on),
            begins=date_format(plan.starts_on, _("j M")) if plan.starts_on > on else "",
            phase=_phase(plan),
            items=items(plan),
            ahead=_ahead(ahead[plan.pk]) if plan.pk in ahead else None,
        )
        for plan in plans
    ]


def items(plan: Plan) -> tuple[PlanItem, ...]:
    """Return the exercises of `plan` in words."""
    return tuple(
        PlanItem(
            exercise=item.exercise,
            dose=words.dose(item),
            days=words.days(item),
            pace=words.pace(item),
            aims=words.aims(item),
            note=item.note,
        )
        for item in plan.prescriptions.all()
    )


def templates(found: Iterable[PlanTemplate]) -> list[TemplateWords]:
    """Return templates with how much is in them."""
    return [
        TemplateWords(one, len(one.content["items"]), 1 + len(one.content["phases"]))
        for one in found
    ]


def _phase(plan: Plan) -> str:
    if plan.phase == 1 and not plan.phases.all():
        return ""
    said = _("Phase %(number)d") % {"number": plan.phase}
    return f"{said}: {plan.phase_title}" if plan.phase_title else said


def _ahead(ahead: PhaseAhead) -> Ahead:
    rule = ngettext(
        "score at least %(score)d and pain at most %(pain)d in %(n)d session",
        "score at least %(score)d and pain at most %(pain)d in each of the last "
        "%(n)d sessions",
        ahead.rule.sessions,
    )
    said = {
        "score": ahead.rule.min_score,
        "pain": ahead.rule.max_pain,
        "n": ahead.rule.sessions,
    }
    return Ahead(
        title=ahead.phase.title,
        rule=rule % said,
        sessions=tuple(_session(one, ahead.rule) for one in ahead.sessions),
        is_proposed=ahead.is_proposed,
    )


def _session(session: Session, rule: Rule) -> SessionWords:
    score, pain = words.whole(session.score), session.pain
    return SessionWords(
        day=session.on,
        score=_("no score") if score is None else str(score),
        pain=_("not told") if pain is None else str(pain),
        meets=rule.is_met_by(session),
    )
