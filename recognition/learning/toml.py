"""Write an exercise as the file that `recognition.exercises.catalog` reads."""

import json
from typing import Any, Final

from recognition import structure
from recognition.exercises.spec import Exercise

_HEADER: Final = "# Learned from a reference recording. Angles in degrees.\n"


def dumps(exercise: Exercise) -> str:
    """Return `exercise` as TOML; reading it back gives the same exercise."""
    mapping = {k: v for k, v in structure.to_mapping(exercise).items() if v is not None}
    plain = {k: v for k, v in mapping.items() if not _is_table(v)}
    parts = [_HEADER, _fields(plain)]
    for name, value in mapping.items():
        if isinstance(value, dict):
            parts.append(f"[{name}]\n{_fields(value)}")
        elif _is_table(value):
            parts += [f"[[{name}]]\n{_fields(item)}" for item in value]
    return "\n".join(parts)


def _is_table(value: object) -> bool:
    """Say whether a value is a table, or a list of tables."""
    is_list = isinstance(value, list) and bool(value) and isinstance(value[0], dict)
    return is_list or isinstance(value, dict)


def _fields(table: dict[str, Any]) -> str:
    """Return the fields of a table, one a line; what is None is left out."""
    return "".join(f"{k} = {_value(v)}\n" for k, v in table.items() if v is not None)


def _value(value: Any) -> str:  # noqa: ANN401  whatever a field of an exercise holds
    """Return one value; TOML writes strings, numbers and lists as JSON does."""
    if isinstance(value, dict):
        inner = ", ".join(f"{k} = {_value(v)}" for k, v in value.items())
        return f"{{ {inner} }}"
    return json.dumps(value, ensure_ascii=False)
