"""Forms on what patients tell of an exercise."""

from typing import TYPE_CHECKING, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from clinic.models import SelfReport

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_LONGEST_COMMENT: Final = 1000
_SCALE: Final = [(number, str(number)) for number in range(11)]


def _scale(*, label: "_StrPromise", required: bool) -> forms.TypedChoiceField:
    """Return a question that is answered by a number from 0 to 10."""
    return forms.TypedChoiceField(
        label=label,
        choices=_SCALE,
        coerce=int,
        empty_value=None,
        required=required,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a number.")},
    )


def _comment() -> forms.CharField:
    return forms.CharField(
        label=_("Anything your therapist should know?"),
        max_length=_LONGEST_COMMENT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-control"}),
    )


class PainForm(forms.Form):
    """Pain before an exercise."""

    pain = _scale(label=_("How much pain do you have now?"), required=True)


class AfterForm(forms.Form):
    """How a recorded exercise felt. Each answer is voluntary."""

    pain = _scale(label=_("How much pain do you have now?"), required=False)
    effort = _scale(label=_("How hard was it?"), required=False)
    comment = _comment()


class InsteadForm(forms.Form):
    """Why an exercise was not done as prescribed."""

    reason = forms.ChoiceField(
        label=_("What happened?"),
        choices=SelfReport.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what fits best.")},
    )
    comment = _comment()
