"""Forms of the pages: they parse and check what was typed, and nothing more."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from clinic.models import Clinic, Exercise, Finding, Repetition, User
from clinic.wording import translated

_LONGEST_TEXT = 2000
_SELECTS = (forms.Select, forms.SelectMultiple)
_SELECTED = mark_safe(" selected")


class PlainSelect(forms.Select):
    """A choice among hundreds: the same markup without a template for each option."""

    def render(
        self,
        name: str,
        value: object,
        attrs: dict[str, Any] | None = None,
        renderer: object = None,  # noqa: ARG002  Django passes it; no template is used
    ) -> SafeString:
        """Draw the options in one go."""
        widget = forms.Widget.get_context(self, name, value, attrs)["widget"]
        chosen = set(widget["value"])
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (key, _SELECTED if str(key) in chosen else "", label)
                for key, label in self.choices
            ),
        )
        return format_html(
            '<select name="{}"{}>{}</select>', name, flatatt(widget["attrs"]), options
        )


class StyledForm(forms.Form):
    """A form whose fields carry the classes of the design.

    Django marks what is wrong (`aria-invalid`), and the style sheet shows it.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _style(field)


def _style(field: forms.Field) -> None:
    widget = field.widget
    if isinstance(widget, forms.CheckboxSelectMultiple | forms.CheckboxInput):
        classes = "form-check-input"
    elif isinstance(widget, _SELECTS):
        classes = "form-select"
    else:
        classes = "form-control"
    widget.attrs["class"] = classes


class ConsentForm(forms.Form):
    """The patient agrees."""

    agrees = forms.BooleanField()
    shares_poses = forms.BooleanField(required=False)


class MessageForm(forms.Form):
    """One message."""

    text = forms.CharField(
        max_length=_LONGEST_TEXT,
        widget=forms.Textarea,
        error_messages={"required": _("Write something first.")},
    )


class CommentForm(forms.Form):
    """Words at a moment of a recording; `keep` makes them a phrase of the clinic."""

    text = forms.CharField(max_length=_LONGEST_TEXT)
    time_s = forms.FloatField(min_value=0)
    keep = forms.BooleanField(required=False)


class PointForm(forms.Form):
    """Where somebody clicked in the picture, as fractions of it, and when."""

    x = forms.FloatField(min_value=0, max_value=1)
    y = forms.FloatField(min_value=0, max_value=1)
    time_s = forms.FloatField(min_value=0)


class NoteForm(forms.Form):
    """The therapist's words about one recording; empty takes them back."""

    note = forms.CharField(max_length=_LONGEST_TEXT, required=False)


class FindingForm(StyledForm):
    """A mistake that the therapist saw and the recognizer did not."""

    repetition = forms.TypedChoiceField(label=_("Repetition"))
    mistake = forms.ChoiceField(label=_("Mistake"))
    severity = forms.ChoiceField(
        label=_("Severity"),
        choices=Finding.Severity.choices,
        initial=Finding.Severity.MODERATE,
    )
    time_s = forms.FloatField(
        label=_("Moment in seconds"),
        min_value=0,
        widget=forms.NumberInput(attrs={"step": "any", "data-adds-here": True}),
    )

    def __init__(
        self,
        *args: Any,
        repetitions: Sequence[Repetition],
        exercise: Exercise,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        by_index = {str(one.index): one for one in repetitions}
        field = self.fields["repetition"]
        field.choices = [(index, index) for index in by_index]  # type: ignore[attr-defined]
        field.coerce = by_index.__getitem__  # type: ignore[attr-defined]
        self.fields["mistake"].choices = [  # type: ignore[attr-defined]
            (entry["code"], translated(entry["name"])) for entry in exercise.mistakes
        ]


class ChangeForm(forms.Form):
    """What a finding should have said; empty: as it was found."""

    severity = forms.ChoiceField(choices=Finding.Severity.choices, required=False)
    mistake = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, exercise: Exercise, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mistake"].choices = [  # type: ignore[attr-defined]
            (entry["code"], translated(entry["name"])) for entry in exercise.mistakes
        ]


class InviteForm(StyledForm):
    """Someone who is to join the clinic."""

    full_name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("E-mail"))
    role = forms.ChoiceField(label=_("Role"))
    therapist = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Therapist in charge"),
        required=False,
        empty_label=_("Later"),
        help_text=_("For patients."),
    )

    def __init__(self, *args: Any, clinic: Clinic, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            choice
            for choice in User.Role.choices
            if choice[0] != User.Role.SERVICE.value
        ]
        self.fields["therapist"].queryset = _members(clinic, User.Role.THERAPIST)  # type: ignore[attr-defined]


class CareForm(StyledForm):
    """A therapist and the patient they are to treat."""

    therapist = forms.ModelChoiceField(
        User.objects.none(), label=_("Therapist"), widget=PlainSelect
    )
    patient = forms.ModelChoiceField(
        User.objects.none(), label=_("Patient"), widget=PlainSelect
    )

    def __init__(self, *args: Any, clinic: Clinic, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, role in [
            ("therapist", User.Role.THERAPIST),
            ("patient", User.Role.PATIENT),
        ]:
            self.fields[name].queryset = _members(clinic, role)  # type: ignore[attr-defined]


class TransferForm(CareForm):
    """A patient, who treats them now, and who is to."""

    successor = forms.ModelChoiceField(
        User.objects.none(), label=_("From now on"), widget=PlainSelect
    )
    field_order = ("patient", "therapist", "successor")

    def __init__(self, *args: Any, clinic: Clinic, **kwargs: Any) -> None:
        super().__init__(*args, clinic=clinic, **kwargs)
        self.fields["therapist"].label = _("Treated until now by")
        self.fields["successor"].queryset = _members(clinic, User.Role.THERAPIST)  # type: ignore[attr-defined]


class ServiceAccountForm(StyledForm):
    """A program that fetches reports."""

    name = forms.CharField(
        label=_("Name of the program"),
        max_length=200,
        help_text=_("For example: practice software."),
    )


class ClinicForm(StyledForm):
    """How the clinic works with patients."""

    name = forms.CharField(label=_("Name of the clinic"), max_length=200)
    show_findings = forms.ChoiceField(
        label=_("Patients see automatic findings"), choices=Clinic.ShowFindings.choices
    )
    time_zone = forms.CharField(
        label=_("Time zone"),
        max_length=64,
        help_text=_("For example Europe/Berlin. New accounts start with it."),
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=lambda: settings.LANGUAGES
    )
    accent = forms.ChoiceField(
        label=_("Color of the pages"),
        choices=Clinic.Accent.choices,
        help_text=_("Each is dark enough to be read, by day and by night."),
    )
    blur_faces = forms.BooleanField(
        label=_("Make faces unrecognizable in videos"),
        required=False,
        help_text=_(
            "In videos sent from now on, and pictures taken from them, for everybody "
            "who watches. Other people are looked for and covered too, but a face can "
            "be missed: far away, at the edge of the picture, or where little else of "
            "the person is seen. A copy that nobody can watch is kept, so that the "
            "video can be analyzed again."
        ),
    )
    keep_videos_months = forms.IntegerField(
        label=_("Erase videos after, in months"),
        required=False,
        min_value=1,
        max_value=120,
        help_text=_("Empty: never. What was measured stays, without pictures."),
    )
    keep_originals = forms.BooleanField(
        label=_("Keep the files as patients sent them"),
        required=False,
        help_text=_(
            "Only from patients who agree to it from now on. "
            "Otherwise a file is deleted once a copy for watching is made."
        ),
    )


class LogoForm(StyledForm):
    """The clinic's logo."""

    logo = forms.FileField(
        label=_("Picture"),
        help_text=_(
            "PNG, JPEG or WebP up to 2 MB; it is shown at most 40 pixels high."
        ),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )


# What a choice shows, and what the services ask of who is chosen.
_OF_MEMBERS: Final = ("public_id", "full_name", "role", "clinic", "is_active")


def _members(clinic: Clinic, role: User.Role) -> QuerySet[User]:
    members: QuerySet[User] = User.objects.filter(
        clinic=clinic, role=role, is_active=True
    )
    return members.order_by("full_name", "pk").only(*_OF_MEMBERS)
