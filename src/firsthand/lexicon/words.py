"""Closed lists of words that a rule asks for by name."""

from __future__ import annotations

from functools import cache

from firsthand.errors import LexiconError
from firsthand.lexicon.records import WordList
from firsthand.lexicon.tables import load_rules


@cache
def word_lists() -> tuple[WordList, ...]:
    return load_rules("en/words.toml", "list", WordList)


@cache
def word_list(id: str) -> frozenset[str]:
    """The forms of one list; LexiconError where there is none of that name."""
    for entry in word_lists():
        if entry.id == id:
            return frozenset(entry.forms)
    raise LexiconError(f"en/words.toml: no list '{id}'", hint="lists are " + ", ".join(e.id for e in word_lists()))
