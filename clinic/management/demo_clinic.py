"""The demo's clinic: one admin, two therapists, seven patients with plans."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.test.utils import override_settings

from clinic.config import env
from clinic.models import Clinic, Exercise, Plan, Prescription, User
from clinic.services import (
    accounts,
    care,
    comments,
    consent,
    exercises,
    messages,
    plan_drafts,
    plan_templates,
    plan_versions,
    plans,
    saved_views,
)
from clinic.services.plan_drafts import Draft, PhaseAhead, Prescribed
from clinic.services.saved_views import Looks

SLUG = "demo"
OWN_VIDEO = "Your own video"


@dataclass(frozen=True)
class Person:
    """One person of the demo."""

    email: str
    full_name: str
    role: str


def _person(name: str, role: str) -> Person:
    first = name.partition(" ")[0].lower()
    return Person(f"{first}@repwise.example", name, role)


ADMIN = _person("Ines Calloway", User.Role.CLINIC_ADMIN)
THERAPISTS = (
    _person("Jonas Weller", User.Role.THERAPIST),
    _person("Priya Raman", User.Role.THERAPIST),
)
KNEE = _person("Maria Lindgren", User.Role.PATIENT)
SHOULDER = _person("Daniel Okafor", User.Role.PATIENT)
NEWCOMER = _person("Ruth Alvarez", User.Role.PATIENT)
DECLINING = _person("Helen Marsh", User.Role.PATIENT)
PAINFUL = _person("Viktor Halvorsen", User.Role.PATIENT)
BREATHLESS = _person("Aisha Rahman", User.Role.PATIENT)
BUSY = _person("Emil Novak", User.Role.PATIENT)
TREATED_BY_FIRST = (KNEE, SHOULDER, DECLINING, PAINFUL)
TREATED_BY_SECOND = (NEWCOMER, BREATHLESS, BUSY)
PEOPLE = (ADMIN, *THERAPISTS, *TREATED_BY_FIRST, *TREATED_BY_SECOND)
INVITED = _person("Tomas Berg", User.Role.PATIENT)

HISTORY_DAYS = 84  # the first plans began twelve weeks ago ...
FULL_DAYS = 42  # ... and everybody exercises as planned now for six
# Who began twelve weeks ago did so once a week, with this; then the plan was changed.
BEGINNINGS: dict[Person, tuple[str, int]] = {
    KNEE: ("squat", 1),
    SHOULDER: ("shoulder_abduction", 2),
    DECLINING: ("sit_to_stand", 1),
}
PLANS: dict[Person, tuple[str, tuple[dict[str, object], ...]]] = {
    KNEE: (
        "Knee, weeks 5 to 14",
        (
            {
                "code": "squat",
                "repetitions": 6,
                "days": (1, 3, 6),
                "note": "Slowly down, knees over the toes. Stop if it hurts.",
            },
            {"code": "sit_to_stand", "repetitions": 6, "days": (5,)},
            {"code": "lunge", "repetitions": 8, "days": (7,)},
        ),
    ),
    SHOULDER: (
        "Right shoulder, weeks 2 to 12",
        (
            {
                "code": "shoulder_abduction",
                "repetitions": 6,
                "days": (2, 4),
                "side": Prescription.Side.RIGHT,
                "note": "Up to shoulder height this week.",
            },
            {"code": "biceps_curl", "repetitions": 12, "days": (7,)},
        ),
    ),
    DECLINING: (
        "Hip, staying active",
        (
            {"code": "sit_to_stand", "repetitions": 6, "days": (1, 4)},
            {"code": "marching", "repetitions": 6, "days": (2, 6)},
        ),
    ),
    PAINFUL: (
        "After knee replacement",
        (
            {
                "code": "squat",
                "repetitions": 6,
                "days": (1, 3, 5),
                "note": "Only as deep as it does not hurt.",
            },
        ),
    ),
    BREATHLESS: (
        "Back to sport",
        (
            {"code": "push_up", "repetitions": 6, "days": (2,)},
            {"code": "squat", "repetitions": 6, "days": (3, 6)},
        ),
    ),
    BUSY: (
        "Frozen shoulder",
        ({"code": "shoulder_flexion", "repetitions": 6, "days": (1, 3, 5)},),
    ),
    NEWCOMER: (
        "Getting strong again",
        (
            {"code": "sit_to_stand", "repetitions": 10},
            {"code": "push_up", "repetitions": 6, "note": "On your knees is fine."},
        ),
    ),
}


def password() -> str:
    """Return the password of every demo login, made up on the first start.

    One that everybody knows would let anybody on the network in.
    """
    secret = env.kept_secret(settings.STATE_DIR / "demo_password")
    plain = "".join(each for each in secret.lower() if each.isalnum())
    return "-".join((plain[:4], plain[4:8], plain[8:12]))


def user(person: Person) -> User:
    """Return the account of one of the demo's people."""
    found: User = User.objects.get(email=person.email)
    return found


def ensure(now: datetime) -> bool:
    """Make the clinic and its people where they are missing; say whether it did."""
    exercises.sync_catalog()
    if Clinic.objects.filter(slug=SLUG).exists():
        return False
    # Letters leave with the commit. These invitations are answered at once; the outbox
    # keeps the one that still can be.
    nowhere = "django.core.mail.backends.dummy.EmailBackend"
    with override_settings(EMAIL_BACKEND=nowhere), transaction.atomic():
        _open_clinic()
        _fill(now)
    _invite(INVITED, by=user(THERAPISTS[0]), now=now)
    return True


def _fill(now: datetime) -> None:
    began = now - timedelta(days=HISTORY_DAYS + 9)
    _let_in(THERAPISTS, by=user(ADMIN), now=began)
    jonas, priya = map(user, THERAPISTS)
    _let_in(TREATED_BY_FIRST, by=jonas, now=began)
    _let_in(TREATED_BY_SECOND, by=priya, now=began)
    care.assign(by=user(ADMIN), therapist=priya, patient=user(KNEE), now=began)
    _prescribe(now)
    _write_messages(now)
    _keep_ways_to_work(jonas, now)


def _open_clinic() -> None:
    """Make the tenant and its first admin, as an operator would."""
    clinic = Clinic.objects.create(name="Riverside Physiotherapy", slug=SLUG)
    User.objects.create_user(
        ADMIN.email,
        password(),
        full_name=ADMIN.full_name,
        role=ADMIN.role,
        clinic=clinic,
    )


def _let_in(people: Iterable[Person], *, by: User, now: datetime) -> None:
    """Open accounts as anybody gets one: invited, then accepted."""
    for person in people:
        invited = _invite(person, by=by, now=now)
        accounts.accept_invitation(token=invited.token, password=password(), now=now)


def _invite(person: Person, *, by: User, now: datetime) -> accounts.Invited:
    return accounts.invite(
        by=by,
        email=person.email,
        full_name=person.full_name,
        role=person.role,
        now=now,
    )


def _prescribe(now: datetime) -> None:
    for person, (title, wanted) in PLANS.items():
        patient = user(person)
        days = HISTORY_DAYS if person in BEGINNINGS else FULL_DAYS
        began = now - timedelta(days=days)
        if person != NEWCOMER:  # the newcomer is asked before the first recording
            consent.give(by=patient, now=began)
        draft = Draft(
            title=title,
            items=tuple(_prescribed(**each) for each in wanted),
            ends_on=(now + timedelta(days=28)).date(),
            phases=_phases(person),
        )
        first = _first_items(person) or draft.items
        plan = plans.prescribe(
            by=therapist_of(patient),
            patient=patient,
            title=title,
            starts_on=began.date(),
            ends_on=draft.ends_on,
            prescriptions=first,
            phases=draft.phases,
            now=began,
        )
        plan_versions.change(
            by=plan.prescribed_by,
            plan=plan,
            draft=draft,
            now=now - timedelta(days=FULL_DAYS),
        )


def _first_items(person: Person) -> tuple[Prescribed, ...]:
    """Return what the first weeks asked for, where they asked for less."""
    if person not in BEGINNINGS:
        return ()
    code, weekday = BEGINNINGS[person]
    wanted = next(each for each in PLANS[person][1] if each["code"] == code)
    return (_prescribed(**{**wanted, "days": (weekday,)}),)


def _phases(person: Person) -> tuple[PhaseAhead, ...]:
    """Return the next phase of the one who gets better."""
    if person != KNEE:
        return ()
    more = _prescribed(code="squat", sets=3, repetitions=8, days=(1, 3, 5))
    rule = {"min_score": 60, "max_pain": 3, "sessions": 3}
    return (PhaseAhead("Deeper, three sets", (more,), **rule),)


def _prescribed(code: object, **details: object) -> Prescribed:
    exercise = Exercise.objects.get(clinic=None, code=code)
    return Prescribed(exercise=exercise, **details)  # type: ignore[arg-type]


def first_day() -> date:
    """Return the day on which the demo's plans began."""
    first: Plan = Plan.objects.filter(clinic__slug=SLUG).earliest("starts_on")
    return first.starts_on


def therapist_of(patient: User) -> User:
    """Return who took the patient on."""
    treating = User.objects.filter(care_given__patient=patient)
    found: User = treating.earliest("care_given__pk")
    return found


def _write_messages(now: datetime) -> None:
    jonas, maria = user(THERAPISTS[0]), user(KNEE)
    messages.send(
        by=jonas,
        patient=maria,
        text="Good to see you on Monday. Please film your squats from the front.",
        now=now - timedelta(days=2),
    )
    messages.send(
        by=maria,
        patient=maria,
        text="Will do. Going down feels easier than last week.",
        now=now - timedelta(days=1, hours=20),
    )
    helen = user(DECLINING)
    messages.send(
        by=helen,
        patient=helen,
        text="Since yesterday I feel dizzy when I get up. Should I go on?",
        now=now - timedelta(hours=5),
    )
    emil = user(BUSY)
    messages.send(
        by=user(THERAPISTS[1]),
        patient=emil,
        text="Two short sessions a week are enough to keep what you have won.",
        now=now - timedelta(days=12),
    )
    viktor = user(PAINFUL)
    messages.send(
        by=viktor,
        patient=viktor,
        text="The knee hurt after the squats, 6 of 10. I have paused since.",
        now=now - timedelta(days=4, hours=3),
    )


def _keep_ways_to_work(therapist: User, now: datetime) -> None:
    """Give a therapist what they would have gathered: a template, views, phrases."""
    mine = Plan.objects.newest().get(patient__email=KNEE.email)
    began = now - timedelta(days=30)
    draft = plan_drafts.of_plan(mine)
    plan_templates.save(
        by=therapist, draft=replace(draft, title="Knee, the usual start"), now=began
    )
    for code in ("squat", "sit_to_stand"):
        favorite = Exercise.objects.get(clinic=None, code=code)
        plan_templates.set_favorite(by=therapist, exercise=favorite, is_favorite=True)
    saved_views.save(
        by=therapist, name="To call today", looks=Looks("missed", "last"), now=began
    )
    saved_views.save(
        by=therapist, name="New findings", looks=Looks("findings", "waiting"), now=began
    )
    for text in ("Well controlled, keep going.", "A little slower on the way down."):
        comments.keep_phrase(by=therapist, text=text, now=began)


def prescription(person: Person, code: str, now: datetime) -> Prescription:
    """Return the person's prescription of an exercise, prescribed if it is not yet."""
    patient = user(person)
    mine = Prescription.objects.filter(plan__in=Plan.objects.filter(patient=patient))
    found = mine.filter(exercise__code=code).select_related("plan").first()
    if found is None:
        plan = plans.prescribe(
            by=therapist_of(patient),
            patient=patient,
            title=OWN_VIDEO,
            starts_on=now.date(),
            prescriptions=[_prescribed(code)],
            now=now,
        )
        found = plan.prescriptions.get()
    return plan_versions.of_day(found, now.date())
