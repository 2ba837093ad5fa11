"""On which side of a line something was: the words that say so."""

from __future__ import annotations

from functools import cache
from typing import Literal

from firsthand.lexicon.records import Rule
from firsthand.lexicon.tables import load_rules


class Whereabouts(Rule, frozen=True, kw_only=True):
    """A verb and what it is done to; `negated` where the verb must be denied."""

    side: Literal["stayed", "crossed"]
    negated: bool
    verbs: tuple[str, ...]
    things: tuple[str, ...]


@cache
def whereabouts() -> tuple[Whereabouts, ...]:
    return load_rules("en/whereabouts.toml", "whereabouts", Whereabouts)
