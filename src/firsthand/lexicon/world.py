"""The world's names: states and their bodies, organisations, armed groups, outlets, weapons, places, peoples."""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache
from typing import Literal

import msgspec

from firsthand.errors import LexiconError
from firsthand.lexicon.records import Listed
from firsthand.lexicon.tables import load_listed, packaged

TABLES = ("states", "governments", "organisations", "armed_groups", "outlets", "weapons", "places", "peoples")

Use = Literal["name", "speaks", "adjective", "demonym"]


class Meaning(msgspec.Struct, frozen=True):
    """What a form can stand for: a listed thing, and by which of its columns."""

    listed: Listed
    use: Use


@cache
def listed(table: str) -> tuple[Listed, ...]:
    """The rows of one table, in order of id; LexiconError where there is no such table."""
    if table not in TABLES:
        raise LexiconError(f"no table 'world/{table}.csv'", hint="tables are " + ", ".join(TABLES))
    return load_listed(f"world/{table}.csv")


@cache
def persons() -> dict[str, Listed]:
    """Public figures by id. They are in no table of `TABLES`: a person's name is found in a text by its shape."""
    return {row.id: row for row in load_listed("world/persons.csv")}


@cache
def _person_ids() -> dict[str, str]:
    return {form.casefold(): row.id for row in persons().values() for form in row.names}


def person_id(name: str) -> str | None:
    """The id of a public figure by any listed spelling of the full name.

    >>> person_id("Khalifa Hifter") == person_id("Khalifa Haftar"), person_id("Khalifa")
    (True, None)
    """
    return _person_ids().get(name.casefold())


class Holding(msgspec.Struct, frozen=True):
    """Who held an office (`office/TJ/president`) from `since` until `until` (ISO dates, perhaps without day or month;
    None: nothing is known of an end)."""

    office: str
    since: str
    until: str | None
    person: str


@cache
def holdings() -> tuple[Holding, ...]:
    """Offices of states with their holders, as far as openly known; not complete."""
    rows = csv.DictReader(packaged("world/holders.csv").splitlines(), strict=True)
    return tuple(Holding(r["office"], r["since"], r["until"] or None, r["person"]) for r in rows)


def holder_on(office: str, day: str) -> str | None:
    """The one person known to hold the office on that day (YYYY-MM-DD); None where the list has none, or two.

    >>> holder_on("office/TJ/president", "2022-05-17"), holder_on("office/XX/president", "2022-05-17")
    ('person/emomali-rahmon', None)
    """
    held = {h.person for h in holdings() if h.office == office and _covers(h, day)}
    return held.pop() if len(held) == 1 else None


def _covers(holding: Holding, day: str) -> bool:
    return holding.since <= day and (holding.until is None or day[: len(holding.until)] <= holding.until)


def states() -> tuple[Listed, ...]:
    """The world's states, the disputed and the dissolved ones too (`note` says so)."""
    return listed("states")


@cache
def by_id() -> dict[str, Listed]:
    """Every row by its id; LexiconError where two tables share one."""
    rows: dict[str, Listed] = {}
    for table in TABLES:
        for row in listed(table):
            if row.id in rows:
                raise LexiconError(
                    f"world/{table}.csv: entry '{row.id}' stands in another table too", hint="one row a thing"
                )
            rows[row.id] = row
    return rows


@cache
def by_name() -> dict[str, tuple[Meaning, ...]]:
    """Every form, as spelt, to all that it can stand for; most have one meaning.

    A capital is found under its state alone: whether it is meant as a town, and which, `place_id` says.
    """
    found: dict[str, tuple[Meaning, ...]] = {}
    for row in by_id().values():
        for use, forms in _columns(row):
            for form in forms:
                meanings = found.get(form, ())
                if all(m.listed.id != row.id for m in meanings) and not (row.kind == "place" and form in spoken_for()):
                    found[form] = (*meanings, Meaning(row, use))
    return found


def _columns(row: Listed) -> tuple[tuple[Use, tuple[str, ...]], ...]:
    return ("name", row.names), ("speaks", row.speaks), ("adjective", row.adjectives), ("demonym", row.demonyms)


@cache
def spoken_for() -> dict[str, tuple[str, ...]]:
    """A capital or a palace to the ids of those that it stands for when it speaks or acts."""
    found: dict[str, tuple[str, ...]] = {}
    for row in by_id().values():
        for form in row.speaks:
            found[form] = (*found.get(form, ()), row.id)
    return found


@cache
def _places() -> dict[str, str]:
    return {form.casefold(): row.id for row in listed("places") for form in row.names}


def place_id(name: str) -> str:
    """The id of a place by its name, the same for spellings that are listed together ("Kiev" is "Kyiv")."""
    return _places().get(name.casefold(), f"place/{slug(name)}")


def slug(name: str) -> str:
    """Lower case, hyphens for what is no letter, accents off.

    >>> slug("N'Djamena"), slug("Élysée Palace")
    ('ndjamena', 'elysee-palace')
    """
    letters = unicodedata.normalize("NFKD", name.casefold().replace("'", "").replace(".", ""))
    return re.sub(r"[\W_]+", "-", "".join(c for c in letters if not unicodedata.combining(c))).strip("-")


def state_of(entity: str) -> str | None:
    """The state that a state, a state's body or an office belongs to, read off the id (`government/IR/basij`)."""
    kind, _, rest = entity.partition("/")
    if kind == "state":
        return entity
    if kind in ("government", "office") and "/" in rest:
        return f"state/{rest.partition('/')[0]}"
    return None
