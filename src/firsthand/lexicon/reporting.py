"""The tables of reporting: cues, hedges, negators, plans and events, each read once."""

from __future__ import annotations

from functools import cache

from firsthand.lexicon.records import Cue, EventRule, Hedge, Negator, Plan
from firsthand.lexicon.tables import load_rules


@cache
def cues() -> tuple[Cue, ...]:
    """Words that hand over words, in the table's order."""
    return load_rules("en/cues.toml", "cue", Cue)


@cache
def hedges() -> tuple[Hedge, ...]:
    """Words that lower certainty."""
    return load_rules("en/hedges.toml", "hedge", Hedge)


@cache
def negators() -> tuple[Negator, ...]:
    """Words that turn + into -."""
    return load_rules("en/negators.toml", "negator", Negator)


@cache
def plans() -> tuple[Plan, ...]:
    """Words that tell a plan, a demand or a forecast, not yet a fact."""
    return load_rules("en/plans.toml", "plan", Plan)


@cache
def events() -> tuple[EventRule, ...]:
    """Words that name an event of a PLOVER type."""
    return load_rules("en/events.toml", "event", EventRule)
