"""The page of a therapist's patients: tiles, order, search."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from clinic.models import RecordingDigest
from tests.clinic import bulk
from tests.factories import SavedViewFactory, UploadFactory


def page(client, **query):
    return client.get(reverse("therapist:patients"), query)


def names(client, **query):
    rows = page(client, **query).context["patients"]
    return [row.person.full_name for row in rows]


@pytest.fixture
def people(therapist):
    """Three patients: one with a major finding, one idle, one without anything."""
    grave, idle, calm = bulk.patients(therapist, 3)
    now = timezone.now()
    (grave_one,) = bulk.recordings([grave], 1, now=now, reviewed=0)
    RecordingDigest.objects.filter(recording=grave_one).update(major=1)
    made = bulk.recordings([idle], 1, now=now - dt.timedelta(days=20), reviewed=1)
    RecordingDigest.objects.filter(recording__in=made).update(major=0)
    bulk.recordings([calm], 4, now=now, reviewed=1)
    return grave, idle, calm


def test_tiles_count_and_filter(client, people):
    grave, idle, calm = (one.full_name for one in people)
    tiles = {tile.key: tile.number for tile in page(client).context["tiles"]}
    assert (tiles["findings"], tiles["inactive"], tiles["all"]) == (1, 1, 3)
    assert names(client, show="findings") == [grave]
    assert names(client, show="inactive") == [idle]
    assert set(names(client, show="nonsense")) == {grave, idle, calm}


def test_is_sorted_by_choice(client, people):
    grave, idle, _calm = (one.full_name for one in people)
    assert names(client)[0] == grave
    assert names(client, sort="name") == sorted(names(client))
    assert names(client, sort="last")[-1] == idle
    assert names(client, sort="waiting")[0] == grave


def test_is_searched_by_name(client, people):
    _grave, idle, _calm = people
    assert names(client, q=idle.full_name.upper()) == [idle.full_name]
    assert "Nobody matches" in page(client, q="zzz").content.decode()


def test_says_the_figures_behind(client, people):
    rows = page(client, show="findings").context["patients"]
    assert rows[0].tags[0].label == "1 major"
    assert "days inactive" in page(client, show="inactive").content.decode()


def test_without_patients_it_says_who_assigns_them(client, therapist):
    text = page(client).content.decode()
    assert "Your clinic's admin assigns patients" in text.replace("&#x27;", "'")


class TestSavedViews:
    def save(self, client, name="Calm ones", **looks):
        return client.post(reverse("therapist:save_view"), {"name": name, **looks})

    def change(self, client, view, **said):
        address = reverse("therapist:change_view", args=[view.public_id])
        return client.post(address, said, follow=True)

    def test_a_saved_view_shows_what_it_was_saved_of(self, client, therapist, people):
        self.save(client, show="findings", sort="name", q="Patient")
        view = therapist.saved_views.get()
        shown = page(client, show="findings", sort="name", q="Patient")
        (link,) = shown.context["views"]
        assert (link.view, link.is_chosen) == (view, True)
        assert not page(client).context["views"][0].is_chosen

    def test_the_default_opens_only_where_nothing_else_is_asked(
        self, client, therapist, people
    ):
        grave, _idle, _calm = people
        view = SavedViewFactory(therapist=therapist, show="findings")
        assert len(names(client)) == 3
        self.change(client, view, act="default")
        assert names(client) == [grave.full_name]
        assert len(names(client, show="all")) == 3

    def test_is_renamed_deleted_and_brought_back(self, client, therapist):
        view = SavedViewFactory(therapist=therapist, name="Old")
        self.change(client, view, act="rename", name="New")
        answer = self.change(client, view, act="delete")
        assert answer.context["deleted_view"] == view
        assert "New" in answer.content.decode()
        assert answer.context["views"] == []
        answer = self.change(client, view, act="restore")
        assert [one.view.name for one in answer.context["views"]] == ["New"]

    def test_a_taken_name_is_said(self, client, therapist):
        SavedViewFactory(therapist=therapist, name="One")
        view = SavedViewFactory(therapist=therapist, name="Two")
        answer = self.change(client, view, act="rename", name="One")
        assert "another view" in answer.content.decode()

    def test_views_of_others_are_not_there(self, client, therapist):
        view = SavedViewFactory(name="Secret")
        assert self.change(client, view, act="delete").status_code == 404
        assert "Secret" not in page(client).content.decode()

    def test_a_filter_that_is_no_longer_known_is_the_usual(self, client, therapist):
        SavedViewFactory(therapist=therapist, show="gone", sort="gone", is_default=True)
        assert page(client).context["shown"] == "all"


def test_a_video_that_does_not_get_through_is_named(client, people):
    calm = people[2]
    begun = timezone.now() - dt.timedelta(hours=8)
    UploadFactory(
        prescription=calm.plans.get().prescriptions.get(),
        begun_at=begun,
        expires_at=begun + dt.timedelta(days=7),
    )
    assert names(client, show="trouble") == [calm.full_name]
    assert "video stuck" in page(client, show="trouble").content.decode()
