"""A failed installation says in one sentence what to do."""

import pytest

from clinic.bootstrap.problems import explain


@pytest.mark.parametrize(
    ("printed", "advice"),
    [
        (
            "'NewConnectionError(...: [Errno 101] Network is unreachable)'",
            "check the network connection",
        ),
        ("npm error code ENOTFOUND", "check the network connection"),
        ("npm error code EAI_AGAIN", "check the network connection"),
        (
            "ERROR: OSError: [Errno 28] No space left on device",
            "free 8 GB",
        ),
        ("npm error code ENOSPC", "free 8 GB"),
        (
            "ERROR: No matching distribution found for mediapipe==1.2.2",
            "use Python 3.11",
        ),
        ("ensurepip is not available. On Debian systems", "python3-venv"),
        ("[Errno 13] Permission denied: '.venv'", "make this folder yours"),
    ],
)
def test_a_known_cause_comes_with_what_to_do(printed: str, advice: str) -> None:
    sentence = explain("Python packages", ["Collecting av", printed], "install.log")

    assert advice in sentence
    assert "\n" not in sentence
    assert sentence.endswith(".")


def test_a_missing_network_wins_over_what_pip_says_afterwards() -> None:
    output = [
        "WARNING: Retrying ... NewConnectionError",
        "ERROR: No matching distribution found for setuptools>=77",
    ]

    assert "network connection" in explain("Python packages", output, "install.log")


def test_an_unknown_cause_names_the_log() -> None:
    assert "install.log" in explain("Python packages", ["Segfault"], "install.log")
