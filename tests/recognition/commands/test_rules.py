"""A patient's rules come from a file and from single options, which go first."""

import argparse

import pytest

from recognition import cli
from recognition.commands import base, rules
from recognition.patient_rules import PatientRules


def parsed(*words):
    parser = argparse.ArgumentParser()
    rules.add_arguments(parser)
    return rules.given(parser.parse_args(words))


def test_without_options_there_are_no_rules():
    assert not parsed()


def test_options_name_measure_and_value():
    given = parsed(
        "--target", "knee_flexion=80", "--limit", "knee_flexion=95",
        "--tolerance", "forward_lean=8",
    )  # fmt: skip
    assert given == PatientRules(
        {"knee_flexion": 80.0}, {"knee_flexion": 95.0}, {"forward_lean": 8.0}
    )


def test_an_option_goes_before_the_file(tmp_path):
    file = tmp_path / "rules.toml"
    file.write_text("[targets]\nknee_flexion = 60.0\nhip_flexion = 50.0\n")
    given = parsed("--rules", str(file), "--target", "knee_flexion=70")
    assert given.targets == {"knee_flexion": 70.0, "hip_flexion": 50.0}


@pytest.mark.parametrize("text", ["[goals]\nx = 1.0\n", "targets =", "targets = 3\n"])
def test_a_file_of_something_else_is_a_usage_error(tmp_path, text):
    file = tmp_path / "rules.toml"
    file.write_text(text)
    with pytest.raises(base.Usage):
        parsed("--rules", str(file))


@pytest.mark.parametrize("word", ["knee_flexion", "=3", "knee_flexion=deep"])
def test_what_is_no_pair_is_a_usage_error(word):
    with pytest.raises(SystemExit):
        parsed("--target", word)


def test_a_code_stays_a_code_and_a_file_must_be_there(tmp_path):
    assert rules.exercise("squat") == "squat"
    assert rules.exercise(None) is None
    with pytest.raises(base.Usage, match="no file"):
        rules.exercise(str(tmp_path / "absent.toml"))
    wrong = tmp_path / "wrong.toml"
    wrong.write_text('code = "x"\n')
    with pytest.raises(base.Usage):
        rules.exercise(str(wrong))


def test_rules_that_do_not_fit_the_exercise_are_answered_in_words(tmp_path, capsys):
    video = tmp_path / "any.mp4"
    video.write_bytes(b"no video")
    words = [
        "analyze",
        str(video),
        "--exercise",
        "squat",
        "--target",
        "elbow_flexion=9",
    ]
    assert cli.main(words) == 2
    assert "unsuitable_rules" in capsys.readouterr().out
