"""What every pose runtime takes and gives."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from recognition.heads import Head
from recognition.options import ClickedPoint
from recognition.poses import PoseSequence
from recognition.video import Frame


@dataclass(frozen=True, slots=True, eq=False)
class PoseEstimate:
    """The patient's poses, and what else was seen.

    Attributes:
        poses: one entry for every frame that was looked at; NaN where the patient
            was not found.
        people_seen: how many different people were followed for a while.
        patient_share: the patient's part of all the movement that was seen, 0 to 1.
        heads: of everybody who was seen, the patient among them.
    """

    poses: PoseSequence
    people_seen: int
    patient_share: float
    heads: tuple[Head, ...] = ()


class PoseRuntime(Protocol):
    """Turns frames into the poses of one person."""

    def estimate(
        self, frames: Iterable[Frame], *, patient: ClickedPoint | None = None
    ) -> PoseEstimate:
        """Follow everybody in `frames`, and return the patient.

        Raises:
            NoPerson: nobody was found, or nobody where `patient` points.
            NoDominantPerson: several people, and none is the patient.
        """
        ...
