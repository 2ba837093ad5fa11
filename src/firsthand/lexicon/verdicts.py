"""Why a verdict on claim and evidence holds, and why two figures are not compared."""

from __future__ import annotations

from functools import cache

from firsthand.lexicon.records import Rule
from firsthand.lexicon.tables import load_rules


@cache
def verdict_rules() -> tuple[Rule, ...]:
    """The rules with whole ids: `verdict/within`, `figures/answered`."""
    return load_rules("en/verdicts.toml", "verdict", Rule)
