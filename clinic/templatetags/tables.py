"""Rows of tables with hundreds of people.

Drawn here, since a template takes a quarter of a second for them. Every piece goes
through `format_html`, which escapes what is not markup already.
"""

from collections.abc import Iterable
from typing import Final

from django import template
from django.template.context import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from clinic.templatetags.interface import initials, symbol
from clinic.web.presentation.caseload import CourseWords, PatientRow, Tag
from clinic.web.presentation.days import Days
from clinic.web.presentation.people import Care, Member

register = template.Library()

_NOTHING: Final = mark_safe('<span class="muted">–</span>')
_NO_MARKUP: Final = mark_safe("")
_PATIENT: Final = (
    '<tr><td><span class="who"><span class="avatar" aria-hidden="true">{}</span>'
    '<a class="clip" dir="auto" href="{}">{}</a></span></td>'
    '<td><span class="tag-list">{}</span></td><td>{}</td><td class="nowrap">{}</td>'
    '<td class="number">{}</td><td class="nowrap">{}</td><td class="number">{}</td>'
    "</tr>\n"
)
_SPARK: Final = (
    '<svg class="spark" viewBox="0 0 100 30" preserveAspectRatio="none" role="img" '
    'aria-label="{}"><polyline points="{}"/></svg>'
)
_COURSE: Final = '<span class="course {}">{}{}</span>'
_FIGURES: Final = '<span class="muted numbers tiny d-block">{}</span>'
_MEMBER: Final = (
    '<tr><td><span class="who"><span class="avatar" aria-hidden="true">{}</span>'
    '<span class="clip"><strong>{}</strong><span class="small muted d-block clip">{}'
    '</span></span></span></td><td class="nowrap"><span class="tag {}">{}</span>{}'
    "</td><td>{}</td>"
    '<td class="nowrap">{}</td><td>{}</td></tr>\n'
)
_FORM: Final = (
    '<form method="post" action="{}" class="{}" data-confirm="{}">{}{}'
    '<button class="btn btn-bare btn-small" type="submit">{}'
    '<span class="visually-hidden">{}</span></button></form>'
)
_LINK: Final = (
    '<a class="btn btn-bare btn-small" href="{}">{}'
    '<span class="visually-hidden">{}</span></a>'
)
_HIDDEN: Final = '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
_PROPOSED: Final = (
    '<span class="tag good" title="{}">{}<span class="clip">{}</span></span>'
)


@register.simple_tag
def patient_rows(rows: Iterable[PatientRow]) -> SafeString:
    """Draw patients with what wants attention."""
    none_lately = format_html('<span class="muted">{}</span>', _("None lately"))
    drawn: dict[Tag, SafeString] = {}
    return _joined(
        format_html(
            _PATIENT,
            initials(row.person.full_name),
            row.address,
            row.person.full_name,
            _concerns(row, drawn),
            _spark(row),
            _course(row.course),
            str(row.exercises),
            row.latest or none_lately,
            format_html('<span class="count">{}</span>', row.waiting)
            if row.waiting
            else "0",
        )
        for row in rows
    )


@register.simple_tag(takes_context=True)
def member_rows(context: Context, members: Iterable[Member]) -> SafeString:
    """Draw the accounts of a clinic, with what ends care and what changes them."""
    token = format_html(_HIDDEN, context.get("csrf_token", ""))
    end, nobody = _("End care"), _("Nobody")
    missing = format_html(
        '<span class="tag watch">{}{}</span>', symbol("exclamation-triangle"), nobody
    )
    days = Days(_("j M Y"))
    return _joined(
        format_html(
            _MEMBER,
            initials(one.name),
            one.name,
            one.email,
            one.tone,
            one.role,
            format_html(_LINK, one.change, symbol("pencil"), one.change_words)
            if one.change
            else "",
            _joined(_care(care, token, end) for care in one.care)
            or (missing if one.is_patient else _NOTHING),
            days.words(one.signed_in_at) if one.signed_in_at else "–",
            _closing(one, token),
        )
        for one in members
    )


def _care(care: Care, token: SafeString, words: str) -> SafeString:
    form = (care.end, "care", "end-care", token, care.therapist)
    return format_html(_FORM, *form, symbol("x-lg"), words)


def _closing(one: Member, token: SafeString) -> SafeString:
    """Draw what closes the account; nothing for oneself."""
    if not one.close:
        return _NO_MARKUP
    form = (one.close, "", "close-person", token, "", symbol("person-x"))
    return format_html(_FORM, *form, one.close_words)


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def _concerns(row: PatientRow, drawn: dict[Tag, SafeString]) -> SafeString:
    """Draw the tags of a row; hundreds of rows share a few dozen of them."""
    for tag in row.tags:
        if tag not in drawn:
            drawn[tag] = _tag(tag)
    tags = [drawn[tag] for tag in row.tags]
    if row.proposed:
        said = _("Proposed: %(phase)s") % {"phase": row.proposed}
        tags.append(format_html(_PROPOSED, said, symbol("ladder"), row.proposed))
    return _joined(tags or [_NOTHING])


def _tag(tag: Tag) -> SafeString:
    shape = "exclamation-octagon" if tag.tone == "act" else "exclamation-triangle"
    return format_html(
        '<span class="tag {}">{}{}</span>', tag.tone, symbol(shape), tag.label
    )


def _spark(row: PatientRow) -> SafeString:
    if row.spark is None:
        return _NOTHING
    return format_html(_SPARK, row.spark_words, row.spark.points)


def _course(course: CourseWords) -> SafeString:
    shape = symbol(course.icon) if course.icon else ""
    words = format_html(_COURSE, course.tone, shape, course.label)
    return words + format_html(_FIGURES, course.figures) if course.figures else words
