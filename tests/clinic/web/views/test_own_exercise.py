"""Who may make exercises, and what the pages say of them."""

import gzip

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from clinic.models import Exercise, ExerciseVersion, Reference
from clinic.web.presentation import own_exercise
from recognition import learning
from recognition.assessment import deviations
from recognition.simulation import observation
from recognition.simulation.camera import Camera
from recognition.simulation.scenario import Scenario, perform
from tests.clinic.files import MP4, upload
from tests.factories import (
    NOON,
    ClinicAdminFactory,
    ClinicFactory,
    PatientFactory,
    PrescriptionFactory,
    TherapistFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def signals():
    """What somebody's three squats could be cut by."""
    performance = perform(Scenario("squat", 3, camera=Camera(90.0)))
    poses = observation.ideal(performance)
    return learning.choices(poses, name="Slow knee bend", code="own_1")


@pytest.fixture
def author():
    return TherapistFactory()


@pytest.fixture
def draft(author, signals):
    """A draft that was learned and judged, with files of a few bytes."""
    first = next(one for one in signals if one["definition"])
    exercise = Exercise.objects.create(
        clinic=author.clinic, code="own_1", name="Slow knee bend", is_offered=False
    )
    reference = Reference(
        exercise=exercise,
        uploaded_by=author,
        uploaded_at=NOON,
        shown="self",
        size_bytes=len(MP4),
        duration_s=12.0,
        learned=first["definition"],
        takes=first["takes"],
        motion=first["motion"],
        signals=signals,
    )
    for name, file in (("playback", "p.mp4"), ("still", "s.jpg"), ("poses", "p.npz")):
        getattr(reference, name).save(file, ContentFile(b"some bytes"), save=False)
    reference.save()
    version = ExerciseVersion(
        exercise=exercise,
        number=1,
        reference=reference,
        definition=first["definition"],
        status="done",
        report={"repetitions": [], "video": {"width": 64, "height": 48}},
        drafted_by=author,
        drafted_at=NOON,
        queued_at=NOON,
        finished_at=NOON,
    )
    version.curves.save("curves.json.gz", ContentFile(gzip.compress(b"{}")), save=False)
    version.save()
    return version


@pytest.fixture
def published(draft, author, client):
    client.force_login(author)
    client.post(act(draft), {"act": "publish"})
    draft.refresh_from_db()
    draft.exercise.refresh_from_db()
    assert draft.is_published
    return draft


def page(version):
    return reverse("therapist:own_exercise", args=[version.public_id])


def act(version):
    return reverse("therapist:decide_exercise", args=[version.public_id])


def files(version):
    named = {"public_id": version.reference.public_id}
    return [
        reverse("media:reference_video", kwargs=named),
        reverse("media:reference_still", kwargs=named),
        reverse("media:version_curves", kwargs={"public_id": version.public_id}),
    ]


def statuses(client, person, addresses):
    client.force_login(person)
    answers = [client.get(address) for address in addresses]
    for answer in answers:
        answer.close()  # a file is streamed
    return {answer.status_code for answer in answers}


class TestAccess:
    def test_a_draft_is_shown_to_its_author_alone(self, client, draft, author):
        addresses = [page(draft), *files(draft)]
        assert statuses(client, author, addresses) == {200}
        assert statuses(client, TherapistFactory(), addresses) == {404}

    def test_what_is_published_is_shown_to_therapists_of_the_clinic(
        self, client, published
    ):
        stranger = TherapistFactory(clinic=ClinicFactory(slug="elsewhere"))
        addresses = [page(published), *files(published)]
        assert statuses(client, TherapistFactory(), addresses) == {200}
        assert statuses(client, stranger, addresses) == {404}

    def test_nobody_else_sees_page_or_video(self, client, published):
        for person in (PatientFactory(), ClinicAdminFactory()):
            assert statuses(client, person, [page(published)]) == {403}
            assert statuses(client, person, files(published)) == {404}

    def test_patients_see_the_figure_of_what_is_prescribed_to_them(
        self, client, published, author
    ):
        address = reverse("media:motion", kwargs={"code": "own_1"})
        patient = PatientFactory()
        assert statuses(client, author, [address]) == {200}
        assert statuses(client, patient, [address]) == {404}
        PrescriptionFactory(plan__patient=patient, exercise=published.exercise)
        assert statuses(client, patient, [address]) == {200}
        stranger = PatientFactory(clinic=ClinicFactory(slug="elsewhere"))
        assert statuses(client, stranger, [address]) == {404}

    def test_a_deleted_video_is_shown_to_nobody(self, client, published, author):
        client.force_login(author)
        client.post(act(published), {"act": "delete_video"})
        assert statuses(client, author, files(published)[:2]) == {404}
        assert "The video is deleted" in client.get(page(published)).text
        client.post(act(published), {"act": "restore_video"})
        assert statuses(client, author, files(published)) == {200}

    def test_strangers_change_nothing(self, client, published):
        client.force_login(TherapistFactory(clinic=ClinicFactory(slug="elsewhere")))
        assert client.post(act(published), {"act": "archive"}).status_code == 404
        assert Exercise.objects.get().is_offered


class TestNew:
    @pytest.fixture
    def send(self, client, author, enqueued):
        client.force_login(author)

        def send(**changes):
            said = {"name": "Slow knee bend", "shown": "self", "agrees": "on"}
            said |= {"file": upload()} | changes
            return client.post(reverse("therapist:new_exercise"), said)

        return send

    def test_a_video_becomes_a_draft(self, send, client):
        answer = send()
        version = ExerciseVersion.objects.get()
        assert answer.headers["Location"] == page(version)
        assert "Learning from the video" in client.get(page(version)).text

    def test_without_agreement_nothing_is_kept(self, send):
        answer = send(agrees="")
        assert answer.status_code == 422
        assert "Without this the video cannot be used." in answer.text
        assert not Reference.objects.exists()

    def test_something_else_than_a_video_is_refused_in_words(self, send):
        answer = send(file=upload(b"no video at all" * 50))
        assert answer.status_code == 422
        assert "not a video" in answer.text

    def test_a_failure_is_told_with_what_to_do(self, send, client):
        send()
        version = ExerciseVersion.objects.get()
        ExerciseVersion.objects.update(
            status="failed",
            finished_at=NOON,
            failure_code="nothing_to_learn",
            failure_message="No joint moves far enough to be measured from here.",
            failure_what_to_do="Record three to five equal repetitions.",
        )
        shown = client.get(page(version)).text
        assert "No joint moves far enough" in shown
        assert "Record three to five equal" in shown
        assert "Take another video" in shown
        again = reverse("therapist:film_again", args=[version.public_id])
        said = {"file": upload(), "shown": "self", "agrees": "on"}
        answer = client.post(again, said)
        anew = ExerciseVersion.objects.get()
        assert answer.headers["Location"] == page(anew)
        assert anew.status == "queued"
        assert Reference.objects.count() == 1


class TestAdjust:
    @pytest.fixture
    def said(self, draft):
        keys = [take["key"] for take in draft.reference.takes]
        return {
            "name": "Deep bend",
            "instructions": "Stand.\n\nBend.",
            "sides": ["both"],
            "repetitions": 8,
            "target_low": 80,
            "target_high": 120,
            **{f"tolerance-{key}": 15 for key in keys},
        }

    def test_what_is_not_ticked_is_not_judged(
        self, client, draft, author, said, enqueued
    ):
        client.force_login(author)
        assert client.post(page(draft), said).status_code == 302
        draft.refresh_from_db()
        [main] = [t["key"] for t in draft.reference.takes if t["primary"]]
        assert draft.adjustments["tolerances"] == {main: 15.0}
        assert draft.adjustments["instructions"] == ["Stand.", "Bend."]
        assert draft.status == "queued"
        assert "being judged by what you set" in client.get(page(draft)).text

    def test_what_cannot_be_judged_by_is_told_and_not_kept(
        self, client, draft, author, said
    ):
        client.force_login(author)
        answer = client.post(page(draft), said | {"target_low": 200})
        assert answer.status_code == 422
        assert "The target must end above where it begins." in answer.text
        draft.refresh_from_db()
        assert draft.adjustments == {}


class TestBand:
    def test_tempo_is_no_difference_as_where_patients_are_judged(self, draft):
        assert own_exercise.WARPED == deviations.BAND
        assert own_exercise.LASTING == deviations.LASTING
        [take, *_] = draft.reference.takes
        row = take["values"]
        later = [*row[:1] * 3, *row[:-3]]
        [curve] = own_exercise.curves([take | {"takes": [row, later]}], {})
        assert (curve.inside, curve.count) == (2, 2)

    def test_what_goes_further_than_allowed_is_outside(self, draft):
        [take, *_] = draft.reference.takes
        tolerance = take["tolerance"]
        further = [value + tolerance + 40 for value in take["values"]]
        [curve] = own_exercise.curves([take | {"takes": [further]}], {})
        assert (curve.inside, curve.count) == (0, 1)


class TestSignal:
    def test_each_measure_is_shown_with_the_repetitions_that_it_finds(
        self, client, draft, author, signals
    ):
        client.force_login(author)
        shown = client.get(page(draft)).text
        for one in signals:
            assert f'value="{one["key"]}"' in shown
        assert shown.count("Finds 3 repetitions") == len(signals)
        assert shown.count("<rect") >= 3 * len(signals)

    def test_another_measure_is_chosen_with_a_button(
        self, client, draft, author, signals, enqueued
    ):
        other = [one["key"] for one in signals if one["definition"]][1]
        client.force_login(author)
        said = {"act": "cut_by", "signal": other}
        assert client.post(act(draft), said).headers["Location"] == page(draft)
        draft.refresh_from_db()
        assert (draft.signal, draft.status) == (other, "queued")
        primary = next(take for take in draft.taught["takes"] if take["primary"])
        assert primary["key"].endswith(other.partition("-")[2])

    def test_what_cannot_be_chosen_is_said_and_changes_nothing(
        self, client, draft, author
    ):
        client.force_login(author)
        said = {"act": "cut_by", "signal": "left-nothing"}
        answer = client.post(act(draft), said, follow=True)
        assert "Repetitions cannot be cut by that." in answer.text
        draft.refresh_from_db()
        assert draft.signal == ""

    def test_what_is_published_shows_its_measure_without_a_choice(
        self, client, published
    ):
        shown = client.get(page(published)).text
        assert "What repetitions are cut by" in shown
        assert 'name="signal"' not in shown


class TestLibrary:
    def test_lists_drafts_of_ones_own_and_what_the_clinic_published(
        self, client, draft, author
    ):
        def library(person):
            client.force_login(person)
            return client.get(reverse("therapist:library")).text

        assert "Slow knee bend" in library(author)
        colleague = TherapistFactory()
        assert "Slow knee bend" not in library(colleague)
        client.force_login(author)
        client.post(act(draft), {"act": "publish"})
        assert "Made in your clinic" in library(colleague)
        stranger = TherapistFactory(clinic=ClinicFactory(slug="elsewhere"))
        assert "Slow knee bend" not in library(stranger)

    def test_an_archived_one_can_be_found_and_offered_again(
        self, client, published, author
    ):
        client.force_login(author)
        client.post(act(published), {"act": "archive"})
        shown = client.get(reverse("therapist:library")).text
        assert "Archived" in shown
        assert page(published) in shown
        client.post(act(published), {"act": "offer"})
        assert Exercise.objects.get().is_offered


def test_a_change_of_what_is_published_is_the_next_version(
    client, published, author, enqueued
):
    client.force_login(author)
    answer = client.post(act(published), {"act": "change"})
    following = ExerciseVersion.objects.get(number=2)
    assert answer.headers["Location"] == page(following)
    assert not following.is_published
    assert "Version 1" in client.get(page(following)).text
    client.post(act(following), {"act": "discard"})
    assert list(ExerciseVersion.objects.values_list("number", flat=True)) == [1]
    assert Reference.objects.count() == 1
