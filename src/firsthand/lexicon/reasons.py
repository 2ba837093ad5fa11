"""Why each rule holds, by the id that readings and answers write."""

from __future__ import annotations

import tomllib
from functools import cache

from firsthand.lexicon.records import Rule
from firsthand.lexicon.tables import load_rules, packaged
from firsthand.lexicon.verdicts import verdict_rules

FAMILIES = {
    "asof": "asof", "bounds": "bounds", "calendar": "calendar", "changes": "changes", "claim_signs": "sign",
    "credits": "credit", "cues": "cue", "currencies": "units", "dates": "dates", "dealings": "dealing",
    "events": "event",
    "frames": "frame", "hedges": "hedge", "negators": "negator", "numbers": "numbers", "places": "places",
    "plans": "plan", "roles": "role", "units": "units", "whereabouts": "whereabouts",
}  # fmt: skip
"""Each table with what stands before the slash in the ids of its rules. Tables that are not here sign nothing."""


@cache
def constructions() -> tuple[Rule, ...]:
    """The rules that are made in code; they have whole ids, and one that ends in a slash speaks for a family."""
    return load_rules("en/constructions.toml", "construction", Rule)


def reasons() -> dict[str, str]:
    """The reason of every rule: `cue/say`, `act/deny`; of a whole family under its beginning: `world/`."""
    return {f"{FAMILIES[table]}/{id}": why for table in FAMILIES for id, why in _entries(table)} | {
        rule.id: rule.why for rule in (*constructions(), *verdict_rules())
    }


def _entries(table: str) -> list[tuple[str, str]]:
    """Ids and reasons alone: the tests load the tables strictly, whoever asks why need not."""
    (entries,) = tomllib.loads(packaged(f"en/{table}.toml")).values()
    return [(entry["id"], entry["why"]) for entry in entries]
