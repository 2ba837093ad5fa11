"""Versions of a register: frozen as canonical JSON under a hash, compared, and each change explained."""

from __future__ import annotations

import hashlib
from typing import Any, Literal

import msgspec

from firsthand.errors import AnswerError
from firsthand.model.registers import Register

SUPPORT = ("claims", "assertions", "words", "origins", "said_by", "disputed_by", "first_reported", "last_confirmed")
"""Cells that say what a row rests on: they explain a change and are none themselves."""


class Version(msgspec.Struct, frozen=True):
    """A frozen register: `hash` is the SHA-256 of `data`, canonical JSON (keys sorted, no space)."""

    kind: str
    hash: str
    data: bytes


class Cell(msgspec.Struct, frozen=True):
    """One cell before and after."""

    field: str
    before: Any
    after: Any


class Change(msgspec.Struct, frozen=True):
    """What became of a row, its cells that differ, and why: the assertions that came or went, the denials, the bar."""

    row: str
    what: Literal["added", "removed", "changed", "entered the register", "left the register"]
    cells: tuple[Cell, ...]
    why: tuple[str, ...]


def freeze(register: Register) -> Version:
    """The register as it stands; the same rows in the same order always give the same bytes."""
    data = msgspec.json.encode(msgspec.to_builtins(register), order="deterministic")
    return Version(register.kind, hashlib.sha256(data).hexdigest(), data)


def compare(old: Version, new: Version) -> tuple[Change, ...]:
    """What changed from one version to the other, by row id; AnswerError where they are of two registers or where the
    bytes are not those that the hash was made from."""
    if old.kind != new.kind:
        raise AnswerError(
            f"a version of '{old.kind}' and one of '{new.kind}' cannot be compared", hint="name two of one register"
        )
    before, after = _rows(old), _rows(new)
    found = (_change(id, before.get(id), after.get(id)) for id in sorted({*before, *after}))
    return tuple(change for change in found if change is not None)


def _rows(version: Version) -> dict[str, dict[str, Any]]:
    if hashlib.sha256(version.data).hexdigest() != version.hash:
        raise AnswerError(
            f"the version of '{version.kind}' is not what it was when frozen", hint="freeze the register again"
        )
    found = msgspec.json.decode(version.data)
    return {row["id"]: row for row in (*found["rows"], *found["watch"])}


def _change(id: str, old: dict[str, Any] | None, new: dict[str, Any] | None) -> Change | None:
    if old is None or new is None:
        row = new or old or {}
        told = tuple(f"told by assertion {a}" for a in row["assertions"])
        return Change(id, "added" if old is None else "removed", (), told)
    cells = tuple(
        Cell(f, old.get(f), new[f]) for f in sorted(new) if f not in (*SUPPORT, "below") and old.get(f) != new[f]
    )
    why = (*_moved(old, new, "assertions", "assertion"), *_moved(old, new, "disputed_by", "denial by"), *_bar(old, new))
    if not cells and not why:
        return None
    what = "changed"
    if bool(old["below"]) != bool(new["below"]):
        what = "left the register" if new["below"] else "entered the register"
    return Change(id, what, cells, why or ("its words are read otherwise",))  # type: ignore[arg-type]


def _moved(old: dict[str, Any], new: dict[str, Any], field: str, noun: str) -> tuple[str, ...]:
    came = [f"{noun} {x} came" for x in new[field] if x not in old[field]]
    return (*came, *(f"{noun} {x} went" for x in old[field] if x not in new[field]))


def _bar(old: dict[str, Any], new: dict[str, Any]) -> tuple[str, ...]:
    met = [f"no longer below the bar: {x}" for x in old["below"] if x not in new["below"]]
    return (*met, *(f"below the bar: {x}" for x in new["below"] if x not in old["below"]))
