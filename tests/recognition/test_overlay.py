"""The skeleton is drawn on the frame that it was found in."""

import numpy as np
import pytest

from recognition import overlay, video
from recognition.overlay import Drawing
from recognition.report import (
    ExerciseVerdict,
    Finding,
    Person,
    Repetition,
    Report,
    Summary,
    Timings,
    Video,
    View,
)
from recognition.skeleton import EDGES, INDEX
from tests.recognition.filming import HEIGHT, STRIPES, number_of, scene

UNEVEN = [0.0, 0.04, 0.1, 0.2, 0.233, 0.3, 0.5, 0.533, 0.566, 0.8, 0.9]
WRIST = INDEX["left_wrist"]


def report(*repetitions):
    return Report(
        schema=1,
        pipeline="test",
        video=Video(1.0, 30, 320, 240, 0, 30),
        person=Person(1.0),
        view=View("front", 0.0, 1.0),
        exercise=ExerciseVerdict("squat", "recognized", 1.0, ()),
        repetitions=repetitions,
        attempts=(),
        summary=Summary(len(repetitions), 0, None, {}),
        warnings=(),
        timings_s=Timings(0, 0, 0, 0),
    )


def wrong_wrist(time_s, side="left"):
    finding = Finding(
        mistake="far",
        severity="minor",
        confidence=1.0,
        joint="wrist",
        side=side,
        phase="whole",
        time_s=time_s,
        value=1.0,
        expected="less",
        unit="deg",
        message="Keep it near.",
    )
    return Repetition(1, 0.0, 0.5, 0.9, "both", None, (), (finding,))


def curves(times, places):
    """One visible joint, the left wrist, at `places` (x, y), 0 to 1."""
    points = []
    for place in places:
        row = [None] * 66
        if place is not None:
            row[2 * WRIST : 2 * WRIST + 2] = [round(v * 10_000) for v in place]
        points.append(row if place is not None else None)
    return {"time_s": times, "points": points, "edges": EDGES}


def drawn_at(picture, clean):
    """Return where something was drawn, (x, y) as fractions, below the text."""
    changed = np.abs(picture.astype(int) - clean).sum(axis=2) > 150
    changed[: HEIGHT // 4] = False
    rows, columns = np.nonzero(changed)
    if not len(rows):
        return None
    return columns.mean() / clean.shape[1], rows.mean() / clean.shape[0]


def above_the_stripe(number):
    return (number + 0.5) / STRIPES, 0.4


def beside_the_stripe(number):
    return 0.75, 0.35 + 0.6 * number / STRIPES


class TestAgreesWithTheVideo:
    """The joint is drawn where the stripe of the same frame is: never a frame off."""

    @pytest.mark.parametrize(
        ("name", "how", "place"),
        [
            pytest.param("clip.mp4", {"times": UNEVEN}, above_the_stripe, id="uneven"),
            pytest.param(
                "clip.mkv", {"first_pts": 450_000}, above_the_stripe, id="not from 0"
            ),
            pytest.param("clip.mp4", {"rotation": -90}, beside_the_stripe, id="turned"),
        ],
    )
    def test_frame_by_frame(self, studio, tmp_path, name, how, place):
        source = studio.film(name, **how)
        frames = list(video.frames(source))
        places = [place(f.index % STRIPES) for f in frames]
        target = tmp_path / "overlay.mp4"

        overlay.render(
            source, report(), curves([f.time_s for f in frames], places), target
        )

        drawn = list(video.frames(target))
        assert len(drawn) == len(frames)
        for before, after, expected in zip(frames, drawn, places, strict=True):
            assert after.time_s == pytest.approx(before.time_s, abs=1e-4)
            assert drawn_at(after.picture, before.picture) == pytest.approx(
                expected, abs=0.02
            )
            if place is above_the_stripe:
                assert number_of(after.picture) == before.index % STRIPES

    def test_a_frame_left_out_by_the_analysis_has_the_skeleton_before_it(self):
        drawing = Drawing(report(), curves([0.0, 0.1], [(0.2, 0.5), (0.8, 0.5)]))

        shown = [
            drawing.skeletons.at(t)[WRIST, 0] for t in (0.0, 0.05, 0.0999999, 0.1, 9)
        ]

        assert shown == pytest.approx([0.2, 0.2, 0.8, 0.8, 0.8])

    def test_nothing_is_drawn_where_nobody_was_seen(self):
        drawing = Drawing(report(), curves([0.0, 0.1], [(0.2, 0.5), None]))

        assert drawing.skeletons.at(0.1) is None
        assert drawing.skeletons.at(-0.1) is None


class TestMistakes:
    def marked(self, time_s, side="left"):
        drawing = Drawing(report(wrong_wrist(0.5, side)), curves([0.0], [(0.5, 0.6)]))
        frame = video.Frame(0, time_s, scene(0), 0)
        red, green, blue = np.moveaxis(drawing.over(frame).astype(int), 2, 0)
        wrong = (abs(red - 213) < 9) & (abs(green - 94) < 9) & (abs(blue) < 9)
        return bool(wrong.any())

    def test_are_marked_at_their_moment_only(self):
        assert self.marked(0.5)
        assert self.marked(0.1)
        assert not self.marked(1.2)

    def test_are_not_marked_on_the_other_side(self):
        assert not self.marked(0.5, side="right")

    def test_of_both_sides_are_marked_where_seen(self):
        assert self.marked(0.5, side="both")


def test_the_video_itself_is_not_changed():
    picture = scene(0)
    drawing = Drawing(report(), curves([0.0], [(0.5, 0.6)]))

    drawing.over(video.Frame(0, 0.0, picture, 0))

    assert (picture == scene(0)).all()
