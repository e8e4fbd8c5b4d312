"""Describes the payload that a message must have, from the checks of its fields."""

from collections.abc import Iterator
from typing import NamedTuple

from reference_server.live.payload_checks import (
    BadValue,
    Check,
    Converted,
    Fields,
    ListOf,
    Nullable,
    ObjectOf,
    OptionalField,
)
from reference_server.live.signal_payloads import ObjectByType


class FieldRow(NamedTuple):
    """One field of a payload: its path, such as `question.options[]`, and what it may hold."""

    path: str
    values: str
    is_optional: bool = False


def field_rows(fields: Fields, prefix: str = "") -> Iterator[FieldRow]:
    """Yield the fields, each followed by the fields within it."""
    for name, check in fields.items():
        yield from _rows(f"{prefix}{name}", check)


def _rows(path: str, check: Check) -> Iterator[FieldRow]:
    is_optional = isinstance(check, OptionalField)
    check = check.check if isinstance(check, OptionalField) else check
    yield FieldRow(path, _values(check), is_optional)
    yield from _inner_rows(path, check)


def _inner_rows(path: str, check: Check) -> Iterator[FieldRow]:
    if isinstance(check, Converted | Nullable):
        yield from _inner_rows(path, check.check)
    elif isinstance(check, ObjectOf):
        yield from field_rows(check.fields, f"{path}.")
    elif isinstance(check, ListOf):
        yield from _rows(f"{path}[]", check.item)
    elif isinstance(check, ObjectByType):
        yield from _rows_by_type(path, check)


def _rows_by_type(path: str, check: ObjectByType) -> Iterator[FieldRow]:
    """Yield each field once, with the types of object that have it."""
    for row, kinds in _kinds_by_row(path, check).items():
        is_for_all = len(kinds) == len(check.fields_by_type)
        if row.path == f"{path}.type":
            yield row._replace(values=", ".join(f"`{kind}`" for kind in kinds))
        else:
            yield row if is_for_all else row._replace(values=f"{row.values} (in {' and '.join(kinds)})")


def _kinds_by_row(path: str, check: ObjectByType) -> dict[FieldRow, list[str]]:
    kinds_by_row: dict[FieldRow, list[str]] = {}
    for kind, fields in check.fields_by_type.items():
        for row in field_rows(fields, f"{path}."):
            kinds_by_row.setdefault(row, []).append(kind)
    return kinds_by_row


def _values(check: Check) -> str:
    if isinstance(check, Nullable):
        return f"{_values(check.check)}, or null"
    if isinstance(check, Converted):
        return _values(check.check)
    if isinstance(check, ObjectOf | ObjectByType):
        return "an object"
    return _described_by_error(check)


def _described_by_error(check: Check) -> str:
    """Return the words of the check's error for a value of the wrong type."""
    try:
        check(object())
    except BadValue as error:
        return str(error).removeprefix("must be ")
    raise TypeError(f"{check} accepts anything")
