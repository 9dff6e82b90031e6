"""Every field is classified."""

import pytest
from django.apps import apps

from clinic import privacy
from clinic.config import logs

MODELS = list(apps.get_app_config("clinic").get_models())


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_each_field_is_personal_or_not_and_never_both(model):
    personal = privacy.PERSONAL[model.__name__]
    other = privacy.NOT_PERSONAL[model.__name__]
    assert not personal & other
    assert personal | other == {field.name for field in model._meta.concrete_fields}


def test_no_model_is_listed_that_does_not_exist():
    names = {model.__name__ for model in MODELS}
    assert set(privacy.PERSONAL) == set(privacy.NOT_PERSONAL) == names


def test_asking_for_an_unclassified_field_is_an_error():
    with pytest.raises(KeyError, match="shoe_size"):
        privacy.is_personal(apps.get_model("clinic.User"), "shoe_size")


def test_logs_blank_every_personal_text_field():
    texts = {
        field.name
        for model in MODELS
        for field in model._meta.concrete_fields
        if privacy.is_personal(model, field.name)
        and field.get_internal_type() in {"CharField", "TextField", "FileField"}
    }
    codes = {"mistake", "severity", "decision", "side", "time_zone"}
    assert texts - codes <= logs.BLANKED
