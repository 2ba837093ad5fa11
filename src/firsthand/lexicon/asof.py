"""Up to when a figure counts: the words that say so."""

from __future__ import annotations

from functools import cache
from typing import Literal

from firsthand.lexicon.records import Rule
from firsthand.lexicon.tables import load_rules

Place = Literal["figure", "date", "cue", "page"]


class AsOfRule(Rule, frozen=True, kw_only=True):
    """Words before a figure, before a date, or between a word for saying and a date (`place`)."""

    place: Place
    forms: tuple[str, ...]


@cache
def asof_rules() -> tuple[AsOfRule, ...]:
    return load_rules("en/asof.toml", "asof", AsOfRule)


@cache
def asof_forms(id: str) -> frozenset[tuple[str, ...]]:
    """The words of each form of one rule."""
    return frozenset(tuple(form.split()) for rule in asof_rules() if rule.id == id for form in rule.forms)
