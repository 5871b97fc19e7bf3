"""How a sheet is described: a row type is a frozen dataclass whose fields are its columns."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from functools import cache
from types import NoneType
from typing import Any, ClassVar, Literal, NewType, cast, get_args, get_type_hints

from xeploai.schema.terms import Level

Code = NewType("Code", str)
"""A unit's code: text that often comes back from Excel as a number without its zeros."""

ColumnType = Literal["text", "code", "count", "date", "level", "choice"]
Source = Literal["unit", "board", "superior"]
Layout = Literal["table", "labels"]
ChoiceType = type[StrEnum] | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table sheet, or one labelled line of a sheet of labels.

    header: the office's own words; group: the heading above it, if any; source: who fills it in;
    aliases: other words seen for the same column; width: in characters; required_with: a required
    cell may be blank all the same in a row in which none of these fields is filled; is_later: forms
    that were handed out before it was added do not have it.
    """

    key: str
    header: str
    type: ColumnType
    unit: str
    required: bool
    choices: tuple[str, ...]
    meaning: str
    group: str
    source: Source
    aliases: tuple[str, ...]
    width: int
    choice_type: ChoiceType
    nullable: bool
    required_with: tuple[str, ...] = ()
    is_later: bool = False


def column(
    header: str,
    meaning: str,
    *,
    unit: str = "",
    required: bool = False,
    required_with: tuple[str, ...] = (),
    group: str = "",
    source: Source = "unit",
    aliases: tuple[str, ...] = (),
    width: int = 12,
    is_later: bool = False,
) -> Any:
    """Describe a field of a row type; its type and choices come from the annotation."""
    metadata = {
        "header": header,
        "meaning": meaning,
        "unit": unit,
        "required": required,
        "required_with": required_with,
        "group": group,
        "source": source,
        "aliases": aliases,
        "width": width,
        "is_later": is_later,
    }
    return field(metadata={"column": metadata})


@dataclass(frozen=True, slots=True)
class Row:
    """Base of every row type.

    SHEET: the sheet's name; GUIDE: one line of guidance; KEYS: the fields that only name a row,
    so that a row with nothing else is one not filled in yet; REMARKS: those that fill in none
    either; COMPUTED: headings, folded, of the form's own columns that are computed or printed for
    reference and never read; PROSE: its rows are running text, among which no total, column
    numbers or foot are looked for, and whose line breaks count.
    """

    SHEET: ClassVar[str]
    LAYOUT: ClassVar[Layout] = "table"
    GUIDE: ClassVar[str]
    KEYS: ClassVar[tuple[str, ...]] = ()
    REMARKS: ClassVar[tuple[str, ...]] = ()
    COMPUTED: ClassVar[frozenset[str]] = frozenset({"stt", "tt"})
    PROSE: ClassVar[bool] = False


def figures(row_type: type[Row]) -> list[str]:
    """Return the fields that fill in a row, in the order of the sheet."""
    beside = (*row_type.KEYS, *row_type.REMARKS)
    return [key for key in columns(row_type) if key not in beside]


def columns(row_type: type[Row]) -> Mapping[str, Column]:
    """Return the columns of a row type by key, in the order of the sheet."""
    # mypy takes the class of a dataclass for unhashable.
    return _columns(cast("Hashable", row_type))


@cache
def _columns(row_type: Any) -> Mapping[str, Column]:
    hints = get_type_hints(row_type)
    return {
        item.name: _column(item.name, hints[item.name], item.metadata["column"])
        for item in fields(row_type)
    }


def _column(key: str, hint: Any, metadata: Mapping[str, Any]) -> Column:
    bare = next((part for part in get_args(hint) if part is not NoneType), hint)
    kind, choices = _type_of(bare)
    chosen = cast("type[StrEnum]", bare) if kind in ("choice", "level") else None
    nullable = NoneType in get_args(hint)
    return Column(
        key=key, type=kind, choices=choices, choice_type=chosen, nullable=nullable, **metadata
    )


def _type_of(bare: Any) -> tuple[ColumnType, tuple[str, ...]]:
    plain: dict[Any, ColumnType] = {Code: "code", str: "text", int: "count", date: "date"}
    if bare in plain:
        return plain[bare], ()
    if bare is Level:
        return "level", tuple(level.short for level in Level)
    return "choice", tuple(str(choice) for choice in bare)
