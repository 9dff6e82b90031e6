# ruff: noqa: ANN401  a value has the type that its hint names at run time
"""Frozen dataclasses to plain mappings and back, checked against their types.

One reader serves the report and the exercise files: a dataclass is the only
statement of a format, and its JSON Schema is generated from it.
"""

import dataclasses
import math
import types
import typing
from collections.abc import Mapping
from typing import Any, Literal, TypeVar

T = TypeVar("T")
Schema = dict[str, Any]


class Malformed(ValueError):
    """A mapping does not have the form of the dataclass; the message says where."""


def to_mapping(value: Any) -> Any:
    """Return `value` as dicts, lists and scalars that JSON can hold.

    Optional fields that hold their empty default are left out; a number that is
    not finite becomes None.
    """
    if dataclasses.is_dataclass(value):
        return {
            field.name: to_mapping(getattr(value, field.name))
            for field in dataclasses.fields(value)
            if not _is_left_out(field, getattr(value, field.name))
        }
    if isinstance(value, Mapping):
        return {str(key): to_mapping(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [to_mapping(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def from_mapping(kind: type[T], given: object, *, strict: bool, where: str) -> T:
    """Build a `kind` from `given`, whose place in the file is `where`.

    Unknown keys are errors if `strict`, and otherwise left alone, so that an old
    reader understands a newer file.

    Raises:
        Malformed: a field is missing, unknown or of another type.
    """
    if not isinstance(given, Mapping):
        raise Malformed(f"{where}: expected a table, found {type(given).__name__}")
    hints = typing.get_type_hints(kind)
    fields = {field.name: field for field in dataclasses.fields(kind)}  # type: ignore[arg-type]
    unknown = sorted(set(given) - set(fields))
    if strict and unknown:
        raise Malformed(f"{where}: unknown field `{unknown[0]}`")
    values: dict[str, Any] = {}
    for name, field in fields.items():
        if name in given:
            place = f"{where}.{name}"
            values[name] = _read(hints[name], given[name], strict=strict, where=place)
        elif _is_required(field):
            raise Malformed(f"{where}: the field `{name}` is missing")
    try:
        return kind(**values)
    except Malformed as error:
        raise Malformed(f"{where}: {error}") from None


def schema_of(kind: type) -> Schema:
    """Return the JSON Schema (2020-12) of the dataclass `kind`."""
    definitions: dict[str, Schema] = {}
    root = _schema(kind, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **root,
        "$defs": dict(sorted(definitions.items())),
    }


def _is_required(field: dataclasses.Field[Any]) -> bool:
    """Say whether `field` has no default."""
    missing = dataclasses.MISSING
    return field.default is missing and field.default_factory is missing


def _is_left_out(field: dataclasses.Field[Any], value: object) -> bool:
    """Say whether an optional field holds nothing worth writing."""
    return not _is_required(field) and (value is None or value == ())


def _read(hint: Any, given: Any, *, strict: bool, where: str) -> Any:
    """Read one value of the type `hint`."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        if given is None and type(None) in arguments:
            return None
        inner = next(a for a in arguments if a is not type(None))
        return _read(inner, given, strict=strict, where=where)
    if origin is tuple:
        return _read_items(arguments, given, strict=strict, where=where)
    if origin is Literal:
        if given not in arguments:
            raise Malformed(f"{where}: `{given}` is none of {', '.join(arguments)}")
        return given
    if origin is not None:  # a mapping from names to one kind of value
        return _read_mapping(arguments[1], given, strict=strict, where=where)
    if dataclasses.is_dataclass(hint):
        return from_mapping(
            typing.cast("type[Any]", hint), given, strict=strict, where=where
        )
    return _read_scalar(hint, given, where)


def _read_items(arguments: Any, given: Any, *, strict: bool, where: str) -> Any:
    """Read a list into a tuple, of any length or of the one that the type states."""
    if not isinstance(given, list | tuple):
        raise Malformed(f"{where}: expected a list, found {type(given).__name__}")
    kinds = arguments
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        kinds = (arguments[0],) * len(given)
    if len(kinds) != len(given):
        raise Malformed(f"{where}: expected {len(kinds)} values, found {len(given)}")
    return tuple(
        _read(kind, item, strict=strict, where=f"{where}[{number}]")
        for number, (kind, item) in enumerate(zip(kinds, given, strict=True))
    )


def _read_mapping(kind: Any, given: Any, *, strict: bool, where: str) -> Any:
    """Read a mapping from names to values of one `kind`."""
    if not isinstance(given, Mapping):
        raise Malformed(f"{where}: expected a table, found {type(given).__name__}")
    return {
        str(key): _read(kind, item, strict=strict, where=f"{where}.{key}")
        for key, item in given.items()
    }


def _read_scalar(hint: Any, given: Any, where: str) -> Any:
    """Read a text, a truth value or a number."""
    if hint is float and isinstance(given, int) and not isinstance(given, bool):
        return float(given)
    is_disguised = isinstance(given, bool) and hint is not bool
    if not isinstance(given, hint) or is_disguised:
        found = type(given).__name__
        raise Malformed(f"{where}: expected {hint.__name__}, found {found}")
    return given


_SCALARS = {str: "string", int: "integer", float: "number", bool: "boolean"}


def _schema(hint: Any, definitions: dict[str, Schema]) -> Schema:
    """Return the schema of the type `hint`; dataclasses land in `definitions`."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        inner = [_schema(a, definitions) for a in arguments if a is not type(None)]
        return {"anyOf": [*inner, {"type": "null"}]}
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin is tuple:
        return {"type": "array", "items": _schema(arguments[0], definitions)}
    if origin is not None:
        values = _schema(arguments[1], definitions)
        return {"type": "object", "additionalProperties": values}
    if dataclasses.is_dataclass(hint):
        _define(typing.cast("type", hint), definitions)
        return {"$ref": f"#/$defs/{typing.cast('type', hint).__name__}"}
    return {"type": _SCALARS[hint]}


def _define(kind: type, definitions: dict[str, Schema]) -> None:
    """Add the dataclass `kind` to `definitions`."""
    if kind.__name__ in definitions:
        return
    definitions[kind.__name__] = {}  # holds the place while its fields are read
    hints = typing.get_type_hints(kind)
    fields = dataclasses.fields(kind)
    definitions[kind.__name__] = {
        "type": "object",
        "description": (kind.__doc__ or "").strip().splitlines()[0],
        "properties": {f.name: _schema(hints[f.name], definitions) for f in fields},
        "required": [field.name for field in fields if _is_required(field)],
    }
