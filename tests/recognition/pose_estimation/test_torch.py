"""Sparse weights get their zeros back, and PyTorch answers as OpenVINO does."""

from types import SimpleNamespace

import numpy as np
import pytest

from recognition.pose_estimation import tflite


def sparsity(order, parts, blocks=None):
    metadata = [
        SimpleNamespace(
            format=1 if isinstance(part, tuple) else 0,
            denseSize=part if isinstance(part, int) else 0,
            arraySegments=SimpleNamespace(values=part[0])
            if isinstance(part, tuple)
            else None,
            arrayIndices=SimpleNamespace(values=part[1])
            if isinstance(part, tuple)
            else None,
        )
        for part in parts
    ]
    return SimpleNamespace(traversalOrder=order, blockMap=blocks, dimMetadata=metadata)


class TestSparseWeights:
    def test_get_their_zeros_back(self):
        rows = sparsity([0, 1], [3, ([0, 1, 1, 3], [2, 0, 1])])

        dense = tflite.densified(np.array([5.0, 6.0, 7.0]), (3, 4), rows)

        assert dense.tolist() == [[0, 0, 5, 0], [0, 0, 0, 0], [6, 7, 0, 0]]

    def test_stored_in_blocks_go_where_their_block_is(self):
        blocks = sparsity([0, 1, 2, 3], [2, ([0, 1, 2], [1, 0]), 2, 2], blocks=[0, 1])

        dense = tflite.densified(np.arange(1.0, 9.0), (4, 4), blocks)

        assert dense.tolist() == [
            [0, 0, 1, 2],
            [0, 0, 3, 4],
            [5, 6, 0, 0],
            [7, 8, 0, 0],
        ]


@pytest.fixture(scope="module")
def networks():
    """The networks by torch and by OpenVINO."""
    torch = pytest.importorskip("torch")
    torch.set_num_threads(1)
    from recognition.pose_estimation.openvino import OpenVinoNetworks
    from recognition.pose_estimation.torch import TorchNetworks

    return TorchNetworks(), OpenVinoNetworks()


@pytest.mark.media
@pytest.mark.slow
class TestAgainstOpenVino:
    def pictures(self, side, many=2):
        rng = np.random.default_rng(0)
        coarse = rng.integers(0, 255, (many, side // 16, side // 16, 3))
        return np.repeat(np.repeat(coarse, 16, 1), 16, 2).astype(np.uint8)

    def test_the_detector_gives_the_same(self, networks):
        ours, theirs = (n.detect(self.pictures(224)) for n in networks)

        assert ours[0] == pytest.approx(theirs[0], abs=0.02)  # pixels of 224
        assert ours[1] == pytest.approx(theirs[1], abs=0.02)

    def test_landmarks_agree_to_a_thousandth_of_the_torso(self, networks):
        pictures = self.pictures(256)

        begun = [[n.locate(picture) for picture in pictures] for n in networks]

        for our_wait, their_wait in zip(*begun, strict=True):
            ours, theirs = our_wait(), their_wait()
            # A torso is a quarter of the region: 64 pixels.
            assert ours.flat[:, :3] == pytest.approx(theirs.flat[:, :3], abs=0.064)
            assert ours.presence == pytest.approx(theirs.presence, abs=1e-3)
            assert ours.world == pytest.approx(theirs.world, abs=1e-3)
            assert ours.heat == pytest.approx(theirs.heat, abs=0.02)

    def test_pictures_of_one_batch_do_not_touch_each_other(self, networks):
        torch_networks, _ = networks
        pictures = self.pictures(256, many=3)

        begun = [torch_networks.locate(picture) for picture in pictures]
        together = [wait().flat for wait in begun]
        alone = [torch_networks.locate(picture)().flat for picture in pictures]

        assert np.array(together) == pytest.approx(np.array(alone), abs=0.02)


@pytest.mark.media
@pytest.mark.slow
def test_follows_a_patient_as_openvino_does(networks, tmp_path):
    from recognition import video
    from recognition.pose_estimation.following import Follower
    from recognition.simulation import sample

    path = tmp_path / "squat.mp4"
    sample.render_squats(path, repetitions=1)
    frames = [f for f in video.frames(path) if f.index < 40]
    ours, theirs = (
        np.array(
            [next(Follower(n).follow([f]))[1][0].pose.landmarks for f in frames[::10]]
        )
        for n in networks
    )

    shoulders, hips = theirs[:, [11, 12]].mean(axis=1), theirs[:, [23, 24]].mean(axis=1)
    torso = np.linalg.norm((shoulders - hips)[:, :2], axis=1).mean()
    apart = np.linalg.norm((ours - theirs)[:, :, :2], axis=2)
    assert np.median(apart) < 1e-3 * torso
