"""What was ruled for one patient outlives the sheet, which shows a part of it."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from clinic.models import Plan
from clinic.services import plans
from clinic.services.plan_drafts import Prescribed
from tests.factories import ExerciseFactory


@pytest.fixture
def plan(therapist, patient):
    return plans.prescribe(
        by=therapist,
        patient=patient,
        title="After knee surgery",
        starts_on=timezone.localdate() - dt.timedelta(days=9),
        prescriptions=[Prescribed(ExerciseFactory(sides=["both"]), sets=2)],
        now=timezone.now() - dt.timedelta(days=9),
    )


class TestRulesOfThePatient:
    """The sheet shows target and limit of the main measure; the rest is kept."""

    RULES = {
        "targets": {"knee_flexion": 80.0},
        "limits": {"trunk_lean": 40.0},
        "tolerances": {"shallow": 12.0},
    }

    @pytest.fixture
    def ruled(self, plan):
        plan.prescriptions.update(rules=self.RULES)
        return plan

    def typed(self, client, plan):
        """Return the sheet as the browser would send it back."""
        address = reverse("therapist:edit_plan", args=[plan.public_id])
        shown = client.get(address).context["sheet"]
        said = {"title": "Knee", "pain_limit": "4", "item-count": 1, "phase-count": 0}
        form = shown.items[0]
        for name in form.fields:
            value = form[name].value()
            said[f"item-0-{name}"] = "" if value is None else value
        return address, said

    def test_are_kept_by_an_edit_that_shows_none_of_them(
        self, client, ruled, monkeypatch
    ):
        monkeypatch.setattr(
            "clinic.recognizer.check_rules", lambda *_args, **_more: None
        )
        address, said = self.typed(client, ruled)
        client.post(address, said | {"item-0-sets": 5, "action": "save"})
        new = Plan.objects.newest().get()
        assert new.version == 2
        assert new.prescriptions.get().rules == self.RULES

    def test_are_kept_by_a_step_and_said(self, client, ruled):
        address, said = self.typed(client, ruled)
        answer = client.post(address, said | {"action": "add-phase"})
        assert "Not deep enough: tolerated up to 12" in answer.content.decode()
        form = answer.context["sheet"].items[0]
        assert "trunk_lean" in form["kept"].value()

    @pytest.mark.parametrize(
        "kept",
        ["{", "[]", '{"secrets": {}}', '{"limits": {"a": "b"}}', '{"limits": 3}'],
    )
    def test_that_make_no_sense_are_refused(self, client, ruled, kept):
        address, said = self.typed(client, ruled)
        answer = client.post(address, said | {"item-0-kept": kept, "action": "save"})
        assert answer.status_code == 422
        assert Plan.objects.newest().get().version == 1
