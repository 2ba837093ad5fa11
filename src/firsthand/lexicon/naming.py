"""Closed lists of words by which names are read."""

from __future__ import annotations

from functools import cache

from firsthand.errors import LexiconError
from firsthand.lexicon.records import WordList
from firsthand.lexicon.tables import load_rules

TABLE = "en/naming.toml"


@cache
def naming_lists() -> tuple[WordList, ...]:
    return load_rules(TABLE, "words", WordList)


@cache
def naming_words(id: str) -> frozenset[str]:
    """The forms of one list; LexiconError where there is none of that name."""
    for entry in naming_lists():
        if entry.id == id:
            return frozenset(entry.forms)
    raise LexiconError(f"{TABLE}: no list '{id}'", hint="lists are " + ", ".join(e.id for e in naming_lists()))
