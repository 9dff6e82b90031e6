"""The exercise library: what can be filtered by, and what is found."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clinic.models import Exercise, ExerciseVersion, Prescription
from clinic.wording import translated

Words = Mapping[str, str | Promise]

REGIONS: Final[Words] = {
    "neck": _("Neck"),
    "shoulder": _("Shoulder"),
    "elbow": _("Elbow"),
    "trunk": _("Trunk"),
    "hip": _("Hip"),
    "knee": _("Knee"),
    "ankle": _("Ankle and foot"),
}
POSTURES: Final[Words] = {
    "standing": _("Standing"),
    "seated": _("Sitting"),
    "supine": _("Lying on the back"),
    "prone": _("Lying on the belly"),
    "side_lying": _("Lying on the side"),
    "kneeling": _("On hands and knees"),
    "plank": _("Plank"),
}
EQUIPMENT: Final[Words] = {
    "none": pgettext_lazy("equipment", "None"),
    "chair": _("Chair"),
    "wall": _("Wall"),
    "table": _("Table"),
    "step": _("Step"),
    "mat": _("Mat"),
    "weight": _("Weight"),
}
VIEWS: Final[Words] = {
    "front": _("From the front"),
    "side": _("From the side"),
    "back": _("From behind"),
}
_SIDE_VIEWS: Final = {"left": "side", "right": "side"}


@dataclass(frozen=True, slots=True)
class Facet:
    """One thing to filter by."""

    key: str
    label: str
    options: tuple[tuple[str, str], ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class Found:
    """One exercise of the library, and what it takes."""

    exercise: Exercise
    is_favorite: bool
    traits: tuple[str, ...]
    version: ExerciseVersion | None = None  # the newest, where the clinic made it


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for; empty is all."""

    query: str = ""
    only_favorites: bool = False
    facets: Mapping[str, str] | None = None

    @property
    def is_anything(self) -> bool:
        """Whether something is asked for."""
        return bool(self.query or self.only_favorites or any(self.chosen.values()))

    @property
    def chosen(self) -> Mapping[str, str]:
        """What is chosen of each facet."""
        return self.facets or {}


def wanted(said: Mapping[str, str], prefix: str = "") -> Wanted:
    """Read what is looked for out of a query or a form; what is unknown is left out."""
    facets = {
        key: said.get(f"{prefix}{key}", "")
        for key in _FACETS
        if said.get(f"{prefix}{key}", "") in _FACETS[key].words
    }
    return Wanted(
        query=said.get(f"{prefix}q", "").strip(),
        only_favorites=said.get(f"{prefix}favorites", "") == "on",
        facets=facets,
    )


def search(
    exercises: Iterable[Exercise],
    favorites: frozenset[int],
    what: Wanted,
    own: Mapping[int, ExerciseVersion] | None = None,
) -> list[Found]:
    """Return what was looked for: favorites first, then by name.

    A word is looked for in the names of exercises and of what can go wrong.
    """
    found = [
        Found(one, one.pk in favorites, _in_words(one), (own or {}).get(one.pk))
        for one in exercises
        if _fits(one, what) and (one.pk in favorites or not what.only_favorites)
    ]
    return sorted(
        found, key=lambda one: (not one.is_favorite, translated(one.exercise.name))
    )


def facets(exercises: Sequence[Exercise], what: Wanted) -> tuple[Facet, ...]:
    """Return what can be filtered by: only values that some exercise has."""
    made = []
    for key, facet in _FACETS.items():
        there = {value for one in exercises for value in facet.of(one)}
        options = tuple((k, str(v)) for k, v in facet.words.items() if k in there)
        chosen = what.chosen.get(key, "")
        made.append(Facet(key, str(facet.label), options, chosen))
    return tuple(made)


def _fits(exercise: Exercise, what: Wanted) -> bool:
    if not _is_called(exercise, what.query.casefold()):
        return False
    return all(
        not value or value in _FACETS[key].of(exercise)
        for key, value in what.chosen.items()
    )


def _is_called(exercise: Exercise, query: str) -> bool:
    names = [exercise.name, *(entry["name"] for entry in exercise.mistakes)]
    return any(query in translated(name).casefold() for name in names)


def _in_words(exercise: Exercise) -> tuple[str, ...]:
    """Return region, posture and equipment for a line under the name."""
    regions = [str(REGIONS[key]) for key in _regions(exercise) if key in REGIONS]
    postures = [str(POSTURES[key]) for key in _postures(exercise) if key in POSTURES]
    things = [
        str(EQUIPMENT[key])
        for key in exercise.traits.get("equipment", ())
        if key in EQUIPMENT
    ]
    return (*regions, *postures, *things)


def _regions(exercise: Exercise) -> Sequence[str]:
    return list(exercise.traits.get("regions", ()))


def _postures(exercise: Exercise) -> Sequence[str]:
    posture = exercise.traits.get("posture", "")
    return (posture,) if posture else ()


def _equipment(exercise: Exercise) -> Sequence[str]:
    return list(exercise.traits.get("equipment", ())) or ["none"]


def _views(exercise: Exercise) -> Sequence[str]:
    return [_SIDE_VIEWS.get(key, key) for key in exercise.traits.get("views", ())]


@dataclass(frozen=True, slots=True)
class _Facet:
    label: str | Promise
    words: Words
    of: Callable[[Exercise], Sequence[str]]


_FACETS: Final[Mapping[str, _Facet]] = {
    "region": _Facet(_("Region"), REGIONS, _regions),
    "posture": _Facet(_("Posture"), POSTURES, _postures),
    "equipment": _Facet(_("Equipment"), EQUIPMENT, _equipment),
    "side": _Facet(_("Side"), dict(Prescription.Side.choices), lambda one: one.sides),
    "view": _Facet(_("Camera"), VIEWS, _views),
}
