"""News agencies of the world, and the codes by which credits name them: `world/agencies.csv`."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Literal

import msgspec

from firsthand.errors import LexiconError
from firsthand.lexicon.tables import packaged

PATH = "world/agencies.csv"


class Agency(msgspec.Struct, frozen=True):
    """An agency by its outlet's id. `codes` stand for it in datelines and credits alone, written just so ("dpa");
    `country` is where it has its seat (ISO 3166-1, XK for Kosovo); `wikidata` is empty where it was not known for sure.

    One of `picture` sells photographs: a line that names it credits no text.
    """

    id: str
    kind: Literal["text", "picture"]
    names: tuple[str, ...]
    codes: tuple[str, ...]
    country: str
    wikidata: str


@cache
def agencies() -> tuple[Agency, ...]:
    return load_agencies()


def load_agencies(*, text: str | None = None) -> tuple[Agency, ...]:
    """The agencies of a table; LexiconError names a row that is not whole, or an id, a name or a code that stands there
    twice."""
    reader = csv.DictReader((packaged(PATH) if text is None else text).splitlines(), strict=True)
    columns = [f.name for f in msgspec.structs.fields(Agency)]
    if list(reader.fieldnames or ()) != columns:
        raise LexiconError(f"{PATH}: its columns are not {','.join(columns)}", hint="they are its first line")
    found: list[Agency] = []
    seen: set[str] = set()
    for row in reader:
        agency = _agency(row, reader.line_num)
        for key in _keys(agency):
            if key in seen:
                raise LexiconError(f"{PATH}:{reader.line_num}: {key} stands there twice", hint="keep it in one row")
            seen.add(key)
        found.append(agency)
    return tuple(found)


def _agency(row: Mapping[str, str], line: int) -> Agency:
    try:
        cells = {k: tuple(filter(None, v.split("|"))) if k in ("names", "codes") else v for k, v in row.items()}
        agency = msgspec.convert(cells, Agency)
    except (AttributeError, msgspec.ValidationError) as error:
        raise LexiconError(f"{PATH}:{line}: no agency: {error}", hint="id,kind,names,codes,country,wikidata") from error
    if not agency.names or len(agency.country) != 2:
        raise LexiconError(f"{PATH}:{line}: {agency.id} has no name, or no country of two letters", hint="see Agency")
    return agency


def _keys(agency: Agency) -> Iterator[str]:
    yield f"id '{agency.id}'"
    yield from (f"name '{name}'" for name in agency.names)
    yield from (f"code '{code}'" for code in agency.codes)
