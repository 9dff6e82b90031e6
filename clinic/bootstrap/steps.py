"""Runs one step of a set-up, unless its inputs are as they were when it last ran."""

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from clinic.bootstrap.problems import CannotContinue, explain

_TAIL_LINES = 400


@dataclass(frozen=True)
class Step:
    """One thing to install; done when its stamp holds the fingerprint of its inputs.

    Attributes:
        name: the stamp's file name.
        title: what the person reads; the plural starts an error sentence.
        command: what installs it.
        inputs: files whose content decides whether it is still up to date.
        settings: further text that decides it, such as the Python version.
        proof: a path that must exist, or the step runs again.
    """

    name: str
    title: str
    command: Sequence[str]
    inputs: Sequence[Path] = ()
    settings: str = ""
    proof: Path | None = None
    environment: Mapping[str, str] = field(default_factory=dict)

    def fingerprint(self) -> str:
        """Return a hash of everything that decides what this step installs."""
        digest = hashlib.sha256(self.settings.encode())
        for path in self.inputs:
            digest.update(b"\0" + path.read_bytes())
        return digest.hexdigest()


@dataclass(frozen=True)
class Workshop:
    """The folder worked in: the project root, its stamps and its log."""

    root: Path

    @property
    def stamps(self) -> Path:
        """Where finished steps leave their fingerprint."""
        return self.root / ".venv" / "stamps"

    @property
    def log(self) -> Path:
        """Where the output of the latest command lies."""
        return self.root / ".venv" / "install.log"

    def is_done(self, step: Step) -> bool:
        """Say whether the step's result stands and its inputs are unchanged."""
        stamp = self.stamps / step.name
        if step.proof is not None and not step.proof.exists():
            return False
        return stamp.is_file() and stamp.read_text() == step.fingerprint()

    def mark_done(self, step: Step) -> None:
        """Leave the step's stamp."""
        self.stamps.mkdir(parents=True, exist_ok=True)
        (self.stamps / step.name).write_text(step.fingerprint())

    def do(self, step: Step) -> None:
        """Run the step unless it is done; stop with one sentence when it fails."""
        if self.is_done(step):
            return
        started = time.monotonic()
        with _Line(step.title) as line:
            status = self._run(step, line)
        if status != 0:
            raise CannotContinue(
                explain(step.title, self._tail(), str(self.log.relative_to(self.root)))
            )
        self.mark_done(step)
        sys.stdout.write(f"  {step.title}: {time.monotonic() - started:.0f} s\n")
        sys.stdout.flush()

    def _run(self, step: Step, line: "_Line") -> int:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("w", encoding="utf-8") as log:
            process = subprocess.Popen(
                step.command,
                cwd=self.root,
                env={**os.environ, **step.environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
            while process.poll() is None:
                line.tick()
                time.sleep(0.1)
        return process.returncode

    def _tail(self) -> list[str]:
        text = self.log.read_text(encoding="utf-8", errors="replace")
        return text.splitlines()[-_TAIL_LINES:]


class _Line:
    """One terminal line that counts the seconds while a command runs."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._started = time.monotonic()
        self._terminal = sys.stdout.isatty()

    def __enter__(self) -> "_Line":
        self.tick()
        return self

    def tick(self) -> None:
        """Show how long it has been going on, on a terminal only."""
        if self._terminal:
            seconds = time.monotonic() - self._started
            sys.stdout.write(f"\r  {self._title} ... {seconds:.0f} s")
            sys.stdout.flush()

    def __exit__(self, *_: object) -> None:
        if self._terminal:
            sys.stdout.write("\r\x1b[2K")
