"""A body is looked for now and then, and followed in between."""

from dataclasses import replace

import numpy as np
import pytest

from recognition import video
from recognition.pose_estimation.blazepose import ALL_LANDMARKS, HEAT_SIDE, Located
from recognition.pose_estimation.following import Follower
from recognition.simulation import sample


class FakeNetworks:
    """Sees a body in the middle of each region that is bright in the middle."""

    def __init__(self, *places):
        self.places = places  # (anchor x, y) of what the detector finds
        self.at_a_time = 3
        self.is_exact = True
        self.detections = 0
        self.box = self.reach = 30

    def detect(self, pictures):
        from recognition.pose_estimation.blazepose import ANCHORS

        self.detections += 1
        boxes = np.zeros((1, len(ANCHORS), 12), np.float32)
        logits = np.full((1, len(ANCHORS)), -120, np.float32)
        for place in self.places:
            anchor = int(np.argmin(np.abs(ANCHORS - place).sum(axis=1)))
            boxes[0, anchor, 2:4] = self.box
            boxes[0, anchor, 7] = -self.reach
            logits[0, anchor] = 5.0
        return boxes, logits

    def locate(self, picture):
        return lambda: self.located(picture)

    def located(self, picture):
        flat = np.zeros((ALL_LANDMARKS, 5), np.float32)
        flat[:, :2] = 128
        flat[:, 1] += np.linspace(-100, 100, ALL_LANDMARKS)
        flat[33, :2] = 128
        flat[34, :2] = 128, 128 - 102.4
        return Located(
            flat=flat,
            presence=float(picture[128, 128, 0]) / 255,
            heat=np.full((HEAT_SIDE, HEAT_SIDE, ALL_LANDMARKS), -20, np.float32),
            world=np.zeros((ALL_LANDMARKS, 3), np.float32),
        )


class FollowingNetworks(FakeNetworks):
    """Sees the body in the middle of what is bright."""

    def detect(self, pictures):
        self.places = [(np.nonzero(pictures[0, 112, :, 0] > 128)[0].mean(), 112)]
        return super().detect(pictures)

    def located(self, picture):
        located = super().located(picture)
        bright = np.nonzero(picture[128, :, 0] > 128)[0]
        if len(bright):
            located.flat[:, 0] = bright.mean()
        return replace(located, presence=float(len(bright) > 0))


def frame(number, brightness=255):
    picture = np.full((224, 224, 3), brightness, np.uint8)
    return video.Frame(number, number / 30, picture, 0)


def everybody(networks, frames):
    """How many people are found in each frame."""
    return [len(found) for _, found in Follower(networks).follow(frames)]


def test_looks_around_now_and_then_and_follows_between():
    networks = FakeNetworks((60, 112), (160, 112))

    counts = everybody(networks, [frame(n) for n in range(90)])

    assert counts == [2] * 90
    assert networks.detections < 20


def test_no_frame_is_left_out_whoever_comes_and_goes():
    dark = {7, 8, 20, 40, 41, 42, 70}
    frames = [frame(n, brightness=0 if n in dark else 255) for n in range(90)]

    seen = list(Follower(FakeNetworks((112, 112))).follow(frames))

    assert [f.index for f, _ in seen] == list(range(90))
    assert [len(found) for _, found in seen] == [int(n not in dark) for n in range(90)]


def looks(frames):
    """When the detector is asked, in seconds."""
    networks = FakeNetworks((112, 112))
    follower = Follower(networks)
    asked = []
    for each in frames:
        before = networks.detections
        list(follower.follow([each]))
        asked += [each.time_s] * (networks.detections - before)
    return np.array(asked)


def test_looks_often_at_first_and_twice_a_second_later():
    asked = looks(frame(number) for number in range(150))

    pauses = np.diff(asked)
    assert asked[0] == 0
    assert pauses[:5] == pytest.approx(0.1, abs=0.04)
    assert pauses[-5:] == pytest.approx(0.5, abs=0.04)


def test_looks_again_at_once_when_somebody_is_lost():
    def followed(brightness):
        networks = FakeNetworks((112, 112))
        frames = [frame(n, brightness if n == 40 else 255) for n in range(45)]
        return everybody(networks, frames), networks.detections

    _, undisturbed = followed(255)
    counts, disturbed = followed(0)

    assert counts == [1] * 40 + [0] + [1] * 4
    assert disturbed >= undisturbed + 2


class TestSeveralFramesAtATime:
    """The body is where the picture is bright: a bar that moves to the right."""

    def bar(self, number, width=60):
        picture = np.zeros((224, 224, 3), np.uint8)
        at = 40 + 3 * number
        picture[:, at - width // 2 : at + width // 2] = 255
        return video.Frame(number, number / 30, picture, 0)

    def path(self, at_a_time):
        networks = FollowingNetworks()
        networks.at_a_time = at_a_time
        followed = Follower(networks).follow([self.bar(n) for n in range(30)])
        return [[b.pose.landmarks[0, 0] for b in found] for _, found in followed]

    @pytest.mark.parametrize("at_a_time", [2, 3, 4])
    def test_are_followed_as_one_by_one(self, at_a_time):
        assert self.path(at_a_time) == pytest.approx(np.array(self.path(1)), abs=0.03)

    def test_are_under_way_together(self):
        networks = FakeNetworks((112, 112))
        under_way, most = set(), []
        located = networks.located

        def locate(picture):
            under_way.add(id(picture))
            most.append(len(under_way))

            def wait():
                under_way.discard(id(picture))
                return located(picture)

            return wait

        networks.locate = locate
        everybody(networks, [frame(n) for n in range(30)])

        assert max(most) == networks.at_a_time


class TestSomebodyNew:
    """Who comes while others are followed several frames at a time."""

    def coming(self, networks, new, *, at):
        """Yield frames; the detector's places change before it sees frame `at`."""
        for n in range(at + 30):
            if n == at:
                networks.places = new
            yield frame(n)

    def test_is_followed_from_a_look_around_on(self):
        networks = FakeNetworks((60, 112))

        frames = self.coming(networks, ((60, 112), (160, 112)), at=36)
        counts = everybody(networks, frames)

        changes = np.flatnonzero(np.diff(counts))
        assert counts[0] == 1
        assert counts[-1] == 2
        assert len(changes) == 1
        assert 36 <= changes[0] + 1 <= 36 + 16

    def test_is_not_missed_where_somebody_else_is_lost(self):
        networks = FakeNetworks((60, 112))
        frames = [frame(n, brightness=0 if n == 37 else 255) for n in range(45)]
        follower = Follower(networks)
        x = {}

        for f, found in follower.follow(frames):
            x[f.index] = [body.region.x for body in found]
            if f.index == 36:
                networks.places = ((160, 112),)

        assert x[36] == pytest.approx([60], abs=8)
        assert x[37] == []
        assert x[38] == pytest.approx([160], abs=8)


def test_two_regions_on_one_person_become_one():
    networks = FakeNetworks((112, 112), (116, 112))

    assert everybody(networks, [frame(0)]) == [1]


def test_a_coach_in_touch_with_the_patient_is_somebody_else():
    networks = FakeNetworks((108, 112), (116, 112))
    networks.box, networks.reach = 7, 24  # 8 pixels apart are 0.13 of a region

    assert everybody(networks, [frame(0)]) == [2]


def test_follows_no_more_than_a_few_people():
    places = [(x, y) for x in (30, 90, 150, 210) for y in (30, 110, 190)]

    assert everybody(FakeNetworks(*places), [frame(0)]) == [4]


@pytest.fixture(scope="module")
def standing(tmp_path_factory):
    """A few pictures of a simulated patient."""
    path = tmp_path_factory.mktemp("film") / "one.mp4"
    sample.render_squats(path, repetitions=1)
    return [f for f in video.frames(path) if f.index % 20 == 0]


@pytest.mark.media
@pytest.mark.slow
class TestAgainstMediaPipe:
    """With the detector's region, as MediaPipe's image mode has it."""

    def apart(self, networks, frames):
        from recognition.pose_estimation.mediapipe import MediaPipeRuntime

        truth = MediaPipeRuntime(mode="IMAGE", counts_people=False).estimate(frames)
        width, height = truth.poses.width, truth.poses.height
        found = [next(Follower(networks).follow([f]))[1][0].pose for f in frames]
        own = np.array([pose.landmarks[:, :2] for pose in found]) * [width, height]
        other = truth.poses.pixels()
        torso = np.linalg.norm(
            other[:, [11, 12]].mean(axis=1) - other[:, [23, 24]].mean(axis=1), axis=1
        )
        world = np.array([pose.world for pose in found]) - truth.poses.world
        return np.linalg.norm(own - other, axis=2) / torso[:, None], np.abs(world)

    @pytest.mark.parametrize(
        ("precision", "bar", "bar_m"),
        [
            pytest.param("f32", 0.005, 0.002, id="f32"),
            pytest.param("bf16", 0.02, 0.01, id="bf16"),
        ],
    )
    def test_landmarks_agree(self, standing, precision, bar, bar_m):
        from recognition.pose_estimation.openvino import OpenVinoNetworks

        apart, world = self.apart(OpenVinoNetworks(precision=precision), standing)

        assert np.median(apart) < bar
        assert np.median(world) < bar_m
