"""Among several people the patient is the one who exercises."""

import numpy as np
import pytest

from recognition.errors import NoDominantPerson, NoPerson
from recognition.options import ClickedPoint
from recognition.pose_estimation.person import People, Pose, choose
from recognition.poses import JOINTS

SIZE = (1280, 720)
BODY = np.random.default_rng(1).uniform(-0.5, 0.5, (JOINTS, 3))
# Shoulders and hips around the middle, as a trunk has them.
BODY[[11, 12, 23, 24], :2] = [[0.1, -0.2], [-0.1, -0.2], [0.08, 0.2], [-0.08, 0.2]]


def body(x, y=0.5, size=0.6, bend=0.0):
    """Return a pose around (x, y), `size` of the picture high; `bend` moves limbs."""
    points = BODY.copy()
    points[13:17, 1] += bend
    points[25:33, 1] -= bend
    landmarks = points * [size * 0.4, size, 0.2] + [x, y, 0.0]
    return Pose(landmarks, points * 1.7, np.ones(JOINTS))


def exercising(x, **where):
    return lambda n: body(x, bend=0.2 * np.sin(n / 8), **where)


def standing(x, **where):
    return lambda n: body(x, bend=0.002 * np.sin(n / 8), **where)


def clip(*persons, frames=120):
    """Return People who saw each of `persons`: n -> Pose or None."""
    people = People()
    for n in range(frames):
        poses = [pose for person in persons if (pose := person(n)) is not None]
        people.add(n / 30, SIZE, poses)
    return people


def middle(choice):
    """Return the patient's x over the frames, NaN where not found."""
    return choice.poses.landmarks[:, [11, 12, 23, 24], 0].mean(axis=1)


class TestThePatient:
    def test_is_who_exercises_not_who_stands_nearer_in_the_first_frame(self):
        people = clip(standing(0.25, size=0.7), exercising(0.75, size=0.6))

        choice = choose(people)

        assert middle(choice) == pytest.approx(np.full(120, 0.75), abs=0.01)
        assert choice.people_seen == 2

    def test_is_who_is_there_all_the_time(self):
        def passing(n):
            return exercising(0.2, size=0.8)(n) if 40 <= n < 60 else None

        choice = choose(clip(passing, exercising(0.7)))

        assert middle(choice) == pytest.approx(np.full(120, 0.7), abs=0.01)

    def test_is_not_taken_over_by_somebody_who_crosses(self):
        def crossing(n):
            return standing(n / 120, size=0.55)(n)

        choice = choose(clip(exercising(0.5), crossing))

        assert np.nanmax(np.abs(middle(choice) - 0.5)) < 0.05

    def test_is_who_stays_not_who_walks_by_and_swings_arms_and_legs(self):
        def walking(n):
            return body(n / 60, size=0.6, bend=0.3 * np.sin(n / 3)) if n < 80 else None

        choice = choose(clip(walking, exercising(0.5, size=0.55)))

        assert np.nanmax(np.abs(middle(choice) - 0.5)) < 0.05

    def test_stays_who_it_was_where_a_second_track_ended_up_on_them(self):
        def patient(n):
            return exercising(0.5, y=0.5 if n < 60 else 0.51)(n)

        def inside(n):
            """Half as large, on the same trunk, until its region is the patient's."""
            return exercising(0.5, y=0.508, size=0.3)(n) if 40 <= n < 60 else None

        people = clip(patient, inside)
        choice = choose(people)

        assert np.isfinite(middle(choice)).all()
        assert [len(track.frames) for track in people.tracks] == [120, 20]

    def test_stays_the_patient_after_leaving_and_returning(self):
        def leaving(n):
            return exercising(0.4)(n) if n < 40 or n > 100 else None

        choice = choose(clip(leaving))

        assert choice.people_seen == 1
        assert np.isfinite(middle(choice)).sum() == 40 + 19
        assert np.isnan(middle(choice)[40:101]).all()

    def test_can_be_pointed_at(self):
        people = clip(exercising(0.75), standing(0.25))

        choice = choose(people, patient=ClickedPoint(0.25, 0.5, 1.0))

        assert middle(choice) == pytest.approx(np.full(120, 0.25), abs=0.01)


class TestNobody:
    def test_found_is_an_error(self):
        with pytest.raises(NoPerson):
            choose(clip(lambda _: None))

    def test_found_for_more_than_a_moment_is_an_error(self):
        with pytest.raises(NoPerson):
            choose(clip(lambda n: body(0.5) if n < 3 else None))

    def test_where_somebody_pointed_is_an_error(self):
        with pytest.raises(NoPerson) as caught:
            choose(clip(exercising(0.75)), patient=ClickedPoint(0.2, 0.5, 1.0))

        assert "clicked" in caught.value.message

    def test_at_the_moment_that_was_pointed_at_is_an_error(self):
        people = clip(lambda n: body(0.5) if n < 30 else None)

        with pytest.raises(NoPerson):
            choose(people, patient=ClickedPoint(0.5, 0.5, 3.9))

    def test_who_stands_out_among_many_is_an_error(self):
        with pytest.raises(NoDominantPerson):
            choose(clip(*(exercising(x, size=0.4) for x in (0.15, 0.5, 0.85))))


def test_a_body_that_is_found_twice_is_one_person():
    choice = choose(clip(exercising(0.5), exercising(0.502)))

    assert choice.people_seen == 1
    assert choice.share == pytest.approx(1.0)
