"""The simulated body: how long its segments are, how wide, how it looks."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np

Color = tuple[int, int, int]

# Segment lengths as fractions of the stature: Drillis and Contini (1966), as
# tabulated in Winter, Biomechanics and Motor Control of Human Movement, ch. 4.
ANKLE_HEIGHT: Final = 0.039
SHANK: Final = 0.246
THIGH: Final = 0.245
UPPER_ARM: Final = 0.186
FOREARM: Final = 0.146
HAND: Final = 0.108
FOOT: Final = 0.152
# Distance between the hip joint centers and between the shoulder joint centers;
# smaller than the widths over skin in the same table (0.191, 0.259).
HIP_HALF_WIDTH: Final = 0.052
SHOULDER_HALF_WIDTH: Final = 0.104


@dataclass(frozen=True, slots=True)
class Look:
    """Colors (red, green, blue) and hair style."""

    skin: Color = (222, 178, 148)
    hair: Color = (62, 44, 34)
    iris: Color = (70, 60, 50)
    shirt: Color = (58, 126, 148)
    trousers: Color = (52, 58, 76)
    shoes: Color = (214, 216, 220)
    long_hair: bool = False
    short_trousers: bool = False
    long_sleeves: bool = False


@dataclass(frozen=True, slots=True)
class Body:
    """One person's build.

    Attributes:
        stature_m: standing height in metres.
        girth: 1 = average soft tissue, larger is stouter.
        female: typical pelvis, chest and shoulder shape.
        stoop_deg: rounding of the upper back, as it comes with age.
        leg_ratio: leg length against the average for the stature.
    """

    stature_m: float = 1.72
    girth: float = 1.0
    female: bool = False
    stoop_deg: float = 4.0
    leg_ratio: float = 1.0
    look: Look = field(default_factory=Look)

    @property
    def thigh(self) -> float:
        """Hip center to knee center, metres."""
        return THIGH * self.stature_m * self.leg_ratio

    @property
    def shank(self) -> float:
        """Knee center to ankle center, metres."""
        return SHANK * self.stature_m * self.leg_ratio

    @property
    def ankle_height(self) -> float:
        """Sole to ankle center, metres."""
        return ANKLE_HEIGHT * self.stature_m

    @property
    def upper_arm(self) -> float:
        """Shoulder center to elbow center, metres."""
        return UPPER_ARM * self.stature_m

    @property
    def forearm(self) -> float:
        """Elbow center to wrist center, metres."""
        return FOREARM * self.stature_m

    @property
    def hip_half_width(self) -> float:
        """Half the distance between the hip centers, metres."""
        return HIP_HALF_WIDTH * self.stature_m * (1.06 if self.female else 1.0)

    @property
    def shoulder_half_width(self) -> float:
        """Half the distance between the shoulder centers, metres."""
        return SHOULDER_HALF_WIDTH * self.stature_m * (0.93 if self.female else 1.0)

    @property
    def trunk(self) -> float:
        """Mid-hip to neck base, metres: what the legs leave of the stature."""
        legs = (THIGH + SHANK) * (self.leg_ratio - 1.0)
        return (0.822 - 0.530 - legs) * self.stature_m


SKINS: Final[tuple[Color, ...]] = (
    (240, 204, 180),
    (222, 178, 148),
    (198, 148, 112),
    (160, 112, 80),
    (112, 76, 54),
    (84, 56, 42),
)
HAIRS: Final[tuple[Color, ...]] = (
    (40, 32, 30),
    (62, 44, 34),
    (112, 78, 48),
    (176, 138, 84),
    (168, 168, 170),
    (214, 214, 214),
)
SHIRTS: Final[tuple[Color, ...]] = (
    (58, 126, 148),
    (176, 72, 66),
    (232, 232, 228),
    (86, 110, 72),
    (120, 88, 146),
    (226, 172, 70),
    (70, 74, 82),
)
TROUSERS: Final[tuple[Color, ...]] = (
    (52, 58, 76),
    (44, 44, 48),
    (96, 100, 108),
    (70, 84, 116),
    (104, 84, 66),
)
SHOES: Final[tuple[Color, ...]] = (
    (214, 216, 220),
    (48, 48, 52),
    (168, 60, 56),
    (70, 104, 150),
)


def draw(generator: np.random.Generator) -> Body:
    """Draw a body at random: adults of 1.52 to 1.93 m, all skin tones, clothes."""
    female = bool(generator.random() < 0.5)
    old = bool(generator.random() < 0.35)
    stature = float(
        np.clip(generator.normal(1.64 if female else 1.76, 0.065), 1.5, 1.95)
    )
    look = Look(
        skin=_choose(SKINS, generator),
        hair=HAIRS[4 + int(generator.integers(2))]
        if old
        else _choose(HAIRS, generator),
        shirt=_choose(SHIRTS, generator),
        trousers=_choose(TROUSERS, generator),
        shoes=_choose(SHOES, generator),
        long_hair=female and bool(generator.random() < 0.6),
        short_trousers=bool(generator.random() < 0.3),
        long_sleeves=bool(generator.random() < 0.25),
    )
    return Body(
        stature_m=stature,
        girth=float(np.clip(generator.normal(1.04, 0.1), 0.85, 1.4)),
        female=female,
        stoop_deg=float(abs(generator.normal(12.0 if old else 3.0, 4.0))),
        leg_ratio=float(np.clip(generator.normal(1.0, 0.02), 0.95, 1.05)),
        look=look,
    )


def _choose(colors: tuple[Color, ...], generator: np.random.Generator) -> Color:
    """Return one of `colors`."""
    return colors[int(generator.integers(len(colors)))]
