"""The strict loader: reads packaged tables, refuses what it does not know, and names file and entry."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import TypeVar

import msgspec

from firsthand.errors import LexiconError
from firsthand.lexicon.records import Listed, Rule

R = TypeVar("R", bound=Rule)

_ENTRY = re.compile(r"\$\[(\d+)\]")


def packaged(path: str) -> str:
    """The text of a packaged table, such as `en/cues.toml`."""
    return files("firsthand.lexicon").joinpath(path).read_text(encoding="utf-8")


def load_rules(path: str, key: str, kind: type[R], *, text: str | None = None) -> tuple[R, ...]:
    """The entries `[[key]]` of a TOML table, in order; LexiconError names the file and the entry."""
    try:
        table = tomllib.loads(packaged(path) if text is None else text)
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"{path}: {error}", hint="the table is not TOML; look at the line named") from error
    if unknown := sorted(set(table) - {key}):
        raise LexiconError(f"{path}: unknown table '{unknown[0]}'", hint=f"entries of this file are [[{key}]]")
    entries = table.get(key, [])
    try:
        rules: tuple[R, ...] = msgspec.convert(entries, tuple[kind, ...])  # type: ignore[valid-type]
    except msgspec.ValidationError as error:
        raise LexiconError(f"{path}: {_named(entries, str(error))}", hint=_fields(kind)) from error
    _check_rules(path, rules)
    return rules


def _named(entries: list[dict[str, object]], message: str) -> str:
    found = _ENTRY.search(message)
    if found is None:
        return message
    entry = entries[int(found[1])]
    return f"entry '{entry.get('id', f'number {int(found[1]) + 1}')}': {message}"


def _fields(kind: type[Rule]) -> str:
    return "an entry has " + ", ".join(f.name + ("" if f.required else "?") for f in msgspec.structs.fields(kind))


def _check_rules(path: str, rules: tuple[Rule, ...]) -> None:
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            raise LexiconError(f"{path}: entry '{rule.id}' stands there twice", hint="give each entry an id of its own")
        seen.add(rule.id)
        for name in ("why", "example", "counterexample"):
            if not getattr(rule, name).strip():
                raise LexiconError(f"{path}: entry '{rule.id}' has no {name}", hint="say it in one sentence")
        if not getattr(rule, "forms", ("x",)):
            raise LexiconError(f"{path}: entry '{rule.id}' has no forms", hint="name at least one form")


@cache
def load_listed(path: str, *, text: str | None = None) -> tuple[Listed, ...]:
    """The rows of a CSV table of names; cells that hold several are split at `|`. LexiconError names file and line."""
    return tuple(_listed_rows(path, packaged(path) if text is None else text))


def _listed_rows(path: str, text: str) -> Iterator[Listed]:
    reader = csv.DictReader(text.splitlines(), strict=True)
    known = {f.name: f for f in msgspec.structs.fields(Listed)}
    if unknown := sorted(set(reader.fieldnames or ()) - set(known)):
        raise LexiconError(f"{path}: unknown column '{unknown[0]}'", hint="columns are " + ", ".join(known))
    seen: set[str] = set()
    for row in _rows(path, reader):
        if None in row or None in row.values():
            raise LexiconError(f"{path}:{reader.line_num}: wrong number of cells", hint="quote cells that hold commas")
        cells = {
            k: v if k in ("id", "kind", "note") else tuple(p.strip() for p in v.split("|") if p.strip())
            for k, v in row.items()
        }
        try:
            listed = msgspec.convert(cells, Listed)
        except msgspec.ValidationError as error:
            raise LexiconError(
                f"{path}:{reader.line_num}: entry '{row.get('id')}': {error}", hint="see Listed"
            ) from error
        if listed.id in seen or not listed.names:
            raise LexiconError(
                f"{path}:{reader.line_num}: entry '{listed.id}' has no name, or stands there twice",
                hint="one row a thing",
            )
        seen.add(listed.id)
        yield listed


def _rows(path: str, reader: csv.DictReader[str]) -> Iterator[dict[str, str]]:
    try:
        yield from reader
    except csv.Error as error:
        raise LexiconError(
            f"{path}:{reader.line_num + 1}: {error}", hint="close the quotation mark that this row opens"
        ) from error
