"""Registers, timeline and network as tables of words. Uncertain cells stand in brackets, as SIPRI prints them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from firsthand.export.people.tables import WORDS, Columns, say
from firsthand.export.people.view import clip
from firsthand.model.registers import Row

Sheet = tuple[tuple[str, str], ...]

SHEETS: Mapping[str, Sheet] = {
    "arms": (
        ("supplier", "supplier"), ("recipient", "recipient"), ("number", "ordered"), ("weapon", "designation"),
        ("kind", "description"), ("year", "order_year"), ("delivered", "deliveries"), ("status", "status"),
        ("said by", "said_by"), ("disputed by", "disputed_by"),
    ),
    "sanctions": (
        ("authority", "authority"), ("target", "target"), ("measure", "measure"), ("reason", "reason"),
        ("in force", "in_force"), ("status", "status"), ("said by", "said_by"), ("disputed by", "disputed_by"),
    ),
    "figures": (
        ("what", "what"), ("of whom", "whom"), ("as said", "as_said"), ("best", "best"), ("low", "low"),
        ("high", "high"), ("unit", "unit"), ("as of", "as_of"), ("kind", "kind"), ("said by", "said_by"),
    ),
    "disputes": (
        ("claim", "claim"), ("about", "about"), ("claimed by", "claimed_by"), ("denied by", "denied_by"),
        ("since", "since"), ("turns", "changes"),
    ),
    "events": (
        ("from", "date_start"), ("to", "date_end"), ("type", "type"), ("actor", "actor"), ("recipient", "recipient"),
        ("place", "place"), ("dead", "best"), ("held", "factuality"), ("words", "headline"),
    ),
    "relations": (
        ("one", "a"), ("other", "b"), ("period", "period"), ("sign", "sign"), ("with", "cooperation"),
        ("against", "conflict"), ("deeds", "deeds"), ("statements", "statements"), ("trend", "trend"),
    ),
    "sources": (
        ("source", "name"), ("kind", "kind"), ("says", "says"), ("alone", "alone"), ("confirmed", "confirmed"),
        ("denied", "denied"), ("relayed by", "relayed_by"), ("rating", "rating"),
    ),
    "timeline": (
        ("day", "date"), ("to", "end"), ("reported", "reported"), ("weight", "weight"), ("words", "headline"),
    ),
    "nodes": (
        ("name", "name"), ("kind", "kind"), ("touches", "degree"), ("between", "between"), ("group", "community"),
    ),
    "edges": (
        ("from", "source"), ("to", "target"), ("kind", "kind"), ("sign", "sign"), ("claims", "weight"),
    ),
}  # fmt: skip
"""Headings and fields of each sheet, in the order of its columns."""

_NUMBERS = frozenset(
    {"number", "best", "low", "high", "dead", "with", "against", "deeds", "statements", "says", "alone", "confirmed",
     "denied", "weight", "touches", "between", "group", "claims"}
)  # fmt: skip


def lay_out(
    name: str, rows: Iterable[msgspec.Struct], *, names: Mapping[str, str] | None = None, longest: int = WORDS
) -> Columns:
    """The sheet called `name`, without the columns that would be empty; `names` has words for ids."""
    rows = tuple(rows)
    cells = [[clip(_cell(row, field, names or {}), longest) for _, field in SHEETS[name]] for row in rows]
    kept = [n for n in range(len(SHEETS[name])) if any(line[n] for line in cells)]
    headings = tuple(SHEETS[name][n][0] for n in kept)
    return Columns(
        headings, tuple(h in _NUMBERS for h in headings), tuple(tuple(line[n] for n in kept) for line in cells)
    )


def _cell(row: msgspec.Struct, field: str, names: Mapping[str, str]) -> str:
    value = getattr(row, field)
    words = str(len(value)) if field == "changes" else say(value, names)
    if words and isinstance(row, Row) and field in row.uncertain:
        return f"[{words}]"
    return "" if field == "end" and words == getattr(row, "date", "") else words
