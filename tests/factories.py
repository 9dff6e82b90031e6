"""Rows for tests: valid by default, one clinic for all unless a test says otherwise."""

import datetime as dt
import hashlib

import factory
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory

from clinic import models
from clinic.domain.consent import CURRENT_VERSION

NOON = dt.datetime(2026, 3, 2, 12, 0, tzinfo=dt.UTC)  # a Monday
PASSWORD = "correct horse battery"


class ClinicFactory(DjangoModelFactory):
    class Meta:
        model = models.Clinic
        django_get_or_create = ["slug"]

    name = "Riverside Physiotherapy"
    slug = "riverside"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = models.User

    clinic = factory.SubFactory(ClinicFactory)
    email = factory.Sequence(lambda n: f"person{n}@example.org")
    full_name = factory.Sequence(lambda n: f"Person Number{n}")
    role = models.User.Role.PATIENT

    @classmethod
    def _create(cls, model_class, *args, password=PASSWORD, **kwargs):
        return model_class.objects.create_user(*args, password=password, **kwargs)


class PatientFactory(UserFactory):
    role = models.User.Role.PATIENT


class TherapistFactory(UserFactory):
    role = models.User.Role.THERAPIST


class ClinicAdminFactory(UserFactory):
    role = models.User.Role.CLINIC_ADMIN


class ServiceAccountFactory(UserFactory):
    role = models.User.Role.SERVICE
    password = None


class CareFactory(DjangoModelFactory):
    class Meta:
        model = models.CareRelationship

    therapist = factory.SubFactory(TherapistFactory)
    patient = factory.SubFactory(PatientFactory)
    started_at = NOON - dt.timedelta(days=30)


class ConsentFactory(DjangoModelFactory):
    class Meta:
        model = models.Consent

    patient = factory.SubFactory(PatientFactory)
    version = CURRENT_VERSION
    given_at = NOON - dt.timedelta(days=10)


class ExerciseFactory(DjangoModelFactory):
    class Meta:
        model = models.Exercise
        django_get_or_create = ["code", "clinic"]

    clinic = None
    code = "squat"
    name = "Squat"
    summary = "Sit back and stand up again."
    instructions = ["Stand with your feet hip-width apart.", "Sit back and down."]
    mistakes = [
        {"code": "shallow", "name": "Not deep enough", "cue": "Sit a little lower."}
    ]
    movement = {
        "measure": "knee_flexion",
        "unit": "deg",
        "peak": "max",
        "target": [70.0, 140.0],
    }


class PlanFactory(DjangoModelFactory):
    class Meta:
        model = models.Plan

    patient = factory.SubFactory(PatientFactory)
    clinic = factory.SelfAttribute("patient.clinic")
    prescribed_by = factory.SubFactory(
        TherapistFactory, clinic=factory.SelfAttribute("..clinic")
    )
    title = "After knee surgery"
    starts_on = (NOON - dt.timedelta(days=14)).date()


class PrescriptionFactory(DjangoModelFactory):
    class Meta:
        model = models.Prescription

    plan = factory.SubFactory(PlanFactory)
    exercise = factory.SubFactory(ExerciseFactory)
    position = factory.Sequence(int)
    sets = 2
    repetitions = 10


class PlanPhaseFactory(DjangoModelFactory):
    class Meta:
        model = models.PlanPhase

    plan = factory.SubFactory(PlanFactory)
    position = 1
    title = "Stronger"


class SavedViewFactory(DjangoModelFactory):
    class Meta:
        model = models.SavedView

    therapist = factory.SubFactory(TherapistFactory)
    name = factory.Sequence(lambda n: f"View {n}")
    show = "attention"
    sort = "name"
    saved_at = NOON


class RecordingFactory(DjangoModelFactory):
    class Meta:
        model = models.Recording
        skip_postgeneration_save = True  # saving the file saves the row

    patient = factory.SubFactory(PatientFactory)
    clinic = factory.SelfAttribute("patient.clinic")
    prescription = factory.SubFactory(
        PrescriptionFactory, plan__patient=factory.SelfAttribute("...patient")
    )
    exercise = factory.SelfAttribute("prescription.exercise")
    uploaded_by = factory.SelfAttribute("patient")
    content_type = "video/mp4"
    size_bytes = 1000
    sha256 = factory.Sequence(lambda n: hashlib.sha256(str(n).encode()).hexdigest())
    recorded_at = NOON
    uploaded_at = NOON

    @factory.post_generation
    def with_file(self, create, extracted, **_):
        """`with_file=b"..."` stores an original with that content."""
        if create and extracted:
            self.original.save("clip.mp4", ContentFile(extracted))


class AnalysisFactory(DjangoModelFactory):
    class Meta:
        model = models.Analysis

    class Params:
        running = factory.Trait(
            status=models.Analysis.Status.RUNNING,
            claim=factory.Faker("uuid4", cast_to=None),
            claimed_at=NOON,
            lease_until=NOON + dt.timedelta(seconds=60),
            started_at=NOON,
            attempts=1,
        )
        done = factory.Trait(
            status=models.Analysis.Status.DONE,
            stage=models.Analysis.Stage.DONE,
            percent=100,
            attempts=1,
            started_at=NOON,
            finished_at=NOON + dt.timedelta(seconds=20),
            report={"schema": 1, "repetitions": [], "summary": {}},
        )
        failed = factory.Trait(
            status=models.Analysis.Status.FAILED,
            attempts=1,
            started_at=NOON,
            finished_at=NOON + dt.timedelta(seconds=20),
            failure_code="no_person",
            failure_message="No person was found.",
            failure_what_to_do="Place the phone so that your whole body is in view.",
        )

    recording = factory.SubFactory(RecordingFactory)
    pipeline_version = "0.1.0"
    options_key = "default"
    queued_at = NOON


class RepetitionFactory(DjangoModelFactory):
    class Meta:
        model = models.Repetition

    analysis = factory.SubFactory(AnalysisFactory, done=True)
    index = factory.Sequence(lambda n: n + 1)
    start_s = 1.0
    peak_s = 2.0
    end_s = 3.0
    side = models.Prescription.Side.BOTH
    score = 80.0


class FindingFactory(DjangoModelFactory):
    class Meta:
        model = models.Finding

    repetition = factory.SubFactory(RepetitionFactory)
    mistake = "shallow"
    severity = models.Finding.Severity.MODERATE
    confidence = 0.9
    joint = "knee"
    side = "left"
    phase = "peak"
    time_s = 2.0
    value = 80.0
    expected_low = 95.0
    expected_high = 140.0
    unit = "deg"
    message = "Bend a little deeper."


class CommentFactory(DjangoModelFactory):
    class Meta:
        model = models.Comment

    recording = factory.SubFactory(RecordingFactory)
    by = factory.SubFactory(TherapistFactory)
    time_s = 2.0
    text = "A little lower here."
    written_at = NOON


class VerdictFactory(DjangoModelFactory):
    class Meta:
        model = models.Verdict

    finding = factory.SubFactory(FindingFactory)
    by = factory.SubFactory(TherapistFactory)
    decision = models.Verdict.Decision.CONFIRMED
    decided_at = NOON
    pipeline_version = "0.1.0"


class MessageFactory(DjangoModelFactory):
    class Meta:
        model = models.Message

    patient = factory.SubFactory(PatientFactory)
    clinic = factory.SelfAttribute("patient.clinic")
    sender = factory.SelfAttribute("patient")
    text = "My knee feels better."
    sent_at = NOON


class ReviewFactory(DjangoModelFactory):
    class Meta:
        model = models.Review

    recording = factory.SubFactory(RecordingFactory)
    by = factory.SubFactory(TherapistFactory)


class UploadFactory(DjangoModelFactory):
    class Meta:
        model = models.Upload

    prescription = factory.SubFactory(PrescriptionFactory)
    patient = factory.SelfAttribute("prescription.plan.patient")
    clinic = factory.SelfAttribute("patient.clinic")
    size_bytes = 1000
    recorded_at = begun_at = NOON
    expires_at = NOON + dt.timedelta(days=7)


class UploadPartFactory(DjangoModelFactory):
    class Meta:
        model = models.UploadPart

    upload = factory.SubFactory(UploadFactory)
    offset_bytes = 0
    size_bytes = 10
    file = "uploads/part"


class SelfReportFactory(DjangoModelFactory):
    class Meta:
        model = models.SelfReport

    prescription = factory.SubFactory(PrescriptionFactory)
    patient = factory.SelfAttribute("prescription.plan.patient")
    clinic = factory.SelfAttribute("patient.clinic")
    moment = "before"
    pain = 2
    reported_at = NOON


class GoalFactory(DjangoModelFactory):
    class Meta:
        model = models.Goal

    patient = factory.SubFactory(PatientFactory)
    clinic = factory.SelfAttribute("patient.clinic")
    text = "Walk to the shop"
    written_at = NOON


class AlertRuleFactory(DjangoModelFactory):
    class Meta:
        model = models.AlertRule

    clinic = factory.SubFactory(ClinicFactory)
    kind = "pain"
    threshold = 7


class AlertFactory(DjangoModelFactory):
    class Meta:
        model = models.Alert

    patient = factory.SubFactory(PatientFactory)
    clinic = factory.SelfAttribute("patient.clinic")
    kind = "pain"
    occasion = factory.Sequence(lambda n: f"report {n}")
    facts = factory.LazyFunction(lambda: {"pain": 8, "threshold": 7})
    raised_at = NOON
