"""A plan on paper: a PDF that screen readers can read, with a picture an exercise."""

import json
import re
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clinic.models import Exercise, Plan, Prescription
from clinic.templatetags.interface import figure
from clinic.web.presentation import words
from clinic.wording import isolated, translated

_TEMPLATE: Final = Path("templates", "reports", "plan.typ")
# Latin, Greek, Cyrillic, Arabic, Hebrew, Armenian, Georgian.
_FONTS: Final = Path("node_modules", "dejavu-fonts-ttf", "ttf")
# The colors of figures on paper; on a page the style sheet gives them.
_STYLE: Final = (
    "<style>path,circle{fill:none;stroke-linecap:round;stroke-linejoin:round}"
    ".fig-ground{stroke:#64748b;stroke-width:2}.fig-ghost{stroke:#cbd5e1}"
    ".fig-ghost.fill{fill:#cbd5e1;stroke:none}.fig-body{stroke:#334155}"
    ".fig-body.fill{fill:#334155;stroke:none}.fig-far{stroke:#94a3b8}"
    ".fig-move{stroke:#0f766e}.edge{stroke:#eef6f5}"
    ".fig-prop{stroke:#94a3b8;stroke-width:4}.fig-prop-solid circle{fill:#0f172a}"
    ".fig-arrow{stroke:#0f766e;stroke-width:3}</style>"
)


def pdf(plan: Plan, *, now_on: str) -> bytes:
    """Return `plan` (exercises prefetched, clinic and patient selected) as PDF/UA-1.

    Args:
        plan: one version of a plan.
        now_on: the day of printing, in words.
    """
    # Loads a compiler of 80 MB: only for whoever prints.
    import typst

    said = json.dumps(_content(plan, now_on))
    made: bytes = typst.compile(  # type: ignore[misc]
        Path(settings.BASE_DIR, _TEMPLATE).read_bytes(),
        sys_inputs={"plan": said},
        font_paths=[str(Path(settings.BASE_DIR, _FONTS))],
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
    )
    return made


def _content(plan: Plan, now_on: str) -> dict[str, Any]:
    writer = isolated(plan.prescribed_by.full_name)
    about = [isolated(plan.patient.full_name)]
    about.append(isolated(words.period(plan.starts_on, plan.ends_on)))
    about.append(_("written by %(name)s") % {"name": writer})
    pain = _(
        "Stop when pain is more than %(limit)d of 10, and ask your therapist. "
        "Pain in the chest, dizziness or shortness of breath: stop and call for help."
    )
    return {
        "title": isolated(plan.title),
        "clinic": isolated(plan.clinic.name),
        "lang": (get_language() or "en").partition("-")[0],
        "about": " · ".join(about),
        "pain": pain % {"limit": plan.pain_limit},
        "printed": _("printed %(day)s") % {"day": now_on},
        "items": [_item(row) for row in plan.prescriptions.all()],
    }


def _item(row: Prescription) -> dict[str, Any]:
    exercise = row.exercise
    details = (words.pace(row), words.days(row), words.aims(row))
    return {
        "name": translated(exercise.name),
        "figure": _picture(exercise),
        "dose": words.dose(row),
        "details": [one for one in details if one],
        "note": isolated(row.note),
        "steps": [translated(step) for step in exercise.instructions],
        "days": [
            {"name": str(name), "due": number + 1 in row.days}
            for number, name in WEEKDAYS_ABBR.items()
        ],
    }


def _picture(exercise: Exercise) -> str:
    """Return the figure of an exercise as an SVG that stands alone."""
    head = r'\1 xmlns="http://www.w3.org/2000/svg"\2' + _STYLE
    return re.sub(r"(<svg)([^>]*>)", head, str(figure(exercise)), count=1)


def file_name(plan: Plan) -> str:
    """Return a name for the file that says nothing about the patient."""
    return f"plan-{date_format(plan.starts_on, 'Y-m-d')}.pdf"
