"""What decides about one training run."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import Literal

from recognition.datasets.augmentation import Augmentation
from recognition.datasets.splits import Protocol

Source = Literal["ui-prmd", "ui-prmd-vicon", "simulated", "ui-prmd+simulated"]


@dataclass(frozen=True, slots=True)
class Training:
    """One net on one set of data under one protocol.

    Attributes:
        frames: every repetition is stretched to this many.
        seeds: one net each; their probabilities are averaged.
        validation: subjects of the training side that decide when to stop.
        patience: epochs without a better validation loss before stopping.
        rate: highest learning rate, of AdamW; it rises and falls in one cosine.
        decay: weight decay.
        half: multiply in bfloat16 on a processor too; pays for graph and volume
            nets where it has the instructions (AVX-512 BF16, AMX).
    """

    net: str
    size: str = "small"
    data: Source = "ui-prmd"
    protocol: Protocol = "folds"
    frames: int = 48
    seeds: tuple[int, ...] = (0,)
    epochs: int = 30
    batch: int = 64
    rate: float = 3e-3
    decay: float = 0.02
    validation: int = 1
    patience: int = 10
    patients: int = 10
    augmentation: Augmentation = field(default_factory=Augmentation)
    changes: tuple[tuple[str, str], ...] = ()
    half: bool = False

    def fingerprint(self) -> str:
        """Return a short name; runs of unlike settings never mix."""
        settings = asdict(self)
        if not self.half:
            del settings["half"]  # runs from before there was a choice keep their name
        text = json.dumps(settings, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:12]
