"""From a video to a report, with recorded poses in place of the networks."""

import json

import av
import numpy as np
import pytest

from recognition import orientation, pipeline, poses, report, video
from recognition.errors import (
    BodyNotInView,
    NoPerson,
    TooDark,
    UnknownExercise,
    UnreadableVideo,
)
from recognition.options import ClickedPoint, Limits, Options
from recognition.simulation import sample
from recognition.skeleton import INDEX
from tests.recognition.filming import scene
from tests.recognition.stick_figure import Figure

FRAMES = 240


def squats(frames=FRAMES, cycles=3):
    """A stick figure that squats, seen from its left side."""
    phase = np.linspace(0, 2 * np.pi * cycles, frames)
    depth = (1 - np.cos(phase)) / 2
    return Figure(frames, knee=100 * depth, hip=90 * depth, shank=30 * depth).seen(
        yaw=80.0
    )


@pytest.fixture
def recorded(studio, tmp_path):
    """A film and the poses in it: (path, options that replay the poses)."""
    film = studio.film(times=[n / 30 for n in range(FRAMES)])
    path = tmp_path / "recorded.npz"
    squats().save(path)
    return film, Options(runtime="recorded", recorded=path)


class TestAnalyze:
    def test_reports_what_the_poses_show(self, recorded):
        film, options = recorded

        found = pipeline.analyze(film, exercise="squat", options=options).report

        assert found.summary.repetitions == 3
        assert (found.exercise.code, found.exercise.source) == ("squat", "prescribed")
        assert found.person.found_ratio == 1.0
        assert (found.video.frames, found.video.analyzed_frames) == (FRAMES, FRAMES)
        assert found.video.duration_s == pytest.approx(FRAMES / 30, abs=0.05)
        assert found.timings_s.total >= found.timings_s.decode > 0

    def test_names_the_exercise_itself_where_none_is_prescribed(self, recorded):
        film, options = recorded

        verdict = pipeline.analyze(film, options=options).report.exercise

        assert verdict.source == "recognized"
        assert sum(c.probability for c in verdict.candidates) == pytest.approx(
            1, abs=0.01
        )

    def test_tells_its_progress_in_order(self, recorded):
        film, options = recorded
        told = []

        pipeline.analyze(
            film, options=options, on_progress=lambda *now: told.append(now)
        )

        stages = list(dict.fromkeys(stage for stage, _ in told))
        assert stages == ["checking", "pose", "repetitions", "assessment"]
        for stage in stages:
            shares = [share for name, share in told if name == stage]
            assert shares == sorted(shares)
            assert shares[-1] == 1.0

    @pytest.mark.parametrize("prescribed", ["squat", None])
    def test_a_film_on_its_side_is_judged_upright_and_drawn_as_shown(
        self, recorded, prescribed
    ):
        film, options = recorded
        lying = orientation.turned(squats(), 1)
        lying.save(options.recorded)

        found = pipeline.analyze(film, exercise=prescribed, options=options)

        assert found.report.exercise.code == "squat"
        assert found.report.summary.repetitions == 3
        assert "sideways" in {w.code for w in found.report.warnings}
        nose = [row[:2] for row in found.curves["points"]]
        assert nose == pytest.approx(lying.landmarks[:, 0, :2] * 10_000, abs=200)

    def test_saves_report_poses_and_curves(self, recorded, tmp_path):
        film, options = recorded
        folder = tmp_path / "out"
        folder.mkdir()
        analysis = pipeline.analyze(film, exercise="squat", options=options)

        analysis.save(folder)

        written = json.loads((folder / "report.json").read_text())
        assert report.from_json(written) == analysis.report
        kept = poses.load(folder / "poses.npz")
        assert np.allclose(kept.time_s, analysis.poses.time_s)
        curves = json.loads((folder / "curves.json").read_text())
        assert curves["time_s"] == pytest.approx(list(kept.time_s), abs=1e-4)
        assert len(curves["points"]) == len(kept)
        assert all(len(c["values"]) == len(kept) for c in curves["curves"])
        assert curves["curves"][0]["primary"]

    def test_poses_without_a_video_give_the_same_judgment(self, recorded):
        film, options = recorded
        of_film = pipeline.analyze(film, exercise="squat", options=options)

        of_poses = pipeline.analyze_poses(
            poses.load(options.recorded), exercise="squat"
        )

        assert of_poses.report.repetitions == of_film.report.repetitions
        assert of_poses.report.summary == of_film.report.summary
        assert of_poses.curves["points"] == of_film.curves["points"]
        assert of_poses.report.person.found_ratio == 1.0

    def test_withholds_a_joint_that_was_hidden(self, recorded):
        film, options = recorded
        hidden = squats()
        hidden.visibility[:, INDEX["left_knee"]] = 0.05
        hidden.save(options.recorded)

        found = pipeline.analyze(film, exercise="squat", options=options)

        column = 2 * INDEX["left_knee"]
        assert {row[column] for row in found.curves["points"]} == {None}
        left = [
            curve
            for curve in found.curves["curves"]
            if curve["side"] == "left" and curve["name"] == "knee_flexion"
        ]
        assert {value for curve in left for value in curve["values"]} == {None}
        for repetition in found.report.repetitions:
            for measure in repetition.measures:
                if measure.side == "left" and measure.name == "knee_flexion_peak":
                    assert measure.value is None
                    assert measure.reason

    def test_refuses_an_unknown_exercise_before_it_reads_the_video(self, tmp_path):
        with pytest.raises(UnknownExercise):
            pipeline.analyze(tmp_path / "none.mp4", exercise="levitation")

    def test_refuses_a_body_out_of_view(self, studio, tmp_path):
        film = studio.film(times=[n / 30 for n in range(FRAMES)])
        figure = squats()
        figure.landmarks[:, :, 1] += 0.8
        figure.save(tmp_path / "low.npz")
        options = Options(runtime="recorded", recorded=tmp_path / "low.npz")

        with pytest.raises(BodyNotInView):
            pipeline.analyze(film, options=options)

    def test_counts_what_it_does_not_know_without_judging_it(self, recorded):
        film, options = recorded
        bow = 40 * (1 - np.cos(np.linspace(0, 8 * np.pi, FRAMES)))
        Figure(FRAMES, hip=bow).seen(yaw=80.0).save(options.recorded)

        found = pipeline.analyze(film, options=options).report

        assert found.exercise.code == "other"
        assert found.summary.repetitions == 4
        assert found.summary.score is None
        assert found.summary.reason
        assert all(r.score is None and not r.findings for r in found.repetitions)


@pytest.fixture(scope="session")
def squatting(tmp_path_factory):
    """A simulated patient who does two squats, as a film."""
    path = tmp_path_factory.mktemp("simulated") / "squats.mp4"
    sample.render_squats(path, repetitions=2)
    return path


@pytest.fixture(scope="session")
def pictures(squatting):
    """The pictures of that film, a third as large, and their times."""
    frames = list(video.frames(squatting))
    return [f.picture[::2, ::2] for f in frames], [f.time_s for f in frames]


@pytest.mark.media
@pytest.mark.slow
class TestOnRealNetworks:
    """The networks look at a simulated patient."""

    def analyze(self, path, **settings):
        return pipeline.analyze(path, exercise="squat", options=Options(**settings))

    @pytest.mark.parametrize("runtime", ["openvino", "mediapipe"])
    def test_counts_the_squats_of_the_sample(self, squatting, runtime):
        found = self.analyze(squatting, runtime=runtime).report

        assert found.summary.repetitions == 2
        assert found.person.found_ratio >= 0.95
        assert found.person.people == 1

    @pytest.mark.parametrize("rotation", [90, 180, -90])
    def test_a_tag_turns_the_patient_upright(
        self, studio, pictures, squatting, rotation
    ):
        shown, times = pictures
        turned = [np.rot90(p, -rotation // 90) for p in shown]
        path = studio.film(pictures=[p.copy() for p in turned], times=times)
        studio.turn(path, rotation)

        found = self.analyze(path)

        assert found.report.video.rotation_deg == rotation
        assert found.report.summary.repetitions == 2
        upright = self.analyze(squatting)
        apart = np.abs(found.poses.landmarks - upright.poses.landmarks)[:, 11:29, :2]
        assert np.median(apart) < 0.01

    @pytest.mark.parametrize("turns", [1, 2, 3])
    def test_a_film_on_its_side_without_a_tag_is_judged_upright(
        self, studio, pictures, turns
    ):
        shown, times = pictures
        path = studio.film(
            pictures=[np.rot90(p, turns).copy() for p in shown], times=times
        )

        found = self.analyze(path).report

        assert found.video.rotation_deg == 0
        assert found.summary.repetitions == 2
        assert "sideways" in {w.code for w in found.warnings}

    def test_a_click_on_nobody_is_refused(self, squatting):
        with pytest.raises(NoPerson) as caught:
            self.analyze(squatting, patient=ClickedPoint(0.02, 0.02, 1.0))

        assert "clicked" in caught.value.message

    def test_somebody_beside_is_a_warning_not_a_patient(self, studio, pictures):
        shown, times = pictures
        still = shown[0][:, ::-1]
        beside = [np.hstack([still, picture]) for picture in shown]
        path = studio.film(pictures=beside, times=times)

        found = self.analyze(path)

        assert found.report.summary.repetitions == 2
        assert found.report.person.people == 2
        assert "other_people" in {w.code for w in found.report.warnings}
        assert np.nanmedian(found.poses.landmarks[:, 23, 0]) > 0.5

    def test_a_patient_who_leaves_and_returns_is_not_seen_between(
        self, studio, pictures
    ):
        shown, times = pictures
        gap = range(40, 100)
        empty = np.full_like(shown[0], 128)
        with_gap = [empty if n in gap else p for n, p in enumerate(shown)]
        path = studio.film(pictures=with_gap, times=times)

        found = self.analyze(path)

        assert not found.poses.found[44:96].any()
        assert found.poses.found[:40].all()
        assert found.poses.found[104:].all()
        assert found.report.person.people == 1

    def test_nobody_is_an_error(self, studio):
        with pytest.raises(NoPerson):
            self.analyze(studio.film())

    def test_darkness_is_an_error_of_its_own(self, studio, pictures):
        dark = [scene(n) // 20 for n in range(30)]

        with pytest.raises(TooDark):
            self.analyze(studio.film(pictures=dark))

    def test_a_torn_film_is_an_error_after_its_last_frame_too(self, studio, pictures):
        shown, times = pictures
        path = studio.film(
            pictures=[p.copy() for p in shown],
            times=times,
            container_options={"movflags": "+faststart"},
        )
        torn = studio.write("torn.mp4", path.read_bytes()[:-5000])

        with pytest.raises(UnreadableVideo):
            self.analyze(torn)

    def test_limits_are_settings(self, squatting):
        from recognition.errors import TooLong

        with pytest.raises(TooLong):
            self.analyze(squatting, limits=Limits(duration_s=3.0))

    def test_fewer_frames_find_the_same_repetitions(self, squatting):
        found = self.analyze(squatting, analysis_rate_hz=15.0).report

        assert found.summary.repetitions == 2
        with av.open(str(squatting)) as container:
            assert found.video.frames == container.streams.video[0].frames
        assert found.video.analyzed_frames == pytest.approx(
            found.video.frames / 2, abs=1
        )
