"""What stops a set-up, each as one sentence that says what to do."""

from collections.abc import Iterable


class CannotContinue(Exception):
    """A set-up that stops; the text is the sentence shown to the person."""


# What pip and npm print when a download fails, and when the disk is full.
_NO_NETWORK = (
    "NewConnectionError",
    "NameResolutionError",
    "ConnectTimeoutError",
    "ReadTimeoutError",
    "ProxyError",
    "Temporary failure in name resolution",
    "Network is unreachable",
    "ENOTFOUND",
    "EAI_AGAIN",
    "ECONNREFUSED",
    "ETIMEDOUT",
    "ENETUNREACH",
)
_NO_DISK = ("No space left on device", "ENOSPC", "Disk quota exceeded")
_NO_BUILD = ("No matching distribution found", "is not a supported wheel")
_NO_VENV = ("ensurepip is not available", "No module named ensurepip")
_NOT_ALLOWED = ("Permission denied", "EACCES")

_SENTENCES: tuple[tuple[tuple[str, ...], str], ...] = (
    (_NO_DISK, "The disk is full: free {need} and run it again."),
    (
        _NO_VENV,
        (
            "This Python has no venv module: run `sudo apt-get install -y python3-venv`"
            " and run it again."
        ),
    ),
    (
        _NO_NETWORK,
        (
            "{what} could not be downloaded, the package index does not answer: check"
            " the network connection and run it again."
        ),
    ),
    (
        _NO_BUILD,
        (
            "{what} have no build for this Python on this machine: use Python 3.11 on"
            " 64-bit Linux or macOS, as in `make demo PYTHON=python3.11`."
        ),
    ),
    (
        _NOT_ALLOWED,
        (
            "{what} could not be written: make this folder yours (`chown -R`) and run"
            " it again."
        ),
    ),
)


def explain(what: str, output: Iterable[str], log: str, need: str = "8 GB") -> str:
    """Turn the output of a failed command into one sentence.

    Args:
        what: the plural name of what was being installed, starting the sentence.
        output: the lines the command printed.
        log: where the whole output lies, named when no known cause is found.
        need: how much disk the step needs.
    """
    text = "\n".join(output)
    for signs, sentence in _SENTENCES:
        if any(sign in text for sign in signs):
            return sentence.format(what=what, need=need)
    return f"{what} could not be installed: read {log} for the reason."
