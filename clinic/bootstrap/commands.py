"""The commands behind make: `demo`, `test`, `fast`, `install` and `messages`."""

import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from clinic.bootstrap import checks, install, machine, translations
from clinic.bootstrap.problems import CannotContinue

ROOT = Path(__file__).resolve().parents[2]


def run(arguments: Sequence[str]) -> int:
    """Run one command by name; a failure is one sentence on stderr."""
    name = arguments[0] if arguments else ""
    command = _COMMANDS.get(name)
    if command is None:
        sys.stderr.write(f"Name a command: {', '.join(_COMMANDS)}.\n")
        return 64
    try:
        return command()
    except CannotContinue as reason:
        sys.stderr.write(f"\n{reason}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped; run it again to go on where it was.\n")
        return 130


def _prepare(*, for_tests: bool) -> None:
    started = time.monotonic()
    install.prepare(ROOT, for_tests=for_tests)
    sys.stdout.write(f"Installed ({time.monotonic() - started:.0f} s).\n")
    sys.stdout.flush()


def _install() -> int:
    _prepare(for_tests=True)
    return 0


def _test() -> int:
    _prepare(for_tests=True)
    return checks.run(ROOT, checks.all_checks(ROOT))


def _fast() -> int:
    _prepare(for_tests=True)
    return checks.run(ROOT, checks.fast_checks(ROOT))


def _messages() -> int:
    _prepare(for_tests=True)
    wanted = os.environ.get("LOCALE", "").split()
    translations.collect(ROOT, wanted or translations.LOCALES)
    return 0


def _demo() -> int:
    options = demo_options(os.environ)
    host = "0.0.0.0" if "--https" in options else "127.0.0.1"  # noqa: S104
    machine.check_port(host, int(options[options.index("--port") + 1]))
    _prepare(for_tests=False)
    python = str(install.venv_python(ROOT))
    # The demo takes over this process, so Ctrl-C reaches it and nothing else.
    os.chdir(ROOT)
    os.execv(python, [python, "manage.py", "demo", *options])  # noqa: S606 -- no shell wanted
    return 0


def demo_options(environment: Mapping[str, str]) -> list[str]:
    """Turn make's variables (PORT, HTTPS, VIDEO, EXERCISE) into command options."""
    port = environment.get("PORT") or "8000"
    if not (port.isdigit() and 0 < int(port) < 65536):
        raise CannotContinue(f"PORT={port} is no port: choose 1024 to 65535.")
    options = ["--port", port]
    if environment.get("HTTPS", "") not in ("", "0"):
        options.append("--https")
    return options + _film(environment.get("VIDEO"), environment.get("EXERCISE"))


def _film(video: str | None, exercise: str | None) -> list[str]:
    if not video:
        return ["--exercise", exercise] if exercise else []
    path = Path(video).expanduser().resolve()
    if not path.is_file():
        raise CannotContinue(f"VIDEO={video} is no file: name a video on this machine.")
    if not exercise:
        raise CannotContinue(
            "Say what the video shows, as in `make demo VIDEO=clip.mp4 EXERCISE=squat`;"
            " `recognize exercises` lists what is known."
        )
    return ["--video", str(path), "--exercise", exercise]


_COMMANDS: Mapping[str, Callable[[], int]] = {
    "demo": _demo,
    "test": _test,
    "fast": _fast,
    "install": _install,
    "messages": _messages,
}
