"""The options name a runtime, and networks are loaded once."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from recognition.options import Options
from recognition.pose_estimation import openvino, runtimes


class FakeNetworks:
    """Knows only how exact it is."""

    def __init__(self, *, precision):
        self.is_exact = precision == "f32"


@pytest.fixture(autouse=True)
def fakes(monkeypatch):
    """No networks, and none loaded by an earlier test."""
    monkeypatch.setattr(openvino, "OpenVinoNetworks", FakeNetworks)
    monkeypatch.setattr(runtimes, "_loaded", runtimes._Loaded())


def networks(precision="f32"):
    return runtimes.create(Options(precision=precision)).networks


def test_networks_are_loaded_once_for_many_analyses():
    assert networks() is networks()


def test_networks_of_another_precision_are_others():
    assert networks("f32").is_exact
    assert not networks("bf16").is_exact


def test_threads_do_not_share_networks():
    with ThreadPoolExecutor(1) as pool:
        elsewhere = pool.submit(networks).result()

    assert elsewhere is not networks()


def test_recorded_poses_need_a_file():
    with pytest.raises(ValueError, match="needs a file"):
        runtimes.create(Options(runtime="recorded"))
