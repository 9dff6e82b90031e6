"""The copy for browsers shows every frame at its time, upright, without a trace."""

import av
import numpy as np
import pytest

from recognition import transcode, video
from recognition.errors import UnreadableVideo
from recognition.transcode import TranscodeFailed, to_browser_mp4
from tests.recognition.filming import number_of, red_corner, scene

UNEVEN = [0.0, 0.04, 0.1, 0.2, 0.233, 0.3, 0.5, 0.533, 0.566, 0.8, 0.9]


@pytest.fixture
def target(tmp_path):
    return tmp_path / "browser.mp4"


def seen(path):
    return [(f.time_s, number_of(f.picture)) for f in video.frames(path)]


class TestFramesKeepTheirTimes:
    """What is drawn by the source's times lies on the right frame of the copy."""

    @pytest.mark.parametrize(
        ("name", "how"),
        [
            pytest.param("clip.mp4", {"times": UNEVEN}, id="uneven"),
            pytest.param("clip.mkv", {"first_pts": 450_000}, id="first stamp not 0"),
            pytest.param("clip.mp4", {"rotation": 90}, id="turned"),
            pytest.param(
                "clip.webm",
                {"codec": "libvpx-vp9", "container_options": {"live": "1"}},
                id="from a browser",
            ),
            pytest.param(
                "clip.gif", {"codec": "gif", "pixel_format": "rgb8"}, id="GIF"
            ),
            pytest.param("clip.mp4", {"codec": "libx265"}, id="HEVC"),
        ],
    )
    def test_in_the_copy(self, studio, target, name, how):
        source = studio.film(name, **how)

        to_browser_mp4(source, target)

        before, after = seen(source), seen(target)
        assert [t for t, _ in after] == pytest.approx([t for t, _ in before], abs=1e-4)
        if "rotation" not in how:
            assert [n for _, n in after] == [n for _, n in before]

    def test_and_its_own_clock_starts_at_zero(self, studio, target):
        to_browser_mp4(studio.film("clip.mkv", first_pts=450_000), target)

        with av.open(str(target)) as container:
            assert container.streams.video[0].start_time == 0
            assert next(container.decode(video=0)).pts == 0


@pytest.mark.parametrize("rotation", [0, 90, 180, -90, "mirrored", "mirrored, then 90"])
def test_the_copy_is_upright_without_a_tag(studio, target, rotation):
    source = studio.film(rotation=rotation)

    to_browser_mp4(source, target)

    before, after = next(video.frames(source)), next(video.frames(target))
    assert after.rotation_deg == 0
    assert after.picture.shape == before.picture.shape
    assert red_corner(after.picture) == red_corner(before.picture)
    difference = np.abs(after.picture.astype(int) - before.picture).mean()
    assert difference < 4


def test_odd_sides_are_made_even_and_large_ones_smaller(studio, target):
    source = studio.film(
        "clip.mkv",
        pictures=[scene(n, 2401, 601) for n in range(20)],
        times=[n / 30 for n in range(20)],
        codec="ffv1",
        pixel_format="yuv444p",
    )

    to_browser_mp4(source, target)

    header = video.probe(target)
    assert (header.width, header.height) == (1920, 480)


def test_sound_and_metadata_stay_behind(studio, target):
    source = studio.film(
        "clip.mp4", metadata={"title": "At home", "location": "+48+11/"}
    )
    assert b"+48+11/" in source.read_bytes() or b"At home" in source.read_bytes()

    to_browser_mp4(source, target)

    content = target.read_bytes()
    assert b"At home" not in content
    assert b"+48+11/" not in content
    with av.open(str(target)) as container:
        assert len(container.streams) == 1
        assert container.streams.video[0].codec_context.pix_fmt == "yuv420p"


def test_playing_can_start_before_all_of_it_has_arrived(studio, target):
    to_browser_mp4(studio.film(), target)

    content = target.read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")


def test_progress_rises_to_the_end(studio, target):
    told = []

    to_browser_mp4(studio.film(), target, on_progress=told.append)

    assert told == sorted(told)
    assert 0.9 < told[-1] <= 1.0


def test_a_source_that_ends_early_leaves_nothing_behind(studio, target, tmp_path):
    whole = studio.film("whole.mp4", container_options={"movflags": "+faststart"})
    cut = studio.write("cut.mp4", whole.read_bytes()[:-2000])

    with pytest.raises(UnreadableVideo):
        to_browser_mp4(cut, target)

    assert not target.exists()
    assert not list(tmp_path.glob(".*.part"))


def test_a_copy_with_a_frame_missing_is_not_kept(studio, target, monkeypatch, tmp_path):
    def lose_one(path, size):
        writer = original(path, size)
        add = writer.add

        def add_most(picture, time_s):
            if writer.frames == 5:
                writer.frames += 1
            else:
                add(picture, time_s)

        monkeypatch.setattr(writer, "add", add_most, raising=False)
        return writer

    original = transcode.Mp4Writer
    monkeypatch.setattr(transcode, "Mp4Writer", lose_one)

    with pytest.raises(TranscodeFailed):
        to_browser_mp4(studio.film(), target)

    assert not target.exists()
    assert not list(tmp_path.glob(".*.part"))
