"""What a learned decision goes by: named signs, each with what it counts for. Each table is read once."""

from __future__ import annotations

from functools import cache

from firsthand.lexicon.records import Rule
from firsthand.lexicon.tables import load_rules


class Sign(Rule, frozen=True, kw_only=True):
    """A sign of a pair: `weight` is added to the log-odds for each unit of it. `base` is 1 for every pair."""

    weight: float


@cache
def story_signs() -> dict[str, Sign]:
    """What says that two reports belong to one story."""
    return {sign.id: sign for sign in load_rules("en/story_signs.toml", "sign", Sign)}
