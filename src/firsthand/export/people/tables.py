"""Records of any kind as rows of words: the same table in the terminal, in the browser and in a notebook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from html import escape

import msgspec

from firsthand.export.people.view import clip, printable, say_date, say_number
from firsthand.model import Date, Quantity, Span

WORDS = 160
"""Code points of one cell, unless whole cells are asked for."""


class Columns(msgspec.Struct, frozen=True):
    """A table in words: its headings, which of them hold numbers, and its rows."""

    names: tuple[str, ...]
    numbers: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]


def tabulate(
    records: Iterable[msgspec.Struct],
    *,
    leave_out: Iterable[str] = (),
    short: Mapping[str, str] | None = None,
    longest: int = WORDS,
) -> Columns:
    """A row for each record, a column for each of its fields that is not empty everywhere.

    `short` has the shortened forms of ids; `longest` is where a cell is cut.
    """
    records = tuple(records)
    fields = tuple(f for f in (records[0].__struct_fields__ if records else ()) if f not in frozenset(leave_out))
    kept = tuple(f for f in fields if any(_full(getattr(r, f)) for r in records))
    shown = tuple(tuple(clip(say(getattr(r, f), short or {}), longest) for f in kept) for r in records)
    numbers = tuple(all(_is_number(getattr(r, f)) for r in records) for f in kept)
    return Columns(tuple(f.replace("_", " ").strip() for f in kept), numbers, shown)


def table_html(columns: Columns, *, title: str = "") -> str:
    """The table in HTML, every cell escaped."""
    head = "".join(f"<th>{escape(name)}</th>" for name in columns.names)
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in columns.rows)
    caption = f"<caption>{escape(title)}</caption>" if title else ""
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def say(value: object, short: Mapping[str, str] | None = None) -> str:
    """A value in words, on one line."""
    match value:
        case str():
            return printable((short or {}).get(value, value))
        case None | bool() | int() | float() | date() | Date() | Quantity() | Span():
            return _say_value(value)
        case Mapping():
            return ", ".join(f"{say(k, short)}: {say(v, short)}" for k, v in value.items())
        case msgspec.Struct():
            return " · ".join(filter(None, (say(getattr(value, f), short) for f in value.__struct_fields__)))
        case Iterable():
            return ", ".join(say(inner, short) for inner in value)
        case _:
            return printable(str(value))


def _say_value(value: bool | float | date | Date | Quantity | Span | None) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int():
            return f"{value:,}"
        case float():
            return say_number(value)
        case datetime():
            return f"{value:%Y-%m-%d %H:%M:%S}"
        case date():
            return value.isoformat()
        case Date():
            return say_date(value)
        case Quantity():
            return f"{say_number(value.value)} {printable(value.unit)}"
        case Span():
            return f"{value.start}–{value.end}"


def _full(value: object) -> bool:
    return value is not None and value != () and value != "" and value != {} and value != []


def _is_number(value: object) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool))
