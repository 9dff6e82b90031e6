"""A head is covered wherever it may be, and a picture without a skeleton whole."""

import json

import numpy as np
import pytest

from recognition import blurring, heads, video
from recognition.blurring import Patient, hidden
from recognition.curves import curves_of
from recognition.options import Options
from recognition.pose_estimation import runtimes
from recognition.simulation import humanoid, sample
from tests.recognition.filming import HEIGHT, WIDTH, Studio
from tests.recognition.test_heads import standing

SCALE = 10_000
rng = np.random.default_rng(5)


class TestHidden:
    picture = rng.integers(0, 255, (480, 400, 3), dtype=np.uint8)

    def detail(self, picture, x, y):
        part = picture[y - 8 : y + 8, x - 8 : x + 8].astype(float)
        return part.std(axis=(0, 1)).max()

    def test_covers_the_head_and_nothing_below(self):
        covered = hidden(self.picture, [standing() / (400, 480)])
        assert self.detail(covered, 200, 60) < 25 < self.detail(self.picture, 200, 60)
        assert np.array_equal(covered[250:], self.picture[250:])

    def test_covers_both_places_of_a_head_that_moves(self):
        moved = standing() + np.array([0, 200])
        covered = hidden(self.picture, [standing() / (400, 480), moved / (400, 480)])
        assert self.detail(covered, 200, 60) < 25
        assert self.detail(covered, 200, 260) < 25

    @pytest.mark.parametrize(
        "skeletons", [[], [np.full((33, 2), np.nan)]], ids=["none", "without a head"]
    )
    def test_covers_everything_where_nothing_is_known(self, skeletons):
        covered = hidden(self.picture, skeletons)
        assert self.detail(covered, 200, 400) < 25

    def test_a_head_outside_the_picture_covers_nothing(self):
        away = standing() - np.array([0, 700])
        covered = hidden(self.picture, [away / (400, 480)])
        assert np.array_equal(covered, self.picture)

    def test_covers_others_beside_the_patient(self):
        box = 0.7, 0.7, 0.9, 0.9
        covered = hidden(self.picture, [standing() / (400, 480)], [box])
        assert self.detail(covered, 320, 384) < 25
        assert self.detail(covered, 200, 60) < 25
        assert np.array_equal(covered[200:330], self.picture[200:330])

    def test_leaves_the_picture_that_was_given_alone(self):
        before = self.picture.copy()
        hidden(self.picture, [])
        assert np.array_equal(self.picture, before)


def curves(times, points):
    flat = [None if one is None else (one * SCALE).round().ravel() for one in points]
    rows = [None if one is None else [*map(float, one)] for one in flat]
    return {"time_s": times, "points": rows, "edges": []}


class TestPatient:
    here = standing() / (400, 480)

    def test_are_those_before_and_after(self):
        patient = Patient(curves([0.0, 0.1], [self.here, self.here + 0.1]))
        assert len(patient.near(0.05)) == 2
        assert len(patient.near(0.1)) == 1

    def test_are_forgotten_soon(self):
        patient = Patient(curves([0.0, 2.0], [self.here, None]))
        assert len(patient.near(blurring.STILL_THERE_S - 0.01)) == 1
        assert patient.near(1.0) == []
        assert patient.near(2.0) == []


@pytest.mark.media
def test_a_film_keeps_its_frames_and_loses_what_it_cannot_place(studio, tmp_path):
    film, shares = studio.film(), []
    target = tmp_path / "blurred.mp4"
    nobody = curves([0.0], [None])
    blurring.render(film, nobody, [], target, on_progress=shares.append)
    before, after = list(video.frames(film)), list(video.frames(target))
    assert [one.time_s for one in after] == pytest.approx(
        [one.time_s for one in before], abs=1e-3
    )
    assert after[0].picture.shape[:2] == (HEIGHT, WIDTH)
    changed = np.abs(after[0].picture.astype(float) - before[0].picture).mean()
    assert changed > 2  # writing it again alone changes less than 1
    assert shares[-1] == pytest.approx(1.0, abs=0.2)


# The patient stands on the left; somebody half as large walks by for a second.
FRAMES, COMES, GOES = 60, 15, 45
STEP = 3  # pixels a frame
HEAD = humanoid.JOINT["skull"]


@pytest.fixture(scope="module")
def two_people(tmp_path_factory):
    """A film of two simulated people; where both have their heads, frame by frame."""
    folder = tmp_path_factory.mktemp("two")
    truth = sample.render_squats(folder / "one.mp4", repetitions=0)
    one = [f.picture[::2, ::2] for f in video.frames(folder / "one.mp4")][:FRAMES]
    height, width = one[0].shape[:2]
    beside = width // 2 + STEP * (GOES - COMES)
    pictures, other = [], {}
    for number, picture in enumerate(one):
        wide = np.full((height, width + beside, 3), 120, np.uint8)
        wide[:, :width] = picture
        if COMES <= number < GOES:
            at = width + STEP * (number - COMES), height // 2
            wide[at[1] :, at[0] : at[0] + width // 2] = picture[::2, ::2]
            other[number] = truth.joints_px[number, HEAD] / 4 + at
        pictures.append(wide)
    times = np.arange(FRAMES) / 30
    film = Studio(folder).film("two.mp4", times=times, pictures=pictures)
    return film, truth.joints_px[:FRAMES, HEAD] / 2, other


def alike(before, after, at, size):
    """How much of the detail around `at` is still there, 1 for all of it."""
    x, y = np.round(at).astype(int)
    around = slice(y - size, y + size), slice(x - size, x + size)
    one, two = (frame.picture[around].astype(float) for frame in (before, after))
    edges = [np.abs(np.diff(part, axis=0)).mean() for part in (one, two)]
    return edges[1] / edges[0]


@pytest.mark.media
def test_the_heads_of_all_who_were_seen_are_covered(two_people, tmp_path):
    film, patient, other = two_people
    found = runtimes.create(Options()).estimate(video.frames(film))
    drawn = curves_of(found.poses, None, shown=found.poses)
    (tmp_path / "curves.json").write_text(json.dumps(drawn))
    heads.save(found.heads, tmp_path / "heads.json")

    target, shares = tmp_path / "blurred.mp4", []
    paths = tmp_path / "curves.json", tmp_path / "heads.json"
    blurring.hide(film, target, *paths, on_progress=shares.append)

    both = zip(video.frames(film), video.frames(target), strict=True)
    for number, (before, after) in enumerate(both):
        assert alike(before, after, patient[number], 12) < 0.5, number
        if number in other:
            assert alike(before, after, other[number], 6) < 0.3, number
            assert alike(before, after, other[number] + (0, 100), 10) > 0.6, number
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1.0, abs=0.02)
