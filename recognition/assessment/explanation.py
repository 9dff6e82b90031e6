"""What to say: one cue for the patient, up to three for the therapist.

Never more certain than the measurement: below `PLAIN` a cue says that it only looks
so, and praise names what could not be judged.
"""

from collections import Counter
from typing import Final

from recognition.exercises.spec import Exercise
from recognition.report import Cue, Finding, Hold, NotAssessed, Repetition

Judged = Repetition | Hold

GRAVITY: Final = {"minor": 1.0, "moderate": 2.0, "major": 4.0}
MOST_CUES: Final = 3
NOTHING_REPEATED: Final = (
    "No complete repetition was seen. Check the instructions and try again."
)
NOTHING_HELD: Final = "The posture was not seen long enough. Try to hold it longer."
NOT_SEEN_REPEATED: Final = (
    "The repetitions were counted, but too little was seen to judge them."
)
NOT_SEEN_HELD: Final = "The time was taken, but too little was seen to judge you."
# From this mean confidence on a cue is given without "it looks as if".
PLAIN: Final = 0.8


def counts(repetitions: tuple[Judged, ...]) -> dict[str, int]:
    """Return in how many repetitions each mistake was found, most frequent first."""
    found = Counter(
        code
        for repetition in repetitions
        for code in sorted({finding.mistake for finding in repetition.findings})
    )
    return dict(found.most_common())


def cues(exercise: Exercise, repetitions: tuple[Judged, ...]) -> tuple[Cue, ...]:
    """Return what to change, gravest first: grade, confidence and number count."""
    by_mistake: dict[str, list[Finding]] = {}
    for repetition in repetitions:
        for finding in repetition.findings:
            by_mistake.setdefault(finding.mistake, []).append(finding)
    ranked = sorted(by_mistake, key=lambda code: (-_weight(by_mistake[code]), code))
    return tuple(
        _cue(exercise, code, by_mistake[code], len(repetitions))
        for code in ranked[:MOST_CUES]
    )


def main_cue(
    given: tuple[Cue, ...],
    repetitions: tuple[Judged, ...],
    not_assessed: tuple[NotAssessed, ...],
    *,
    hold: bool = False,
) -> str:
    """Return the one sentence for the patient."""
    if not repetitions:
        return NOTHING_HELD if hold else NOTHING_REPEATED
    if given:
        return given[0].patient
    if all(repetition.score is None for repetition in repetitions):
        return NOT_SEEN_HELD if hold else NOT_SEEN_REPEATED
    if not_assessed:
        return "Well done: what the camera could see was good. Keep going like this."
    return "Well done: no mistake was found. Keep going like this."


def never_assessed(
    exercise: Exercise, repetitions: tuple[Judged, ...]
) -> tuple[NotAssessed, ...]:
    """Return the mistakes that could be judged in no repetition, with the reason."""
    missing: list[NotAssessed] = []
    for mistake in exercise.mistakes:
        reasons = [_reason(repetition, mistake.code) for repetition in repetitions]
        if reasons and all(reasons):
            common = Counter(reasons).most_common(1)[0][0]
            missing.append(NotAssessed(mistake.code, common, mistake.name))
    return tuple(missing)


def _reason(repetition: Judged, code: str) -> str:
    """Return why a mistake was judged on no side of a repetition, or an empty text."""
    reasons = (
        missing.reason
        for missing in repetition.not_assessed
        if missing.mistake == code and missing.side is None
    )
    return next(reasons, "")


def _weight(findings: list[Finding]) -> float:
    """Return how much a mistake matters over the whole recording."""
    return sum(GRAVITY[finding.severity] * finding.confidence for finding in findings)


def _cue(exercise: Exercise, code: str, findings: list[Finding], of: int) -> Cue:
    """Word one cue for both readers."""
    sure = sum(finding.confidence for finding in findings) / len(findings)
    worst = max(findings, key=lambda f: (GRAVITY[f.severity], f.confidence))
    patient = worst.message
    if sure < PLAIN:
        patient = f"This may help: {patient[0].lower()}{patient[1:]}"
    kind = "holds" if exercise.hold else "repetitions"
    times = f"{len(findings)} of {of} {kind}"
    places = 0 if worst.unit == "deg" else 2
    error = worst.uncertainty or 0.0
    measured = f"{worst.value:.{places}f} ± {error:.{places}f} {worst.unit}"
    clinical = (
        f"{worst.clinical} {times}, worst {measured} ({worst.side} {worst.joint}), "
        f"expected {worst.expected}."
    )
    return Cue(code, patient, clinical)
