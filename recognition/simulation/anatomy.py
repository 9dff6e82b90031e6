"""The shape of the simulated body: cross-sections from crown to toes, clothed."""

from typing import Final

from recognition.simulation import head
from recognition.simulation.body import Body, Color
from recognition.simulation.mesh import Loft, Ring, Surface

Palette = dict[str, tuple[float, float, float]]

_LIMB_SIDES: Final = 18
_TRUNK_SIDES: Final = 26
_HEAD_SIDES: Final = 32
_CLOTH: Final = 0.003  # fractions of the stature that cloth stands off the skin


def surface(body: Body, *, dumbbells: bool = False) -> Surface:
    """Return the clothed surface of `body`, with `dumbbells` in the hands."""
    loft = Loft(body, _palette(body))
    loft.tube(_trunk(body), _TRUNK_SIDES)
    loft.tube(_neck(), 16)
    loft.tube(
        head.rings(),
        _HEAD_SIDES,
        refine=2,
        paint=head.HeadPaint(long_hair=body.look.long_hair),
    )
    if body.look.long_hair:
        loft.tube(head.ponytail(), 12)
    for side in ("left", "right"):
        loft.tube(_leg(body, side), _LIMB_SIDES, refine=1)
        loft.tube(_shoe(side), 16, refine=1)
        loft.tube(_arm(body, side), _LIMB_SIDES)
        loft.tube(_hand(side), 12, refine=1)
        loft.tube(_thumb(side), 8, refine=1)
        if dumbbells:
            loft.tube(_dumbbell(side), 14, refine=1)
        loft.tube(head.ear(side), 10, refine=1)
    return loft.surface()


def _palette(body: Body) -> Palette:
    """Return the colors of the materials."""
    look = body.look
    lips = tuple(
        0.55 * c + 0.45 * t for c, t in zip(look.skin, (170, 70, 70), strict=True)
    )
    return {
        "skin": _float(look.skin),
        "hair": _float(look.hair),
        "shirt": _float(look.shirt),
        "hem": _scaled(look.shirt, 0.86),
        "trousers": _float(look.trousers),
        "waistband": _scaled(look.trousers, 0.8),
        "shoes": _float(look.shoes),
        "sole": (236.0, 236.0, 232.0) if sum(look.shoes) < 450 else (96.0, 98.0, 104.0),
        "sock": (228.0, 228.0, 226.0),
        "lips": (lips[0], lips[1], lips[2]),
        "iron": (58.0, 60.0, 66.0),
        "steel": (170.0, 174.0, 178.0),
    }


def _float(color: Color) -> tuple[float, float, float]:
    """Return `color` as floats."""
    return (float(color[0]), float(color[1]), float(color[2]))


def _scaled(color: Color, factor: float) -> tuple[float, float, float]:
    """Return `color` darker or lighter."""
    return (color[0] * factor, color[1] * factor, color[2] * factor)


def _trunk(body: Body) -> list[Ring]:
    """Return crotch to the base of the neck."""
    hips = 1.07 if body.female else 1.0
    waist = 0.90 if body.female else 1.0
    chest = 0.93 if body.female else 1.0
    bust = 0.010 if body.female else 0.003
    pelvis, torso = ("pelvis", "pelvis"), ("chest", "chest")
    mid, low = ("waist", "waist"), ("pelvis", "waist")
    base, top = ("pelvis", "lumbar"), ("chest", "neck")
    up = ("lumbar", "chest")
    cloth = "trousers"
    return [
        Ring(base, 0.0, pelvis, (0.010, 0.012), (0, -0.004, -0.058), cloth),
        Ring(base, 0.0, pelvis, (0.058, 0.046), (0, -0.006, -0.050), cloth),
        Ring(
            base, 0.0, pelvis, (0.086 * hips, 0.064), (0, -0.008, -0.028), cloth, 1, 2.4
        ),
        Ring(
            base, 0.0, pelvis, (0.095 * hips, 0.069), (0, -0.008, -0.012), cloth, 1, 2.4
        ),
        Ring(
            base, 0.0, pelvis, (0.096 * hips, 0.070), (0, -0.007, -0.001), cloth, 1, 2.4
        ),
        Ring(base, 0.0, pelvis, (0.1030 * hips, 0.077), (0, -0.006, 0), "hem", 1, 2.4),
        Ring(base, 0.10, pelvis, (0.1030 * hips, 0.077), (0, -0.006, 0), "hem", 1, 2.4),
        Ring(
            base, 0.32, pelvis, (0.0985 * hips, 0.073), (0, -0.005, 0), "shirt", 1, 2.4
        ),
        Ring(base, 0.60, low, (0.093 * hips, 0.068), (0, -0.003, 0), "shirt", 1, 2.4),
        Ring(base, 0.85, low, (0.087, 0.064), (0, 0.0, 0), "shirt", 1, 2.3),
        Ring(base, 1.0, mid, (0.085 * waist, 0.062), (0, 0.002, 0), "shirt", 1, 2.3),
        Ring(up, 0.35, mid, (0.084 * waist, 0.062), (0, 0.003, 0), "shirt", 1, 2.3),
        Ring(up, 0.7, mid, (0.089 * chest, 0.064), (0, 0.003, 0), "shirt", 0.9, 2.4),
        Ring(
            up,
            1.0,
            torso,
            (0.094 * chest, 0.066),
            (0, 0.003 + bust, 0),
            "shirt",
            0.8,
            2.5,
        ),
        Ring(
            top,
            0.2,
            torso,
            (0.098 * chest, 0.067),
            (0, 0.003 + bust, 0),
            "shirt",
            0.8,
            2.5,
        ),
        Ring(
            top,
            0.4,
            torso,
            (0.100 * chest, 0.065),
            (0, 0.002 + bust, 0),
            "shirt",
            0.7,
            2.4,
        ),
        Ring(top, 0.6, torso, (0.102 * chest, 0.060), (0, 0.0, 0), "shirt", 0.6, 2.3),
        Ring(
            top, 0.74, torso, (0.103 * chest, 0.054), (0, -0.003, 0), "shirt", 0.5, 2.3
        ),
        Ring(
            top, 0.84, torso, (0.103 * chest, 0.048), (0, -0.005, 0), "shirt", 0.4, 2.2
        ),
        Ring(
            top, 0.925, torso, (0.098 * chest, 0.043), (0, -0.006, 0), "shirt", 0.3, 2.1
        ),
        Ring(top, 0.985, torso, (0.076, 0.040), (0, -0.006, 0), "shirt", 0.3),
        Ring(top, 1.03, torso, (0.054, 0.039), (0, -0.004, 0), "shirt", 0.3),
        Ring(top, 1.07, torso, (0.041, 0.038), (0, -0.003, 0), "hem", 0.3),
        Ring(top, 1.08, torso, (0.036, 0.034), (0, -0.003, 0), "hem", 0.2),
        Ring(top, 1.02, torso, (0.026, 0.024), (0, -0.003, 0), "hem", 0.2),
    ]


def _neck() -> list[Ring]:
    """Return the neck, from inside the collar into the head."""
    frame, line = ("chest", "head"), ("neck", "skull")
    return [
        Ring(line, -0.3, frame, (0.036, 0.036), (0, -0.002, 0), soft=0.5),
        Ring(line, 0.1, frame, (0.0335, 0.034), (0, -0.004, 0), soft=0.5),
        Ring(line, 0.5, frame, (0.0325, 0.034), (0, -0.006, 0), soft=0.5),
        Ring(line, 1.1, frame, (0.032, 0.034), (0, -0.012, 0), soft=0.4),
    ]


def _leg(body: Body, side: str) -> list[Ring]:
    """Return hip to ankle, in trousers or shorts."""
    up, down = f"{side}_thigh", f"{side}_shank"
    thigh, shank = (f"{side}_hip", f"{side}_knee"), (f"{side}_knee", f"{side}_ankle")
    frame_t, frame_k, frame_s = (up, up), (up, down), (down, down)
    hips = ("pelvis", up)
    shorts = body.look.short_trousers
    upper = "trousers"
    lower = "skin" if shorts else "trousers"
    slack = 0.0 if shorts else _CLOTH
    wide = 1.05 if body.female else 1.0
    rings = [
        Ring(thigh, -0.10, hips, (0.012, 0.022), (0, -0.004, 0), upper),
        Ring(thigh, -0.06, hips, (0.030, 0.044), (0, -0.006, 0), upper),
        Ring(thigh, 0.04, hips, (0.0455 * wide, 0.060), (0, -0.007, 0), upper),
        Ring(thigh, 0.16, frame_t, (0.0500 * wide, 0.0595), (0, -0.004, 0), upper),
        Ring(thigh, 0.32, frame_t, (0.0495 * wide, 0.056), (0, 0.0, 0), upper),
        Ring(thigh, 0.50, frame_t, (0.046, 0.051), (0, 0.002, 0), upper),
        Ring(thigh, 0.66, frame_t, (0.0425, 0.046), (0, 0.002, 0), upper),
    ]
    if shorts:
        rings.append(
            Ring(thigh, 0.74, frame_t, (0.046, 0.049), (0, 0.002, 0), "waistband")
        )
        rings.append(Ring(thigh, 0.745, frame_t, (0.0365, 0.039), (0, 0.002, 0), lower))
    return [
        *rings,
        _limb(thigh, 0.80, frame_t, 0.0355, 0.038, slack, 0.001, lower),
        _limb(thigh, 0.90, frame_t, 0.0325, 0.035, slack, 0.002, lower),
        _limb(thigh, 0.97, frame_k, 0.0315, 0.034, slack, 0.003, lower),
        _limb(shank, 0.03, frame_k, 0.0310, 0.033, slack, 0.002, lower),
        _limb(shank, 0.10, frame_s, 0.0300, 0.033, slack, -0.002, lower),
        _limb(shank, 0.22, frame_s, 0.0310, 0.0345, slack, -0.007, lower),
        _limb(shank, 0.34, frame_s, 0.0305, 0.0345, slack, -0.009, lower),
        _limb(shank, 0.48, frame_s, 0.0275, 0.031, slack, -0.008, lower),
        _limb(shank, 0.62, frame_s, 0.0235, 0.0265, 1.3 * slack, -0.006, lower),
        _limb(shank, 0.76, frame_s, 0.0200, 0.0225, 1.8 * slack, -0.004, lower),
        _limb(shank, 0.88, frame_s, 0.0185, 0.021, 2.2 * slack, -0.003, lower),
        _limb(shank, 0.90, frame_s, 0.0180, 0.0205, 0.0, -0.003, "sock"),
        _limb(shank, 1.0, frame_s, 0.0190, 0.022, 0.0, -0.004, "sock"),
        _limb(shank, 1.06, frame_s, 0.0160, 0.018, 0.0, -0.004, "sock"),
    ]


def _limb(
    between: tuple[str, str], share: float, frame: tuple[str, str],
    side: float, front: float, slack: float, ahead: float, material: str,
) -> Ring:  # fmt: skip
    """Return a ring of a limb, with the cloth's slack around it."""
    half = (side + slack, front + slack)
    return Ring(between, share, frame, half, (0, ahead, 0), material, 0.7)


_SHOE: Final = (
    # along the foot from the ball, half width, half height, height of the middle
    (-0.120, 0.004, 0.010, 0.016, "shoes"),
    (-0.118, 0.017, 0.017, 0.018, "shoes"),
    (-0.110, 0.0215, 0.024, 0.025, "shoes"),
    (-0.094, 0.0235, 0.028, 0.028, "shoes"),
    (-0.072, 0.0240, 0.026, 0.026, "shoes"),
    (-0.050, 0.0250, 0.022, 0.022, "shoes"),
    (-0.024, 0.0275, 0.0185, 0.0185, "shoes"),
    (0.000, 0.0290, 0.0155, 0.0155, "shoes"),
)
_TOES: Final = (
    (0.012, 0.0285, 0.0145, 0.0145, "shoes"),
    (0.026, 0.0255, 0.0135, 0.0135, "shoes"),
    (0.038, 0.0190, 0.0120, 0.0125, "shoes"),
    (0.045, 0.0090, 0.0080, 0.0115, "shoes"),
    (0.047, 0.0010, 0.0020, 0.0115, "shoes"),
)


def _shoe(side: str) -> list[Ring]:
    """Return heel to toe; the toes stay flat when the heel rises."""
    foot, toes = f"{side}_foot", f"{side}_toes"
    line = (f"{side}_ball", f"{side}_toe")
    return [
        Ring(line, 0.0, (name, name), (w, h), (0, z, x), color, 0.2, 2.6)
        for name, shape in ((foot, _SHOE), (toes, _TOES))
        for x, w, h, z, color in shape
    ]


def _arm(body: Body, side: str) -> list[Ring]:
    """Return shoulder to wrist, with a sleeve."""
    upper, fore = f"{side}_upper_arm", f"{side}_forearm"
    arm, lower = (
        (f"{side}_shoulder", f"{side}_elbow"),
        (f"{side}_elbow", f"{side}_wrist"),
    )
    frame_u, frame_e, frame_f = (upper, upper), (upper, fore), (fore, fore)
    sleeve = "shirt"
    rest = "shirt" if body.look.long_sleeves else "skin"
    slim = 0.9 if body.female else 1.0
    slack = _CLOTH if body.look.long_sleeves else 0.0
    rings = [
        Ring(arm, -0.085, frame_u, (0.004, 0.006), (0, 0, 0), sleeve),
        Ring(arm, -0.078, frame_u, (0.012 * slim, 0.018 * slim), (0, 0, 0), sleeve),
        Ring(arm, -0.05, frame_u, (0.0215 * slim, 0.030 * slim), (0, 0, 0), sleeve),
        Ring(arm, 0.02, frame_u, (0.0295 * slim, 0.037 * slim), (0, 0, 0), sleeve),
        Ring(arm, 0.16, frame_u, (0.0325 * slim, 0.037 * slim), (0, 0, 0), sleeve),
        Ring(arm, 0.36, frame_u, (0.0335 * slim, 0.0355 * slim), (0, 0, 0), sleeve),
        Ring(arm, 0.46, frame_u, (0.0340 * slim, 0.035 * slim), (0, 0, 0), "hem"),
    ]
    return [
        *rings,
        _limb(arm, 0.465, frame_u, 0.0275 * slim, 0.029 * slim, slack, 0, rest),
        _limb(arm, 0.62, frame_u, 0.0265 * slim, 0.028 * slim, slack, 0.001, rest),
        _limb(arm, 0.80, frame_u, 0.0240 * slim, 0.025 * slim, slack, 0.001, rest),
        _limb(arm, 0.95, frame_e, 0.0225 * slim, 0.0235 * slim, slack, 0, rest),
        _limb(lower, 0.05, frame_e, 0.0225 * slim, 0.0235 * slim, slack, 0, rest),
        _limb(lower, 0.18, frame_f, 0.0230 * slim, 0.0245 * slim, slack, 0, rest),
        _limb(lower, 0.36, frame_f, 0.0220 * slim, 0.0235 * slim, slack, 0, rest),
        _limb(lower, 0.60, frame_f, 0.0185 * slim, 0.0200 * slim, slack, 0, rest),
        _limb(lower, 0.82, frame_f, 0.0145 * slim, 0.0165 * slim, slack, 0, rest),
        _limb(lower, 0.93, frame_f, 0.0130 * slim, 0.0155 * slim, slack, 0, rest),
        _limb(lower, 0.94, frame_f, 0.0125 * slim, 0.0155 * slim, 0.0, 0, "skin"),
        _limb(lower, 1.03, frame_f, 0.0125 * slim, 0.0160 * slim, 0.0, 0, "skin"),
    ]


def _hand(side: str) -> list[Ring]:
    """Return wrist to fingertips as a relaxed mitten."""
    frame = (f"{side}_hand", f"{side}_hand")
    line = (f"{side}_wrist", f"{side}_fingertip")
    shape = (
        (-0.06, 0.010, 0.014), (0.08, 0.0115, 0.0165), (0.28, 0.0125, 0.0225),
        (0.50, 0.0120, 0.0245), (0.62, 0.0105, 0.0235), (0.80, 0.0090, 0.0210),
        (0.94, 0.0075, 0.0170), (1.02, 0.0050, 0.0100), (1.05, 0.0010, 0.0020),
    )  # fmt: skip
    return [
        Ring(line, t, frame, (w, d), (0, 0, 0), "skin", 0.1, 2.3) for t, w, d in shape
    ]


def _thumb(side: str) -> list[Ring]:
    """Return the thumb."""
    frame = (f"{side}_hand", f"{side}_hand")
    line = (f"{side}_wrist", f"{side}_thumb")
    shape = ((0.2, 0.009), (0.6, 0.0095), (0.95, 0.0075), (1.15, 0.005), (1.2, 0.001))
    return [Ring(line, t, frame, (r, r), (0, 0, 0), "skin", 0.0) for t, r in shape]


def _dumbbell(side: str) -> list[Ring]:
    """Return a dumbbell held across the palm."""
    frame = (f"{side}_grip", f"{side}_grip")
    line = (f"{side}_knuckle", f"{side}_knuckle")
    half = (
        (-0.062, 0.002, "iron"), (-0.061, 0.024, "iron"), (-0.036, 0.026, "iron"),
        (-0.035, 0.008, "iron"), (0.0, 0.008, "steel"),
    )  # fmt: skip
    other = tuple(
        (-z, r, "steel" if z == -0.035 else "iron") for z, r, _ in half[-2::-1]
    )
    return [
        Ring(line, 0.0, frame, (r, r), (0, -0.012, z), color, 0.0)
        for z, r, color in (*half, *other)
    ]
