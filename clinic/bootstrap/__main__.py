"""Stands behind `make demo` and `make test`; old Pythons can read it and are told."""

import sys

OLDEST = (3, 11)


def main(arguments: "list[str]") -> int:
    """Run the named command, or say in one sentence that this Python is too old."""
    if tuple(sys.version_info[:2]) < OLDEST:
        sys.stderr.write(
            "Repwise needs Python 3.11 or newer and this is {}.{}: install one and"
            " name it, as in `make demo PYTHON=python3.11`.\n".format(*sys.version_info)
        )
        return 1
    from clinic.bootstrap import commands

    return commands.run(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
