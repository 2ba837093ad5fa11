"""Rows as flat cells, and cells that no spreadsheet takes for a formula."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from firsthand.model import Answer, Passage, Place, words
from firsthand.model.registers import Register, Registers, Row

Cell = str | int | float | bool | None
JOINT = "; "
SUPPORT = ("claims", "assertions", "words", "origins")
KINDS = ("arms", "sanctions", "figures", "disputes", "events", "relations", "sources")

_TRIGGERS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)*%?")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """The text without characters that XML and spreadsheets refuse; each becomes U+FFFD."""
    return _CONTROL.sub("\ufffd", text)


def safe(cell: Cell) -> Cell:
    """The cell with an apostrophe before what a spreadsheet would compute; numbers stay what they are."""
    if not isinstance(cell, str):
        return cell
    text = clean(cell)
    if text.lstrip(" \u00a0").startswith(_TRIGGERS) and not _NUMBER.fullmatch(text.strip()):
        return "'" + text
    return text


def registers_of(found: Registers) -> tuple[Register, ...]:
    return tuple(getattr(found, kind) for kind in KINDS)


def sheets(answer: Answer, found: Registers) -> Iterator[tuple[str, tuple[str, ...], list[tuple[Cell, ...]]]]:
    """Name, headings and rows of every register and its watch sheet, timeline and network last."""
    texts = {d.id: d.text for d in answer.documents}
    for register in registers_of(found):
        shape = register.rows or register.watch
        head = heading(type(shape[0])) if shape else ("id",)
        for name, rows in ((register.kind, register.rows), (f"{register.kind} watch", register.watch)):
            yield name, head, [flatten(row, texts) for row in rows]
    yield "timeline", *_plain(found.timeline.moments)
    yield "days", *_plain(found.timeline.days)
    for name, graph in (("actors", found.network.actors), ("relays", found.network.relays)):
        yield f"{name} nodes", *_plain(graph.nodes)
        yield f"{name} edges", *_plain(graph.edges)


def heading(kind: type[Row]) -> tuple[str, ...]:
    """The columns of a row: its own first, then what every row rests on."""
    names = [f.name for f in msgspec.structs.fields(kind)]
    common = [f.name for f in msgspec.structs.fields(Row)]
    own = [n for n in names if n not in common]
    counts = ("pages", "newsrooms", "primary_sources", "independent")
    rest = [n for n in common if n not in (*SUPPORT, "id")]
    return ("id", *own, *rest, *counts, "claims", "assertions", "words")


def flatten(row: Row, texts: dict[str, str], *, brackets: bool = True) -> tuple[Cell, ...]:
    """The row's cells in the order of its heading; uncertain words in brackets where wanted, numbers never."""
    counts = {n: getattr(row.origins, n) for n in ("pages", "newsrooms", "primary_sources", "independent")}
    cells = []
    for name in heading(type(row)):
        value = counts[name] if name in counts else getattr(row, name)
        cell = cell_of(value, texts)
        if brackets and name in row.uncertain and isinstance(cell, str):
            cell = f"[{cell}]"
        cells.append(cell)
    return tuple(cells)


def cell_of(value: object, texts: dict[str, str]) -> Cell:
    """One cell: several values are joined, passages are their words."""
    match value:
        case None | str() | bool() | int() | float():
            return value
        case Passage():
            return " ".join(words(value.spans, texts[value.document]).split())
        case Place():
            return f"{value.latitude:.4f} {value.longitude:.4f} ({value.precision})"
        case tuple() | list():
            return JOINT.join(str(cell_of(v, texts)) for v in value)
        case msgspec.Struct():
            parts = (cell_of(getattr(value, f), texts) for f in value.__struct_fields__)
            return " | ".join("" if p is None else str(p) for p in parts)
    return str(value)


def _plain(records: Iterable[msgspec.Struct]) -> tuple[tuple[str, ...], list[tuple[Cell, ...]]]:
    found = list(records)
    head = found[0].__struct_fields__ if found else ("id",)
    return head, [tuple(cell_of(getattr(r, name), {}) for name in head) for r in found]
