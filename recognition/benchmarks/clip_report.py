"""The figures and the table of the benchmark on clips, as JSON and Markdown."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import numpy as np

from recognition.benchmarks import clips
from recognition.benchmarks.clips import Outcome

Summary = dict[str, Any]

HEADER: Final = (
    "| clip | exercise | true | accepted | counted | without exercise | recognized | "
    "probability | s |\n|---|---|---|---|---|---|---|---|---|"
)


def summarize(outcomes: Sequence[Outcome]) -> Summary:
    """Return the figures of each part, shares as fractions of 1."""
    return {split: _figures(part) for split, part in clips.splits(outcomes)}


def _figures(part: Sequence[Outcome]) -> Summary:
    """Return the figures of one part."""
    given = clips.given(part)
    known = [o for o in part if o.clip.wanted != clips.OTHER]
    others = [o for o in part if o.clip.wanted == clips.OTHER]
    return {
        "given": {
            "clips": len(given),
            "accepted": _share(given, lambda o: o.is_counted_right),
            "exact": _share(given, lambda o: o.counted == o.clip.repetitions),
            "mean_absolute_error": _error(given, lambda o: o.counted),
        },
        "without": {
            "clips": len(clips.certain(part)),
            "accepted": _share(
                clips.certain(part), lambda o: o.is_counted_right_without
            ),
            "mean_absolute_error": _error(
                clips.certain(part), lambda o: o.counted_without
            ),
        },
        "recognized": {
            "clips": len(known),
            "right": _share(known, lambda o: o.is_recognized_right),
            "others": len(others),
            "called_other": _share(others, lambda o: o.is_recognized_right),
        },
        "seconds": round(sum(o.seconds for o in part), 1),
    }


def _share(
    part: Sequence[Outcome], is_right: Callable[[Outcome], bool]
) -> float | None:
    """Return the share of outcomes that are right; None without any."""
    if not part:
        return None
    return round(sum(map(is_right, part)) / len(part), 4)


def _error(
    part: Sequence[Outcome], count: Callable[[Outcome], int | None]
) -> float | None:
    """Return the mean absolute error; a refused clip counts as zero repetitions."""
    errors = [abs((count(o) or 0) - (o.clip.repetitions or 0)) for o in part]
    return round(float(np.mean(errors)), 3) if errors else None


def to_json(outcomes: Sequence[Outcome]) -> Summary:
    """Return the figures and every clip's outcome."""
    return {
        "summary": summarize(outcomes),
        "clips": [
            {
                "file": o.clip.file,
                "split": o.clip.split,
                "code": o.clip.code,
                "repetitions": o.clip.repetitions,
                "accept": list(o.clip.accept),
                "counted": o.counted,
                "counted_without": o.counted_without,
                "recognized": o.recognized,
                "probability": o.probability,
                "found": None if o.found is None else round(o.found, 3),
                "seconds": round(o.seconds, 2),
                "refused": o.refused,
            }
            for o in outcomes
        ],
    }


def to_markdown(outcomes: Sequence[Outcome]) -> str:
    """Return the figures and a table for each part; wrong values are bold."""
    parts = ("\n".join(_section(split, part)) for split, part in clips.splits(outcomes))
    return "\n\n".join(parts) + "\n"


def _section(split: str, part: Sequence[Outcome]) -> Iterator[str]:
    """Yield the lines of one part."""
    figures = _figures(part)
    given, without = figures["given"], figures["without"]
    verdicts = figures["recognized"]
    yield f"## Clips of the part `{split}`\n"
    yield (
        f"* exercise given, {given['clips']} clips of catalog exercises: "
        f"{_percent(given['accepted'])} inside the accepted range, "
        f"{_percent(given['exact'])} exact, mean error "
        f"{given['mean_absolute_error']} repetitions"
    )
    yield (
        f"* no exercise given, all {without['clips']} clips with a certain count: "
        f"{_percent(without['accepted'])} inside the accepted range, mean error "
        f"{without['mean_absolute_error']} repetitions"
    )
    yield (
        f"* recognized right: {_percent(verdicts['right'])} of {verdicts['clips']}; "
        f"clips of other exercises or of none called `other`: "
        f"{_percent(verdicts['called_other'])} of {verdicts['others']}"
    )
    yield f"* {figures['seconds']} s for all of them\n"
    yield HEADER
    yield from (_row(outcome) for outcome in part)


def _row(o: Outcome) -> str:
    """Return one line of the table."""
    counted = (
        "" if o.clip.wanted == clips.OTHER else _cell(o.counted, o.is_counted_right)
    )
    cells = (
        o.clip.file,
        o.clip.code,
        str(o.clip.repetitions),
        "-".join(map(str, sorted(set(o.clip.accept)))),
        counted,
        _cell(o.counted_without, o.is_counted_right_without),
        _cell(o.recognized, o.is_recognized_right),
        "" if o.probability is None else f"{o.probability:.2f}",
        f"{o.seconds:.1f}",
    )
    return f"| {' | '.join(cells)} |"


def _cell(value: object, is_right: bool) -> str:
    """Return a value, bold where it is wrong."""
    text = "refused" if value is None else str(value)
    return text if is_right else f"**{text}**"


def _percent(share: float | None) -> str:
    """Return a share in percent."""
    return "none" if share is None else f"{100 * share:.1f} %"
