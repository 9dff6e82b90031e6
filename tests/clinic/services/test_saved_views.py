"""Views of the patients page: each therapist has their own, by name."""

import datetime as dt

import pytest

from clinic.access import Denied
from clinic.models import SavedView
from clinic.services import saved_views
from clinic.services.saved_views import Looks, ViewNotValid
from tests.factories import PatientFactory, SavedViewFactory, TherapistFactory

pytestmark = pytest.mark.django_db
PAIN = Looks("pain", "name", "maria")


@pytest.fixture
def therapist():
    return TherapistFactory()


def kept(therapist):
    return list(SavedView.objects.kept().filter(therapist=therapist).order_by("name"))


class TestSave:
    def test_keeps_filter_order_and_search_under_a_name(self, therapist, now):
        view = saved_views.save(by=therapist, name="  My  pain ", looks=PAIN, now=now)
        assert (view.name, view.show, view.sort) == ("My pain", "pain", "name")
        assert (view.search, view.is_default) == ("maria", False)

    def test_the_same_name_replaces_what_it_stood_for(self, therapist, now):
        view = SavedViewFactory(therapist=therapist, name="Pain", is_default=True)
        saved_views.save(by=therapist, name="Pain", looks=PAIN, now=now)
        view.refresh_from_db()
        assert (view.show, view.is_default) == ("pain", True)

    def test_of_another_therapist_is_another(self, therapist, now):
        SavedViewFactory(name="Pain")
        saved_views.save(by=therapist, name="Pain", looks=PAIN, now=now)
        assert SavedView.objects.count() == 2

    def test_needs_a_name_and_has_an_end(self, therapist, now):
        with pytest.raises(ViewNotValid):
            saved_views.save(by=therapist, name="  ", looks=PAIN, now=now)
        for number in range(saved_views.MOST):
            SavedViewFactory(therapist=therapist, name=f"View {number}")
        with pytest.raises(ViewNotValid):
            saved_views.save(by=therapist, name="One more", looks=PAIN, now=now)
        saved_views.save(by=therapist, name="View 3", looks=PAIN, now=now)

    def test_is_for_therapists(self, now):
        with pytest.raises(Denied):
            saved_views.save(by=PatientFactory(), name="x", looks=PAIN, now=now)


class TestChange:
    def test_a_name_that_is_taken_is_refused(self, therapist):
        view = SavedViewFactory(therapist=therapist, name="One")
        SavedViewFactory(therapist=therapist, name="Two")
        with pytest.raises(ViewNotValid):
            saved_views.rename(by=therapist, view=view, name="Two")
        saved_views.rename(by=therapist, view=view, name="Three")
        assert [one.name for one in kept(therapist)] == ["Three", "Two"]

    def test_one_view_at_most_opens_first(self, therapist):
        first = SavedViewFactory(therapist=therapist, is_default=True)
        second = SavedViewFactory(therapist=therapist)
        saved_views.set_default(by=therapist, view=second, is_default=True)
        assert SavedView.objects.get(is_default=True) == second
        saved_views.set_default(by=therapist, view=second, is_default=False)
        assert not SavedView.objects.filter(is_default=True).exists()
        first.refresh_from_db()
        assert not first.is_default

    def test_a_deleted_view_comes_back_within_a_day(self, therapist, now):
        view = SavedViewFactory(therapist=therapist, is_default=True)
        saved_views.delete(by=therapist, view=view, now=now)
        assert kept(therapist) == []
        saved_views.restore(by=therapist, view=view)
        assert [one.is_default for one in kept(therapist)] == [False]

    def test_it_does_not_come_back_over_another_of_its_name(self, therapist, now):
        view = SavedViewFactory(therapist=therapist, name="Pain")
        saved_views.delete(by=therapist, view=view, now=now)
        saved_views.save(by=therapist, name="Pain", looks=PAIN, now=now)
        with pytest.raises(ViewNotValid):
            saved_views.restore(by=therapist, view=view)

    def test_what_was_deleted_long_ago_is_forgotten(self, therapist, now):
        view = SavedViewFactory(therapist=therapist)
        saved_views.delete(by=therapist, view=view, now=now)
        later = now + dt.timedelta(days=2)
        saved_views.save(by=therapist, name="New", looks=PAIN, now=later)
        assert not SavedView.objects.filter(pk=view.pk).exists()

    @pytest.mark.parametrize("act", ["rename", "set_default", "delete", "restore"])
    def test_nobody_changes_the_view_of_another(self, therapist, now, act):
        view = SavedViewFactory()
        said = {
            "rename": {"name": "Mine"},
            "set_default": {"is_default": True},
            "delete": {"now": now},
            "restore": {},
        }[act]
        with pytest.raises(Denied):
            getattr(saved_views, act)(by=therapist, view=view, **said)
