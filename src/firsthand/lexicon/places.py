"""What the language knows of places: short forms and peoples of provinces, words in and around places' names, and what
speaks for or against a name being a place's."""

from __future__ import annotations

import csv
from functools import cache

import msgspec

from firsthand.errors import LexiconError
from firsthand.lexicon.records import Rule, WordList
from firsthand.lexicon.tables import load_rules, packaged

PROVINCES = "world/provinces.csv"
COLUMNS = ["country", "name", "short", "people"]


class Province(msgspec.Struct, frozen=True):
    """A country's first division, with what print shortens it to and calls its people."""

    country: str
    name: str
    short: tuple[str, ...]
    people: tuple[str, ...]


class Evidence(Rule, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something beside a name, worth `weight` in logits for its being a place's."""

    weight: float


@cache
def provinces() -> tuple[Province, ...]:
    rows = csv.reader(packaged(PROVINCES).splitlines())
    if (found := next(rows)) != COLUMNS:
        raise LexiconError(
            f"{PROVINCES}: its columns are {', '.join(found)}", hint="they should be " + ", ".join(COLUMNS)
        )
    return tuple(
        Province(country, name, tuple(filter(None, short.split("|"))), tuple(filter(None, people.split("|"))))
        for country, name, short, people in rows
    )


@cache
def evidence() -> dict[str, float]:
    """Weights by id."""
    return {e.id: e.weight for e in load_rules("en/places.toml", "evidence", Evidence)}


@cache
def place_lists() -> tuple[WordList, ...]:
    return load_rules("en/placewords.toml", "words", WordList)


@cache
def place_words(id: str) -> frozenset[str]:
    """The forms of one list; LexiconError where there is none of that name."""
    for entry in place_lists():
        if entry.id == id:
            return frozenset(entry.forms)
    raise LexiconError(
        f"en/placewords.toml: no list '{id}'", hint="lists are " + ", ".join(e.id for e in place_lists())
    )
