"""Videos are opened safely, in the right order, at the right times, or refused."""

import re
import struct
import subprocess
import sys
import tracemalloc
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from recognition import video
from recognition.errors import (
    NotAVideo,
    NoVideoStream,
    TooLarge,
    TooLong,
    TooShort,
    UnreadableVideo,
)
from recognition.options import Limits
from tests.recognition.filming import (
    HEIGHT,
    WIDTH,
    looped,
    number_of,
    red_corner,
    scene,
)

UNEVEN = [0.0, 0.04, 0.1, 0.2, 0.233, 0.3, 0.5, 0.533, 0.566, 0.8, 0.9]


def shown(path, **settings):
    """Return (time, number of the picture) of every frame."""
    return [(f.time_s, number_of(f.picture)) for f in video.frames(path, **settings)]


class TestTime:
    def test_comes_from_the_time_stamps_of_an_uneven_recording(self, studio):
        path = studio.film(times=UNEVEN)

        times, numbers = zip(*shown(path), strict=True)

        assert times == pytest.approx(UNEVEN, abs=0.001)
        assert list(numbers) == list(range(len(UNEVEN)))

    def test_starts_at_zero_whatever_the_first_stamp_is(self, studio):
        path = studio.film("clip.mkv", first_pts=450_000)

        times = [time_s for time_s, _ in shown(path)]

        assert times == pytest.approx([n / 30 for n in range(30)], abs=0.001)

    def test_a_rate_leaves_frames_out_and_keeps_their_times(self, studio):
        path = studio.film(times=[n / 60 for n in range(60)])

        kept = shown(path, rate_hz=30)

        assert len(kept) == 30
        assert all(round(time_s * 60) % 16 == number for time_s, number in kept)

    def test_a_rate_a_little_below_the_videos_own_leaves_nothing_out(self, studio):
        path = studio.film(times=[n / 30.2 for n in range(40)])

        assert len(shown(path, rate_hz=30)) == 40


class TestOrientation:
    @pytest.mark.parametrize(
        ("rotation", "corner"),
        [
            pytest.param(0, (False, False), id="as stored"),
            pytest.param(90, (True, False), id="counterclockwise"),
            pytest.param(180, (True, True), id="upside down"),
            pytest.param(-90, (False, True), id="clockwise"),
        ],
    )
    def test_pictures_are_turned_as_a_player_shows_them(self, studio, rotation, corner):
        path = studio.film(rotation=rotation)

        frame = next(iter(video.frames(path)))
        header = video.probe(path)

        assert red_corner(frame.picture) == corner
        assert frame.picture.shape[1::-1] == (header.width, header.height)
        assert header.rotation_deg == rotation
        assert (header.width < header.height) is (rotation in (90, -90))

    @pytest.mark.parametrize(
        ("rotation", "corner", "turned"),
        [
            pytest.param("mirrored", (False, True), 0, id="left to right"),
            pytest.param("upside down, mirrored", (True, False), 180, id="top down"),
            pytest.param("mirrored, then 90", (False, False), 90, id="and turned"),
        ],
    )
    def test_a_mirrored_recording_is_shown_mirrored(
        self, studio, rotation, corner, turned
    ):
        path = studio.film(rotation=rotation)

        frame = next(iter(video.frames(path)))

        assert red_corner(frame.picture) == corner
        assert frame.rotation_deg == turned

    def test_pixels_that_are_not_square_are_made_square(self, studio):
        path = studio.film(codec_options={"x264-params": "sar=4/3"})

        header = video.probe(path)

        assert (header.width, header.height) == (round(WIDTH * 4 / 3), HEIGHT)


class TestContainers:
    @pytest.mark.parametrize(
        ("name", "codec", "how"),
        [
            pytest.param("clip.mov", "libx264", {}, id="QuickTime"),
            pytest.param("clip.mp4", "libx265", {}, id="HEVC"),
            pytest.param("clip.webm", "libvpx-vp9", {}, id="WebM"),
            pytest.param("clip.mkv", "libx264", {}, id="Matroska"),
            pytest.param("clip.avi", "mpeg4", {"clock": Fraction(1, 25)}, id="AVI"),
            pytest.param("clip.gif", "gif", {"pixel_format": "rgb8"}, id="GIF"),
        ],
    )
    def test_are_read_whole_and_in_order(self, studio, name, codec, how):
        times = [n / 25 for n in range(25)]
        path = studio.film(name, codec=codec, times=times, **how)

        seen, numbers = zip(*shown(path), strict=True)

        assert seen == pytest.approx(times, abs=0.011)  # a GIF counts in 10 ms
        assert list(numbers) == [n % 16 for n in range(25)]

    def test_a_recording_of_a_browser_need_not_say_how_long_it_is(self, studio):
        path = studio.film(
            "clip.webm",
            codec="libvpx-vp9",
            container_options={"live": "1"},
        )

        assert video.probe(path).duration_s is None
        assert len(shown(path)) == 30


class TestRefuses:
    def refuses(self, path, error, limits=Limits()):
        with pytest.raises(error) as caught:
            list(video.frames(path, limits))
        assert caught.value.what_to_do

    def test_an_empty_file(self, studio):
        self.refuses(studio.write("clip.mp4", b""), UnreadableVideo)

    def test_a_text_named_like_a_video(self, studio):
        self.refuses(studio.write("clip.mp4", b"It is raining." * 99), NotAVideo)

    @pytest.mark.parametrize(
        "text",
        [
            pytest.param("ffconcat version 1.0\nfile '{other}'\n", id="ffconcat"),
            pytest.param(
                "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{other}\n"
                "#EXT-X-ENDLIST\n",
                id="HLS",
            ),
        ],
    )
    def test_a_playlist_named_like_a_video(self, studio, text):
        other = studio.film("other.mp4")
        playlist = text.format(other=other).encode()

        self.refuses(studio.write("clip.mp4", playlist), NotAVideo)

    def test_a_playlist_behind_the_first_bytes_of_a_container(self, studio):
        studio.film("other.mp4")
        text = b"\0\0\0\x18ftyp\nffconcat version 1.0\nfile other.mp4\n"

        self.refuses(studio.write("clip.mp4", text), UnreadableVideo)

    def test_the_demuxer_would_refuse_a_playlist_too(self, studio, monkeypatch):
        studio.film("other.mp4")
        path = studio.write("clip.mp4", b"ffconcat version 1.0\nfile other.mp4\n")
        monkeypatch.setattr(video, "_is_container", lambda _: True)

        self.refuses(path, UnreadableVideo)

    def test_sound_alone(self, studio):
        self.refuses(studio.sound(), NoVideoStream)

    def test_a_single_picture(self, studio):
        self.refuses(studio.film(times=[0.0]), TooShort)

    @pytest.mark.parametrize("share", [0.3, 0.7, 0.95])
    @pytest.mark.parametrize("faststart", [True, False])
    def test_a_file_that_was_cut_short(self, studio, share, faststart):
        options = {"movflags": "+faststart"} if faststart else {}
        whole = studio.film(container_options=options).read_bytes()

        cut = studio.write("cut.mp4", whole[: int(len(whole) * share)])

        self.refuses(cut, UnreadableVideo)

    def test_a_matroska_file_that_was_cut_short(self, studio):
        noise = np.random.default_rng(0).integers(0, 255, (60, HEIGHT, WIDTH, 3))
        path = studio.film(
            "clip.mkv",
            times=[n / 30 for n in range(60)],
            pictures=list(noise.astype(np.uint8)),
        )
        whole = path.read_bytes()

        self.refuses(studio.write("cut.mkv", whole[: len(whole) // 2]), UnreadableVideo)

    def test_noise_in_place_of_the_pictures(self, studio):
        content = bytearray(studio.film().read_bytes())
        start = content.index(b"mdat") + 4
        noise = np.random.default_rng(0).bytes(len(content))
        end = content.index(b"moov") - 4
        content[start:end] = noise[start:end]

        self.refuses(studio.write("noise.mp4", bytes(content)), UnreadableVideo)

    def test_a_file_beyond_the_limit(self, studio):
        self.refuses(studio.film(), TooLarge, Limits(size_bytes=1000))

    @pytest.mark.slow
    def test_a_picture_of_8k(self, studio):
        picture = np.zeros((4320, 7680, 3), np.uint8)
        path = studio.film(
            times=[0.0, 1.0],
            pictures=[picture, picture],
            codec_options={"preset": "ultrafast", "threads": "1"},
        )

        self.refuses(path, TooLarge)

    def test_a_picture_beyond_the_limit(self, studio):
        self.refuses(studio.film(), TooLarge, Limits(side_px=300))

    def test_a_video_that_says_it_is_too_long_before_decoding_it(
        self, studio, monkeypatch
    ):
        path = studio.film(times=[0.0, 1.0, 2.0, 3.0])
        monkeypatch.setattr(video, "_decoded", lambda *_: pytest.fail("decoded"))

        self.refuses(path, TooLong, Limits(duration_s=2.0))

    def test_a_video_that_turns_out_too_long(self, studio):
        path = studio.film(
            "clip.webm",
            codec="libvpx-vp9",
            times=[0.0, 1.0, 2.0, 3.0],
            container_options={"live": "1"},
        )

        self.refuses(path, TooLong, Limits(duration_s=2.0))


def test_rubbish_behind_the_last_box_does_no_harm(studio):
    whole = studio.film().read_bytes()

    path = studio.write("more.mp4", whole + b"\x17\x00\x00\x00\x11\x30\x00\x00" * 9)

    assert len(shown(path)) == 30


class TestBomb:
    """A few kilobytes that would unpack into gigabytes."""

    SIDE = 8192

    def bomb(self, studio):
        black = np.zeros((self.SIDE, self.SIDE, 3), np.uint8)
        options = {"preset": "ultrafast", "threads": "1"}
        return studio.film(
            times=[0.0, 1.0], pictures=[black, black], codec_options=options
        )

    @pytest.mark.slow
    def test_is_refused_before_a_picture_is_unpacked(self, studio):
        path = self.bomb(studio)
        assert path.stat().st_size < 200_000

        tracemalloc.start()
        with pytest.raises(TooLarge):
            video.probe(path)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()

        assert peak < 10e6

    @pytest.mark.slow
    def test_is_refused_when_its_header_lies(self, studio):
        content = self.bomb(studio).read_bytes()
        size = struct.pack(">HH", self.SIDE, self.SIDE)
        small = struct.pack(">HH", 64, 64)
        track = struct.pack(">ii", self.SIDE << 16, self.SIDE << 16)
        lying = content.replace(size, small).replace(
            track, struct.pack(">ii", 64 << 16, 64 << 16)
        )
        assert lying != content

        with pytest.raises((TooLarge, UnreadableVideo)):
            list(video.frames(studio.write("lying.mp4", lying)))


def test_memory_does_not_grow_with_length(studio):
    path = studio.film(times=[n / 30 for n in range(300)])
    frame_bytes = scene(0).nbytes

    tracemalloc.start()
    for frame in video.frames(path):
        assert frame.picture.nbytes == frame_bytes
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 8 * frame_bytes


LONG_CLIP = """
import sys
from pathlib import Path
from recognition import video
from recognition.pose_estimation.read_ahead import read_ahead

frames = read_ahead(video.frames(Path(sys.argv[1]), rate_hz=1))
times = [frame.time_s for frame in frames if len(frame.picture) == 1080]
[peak] = [x for x in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in x]
print(times[-1], int(peak.split()[1]) / 1024)
"""


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux")
def test_ten_minutes_of_1080p_take_no_more_memory_than_one(studio):
    second = [scene(n, 1920, 1080) for n in range(5)]
    short = studio.film(
        "short.mp4", times=[n / 5 for n in range(5)], pictures=second,
        codec_options={"preset": "ultrafast"},
    )  # fmt: skip
    peaks = {}
    for minutes in (1, 10):
        path = looped(short, short.with_name(f"{minutes}.mp4"), times=60 * minutes)

        answer = subprocess.run(
            [sys.executable, "-c", LONG_CLIP, path],
            capture_output=True, text=True, timeout=120, check=True,
        ).stdout.split()  # fmt: skip

        assert float(answer[0]) == pytest.approx(60 * minutes, abs=2)
        peaks[minutes] = float(answer[1])

    assert peaks[10] < peaks[1] + 60
    assert peaks[10] < 600  # of 1 GB: the networks come to 200


def test_cover_art_is_not_the_video(studio):
    assert re.match("h264|h265", video.probe(studio.film()).codec)
    with av.open(str(studio.film())) as container:
        assert video._video_stream(container).index == 0
