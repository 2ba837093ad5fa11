"""The certainty bars: what a row must show to stand in its register rather than on the watch sheet.

Each reason is a short phrase that a reader sees; docs/registers.md explains it. A bar looks only at what is told, by
whom and how firmly, never at whether it is true.
"""

from __future__ import annotations

from collections.abc import Iterable

from firsthand.model import Assertion
from firsthand.registers.index import Index, is_told

NOBODY = "nobody named holds it for so"
ACCUSED = "only an accusation"
UNKNOWN_PARTY = "a party is not named"
INFERRED = "a party is inferred"
PLANNED = "only planned"
DENIED = "denied, and told by no more than those who deny it"
GOODS = "the goods are not told"
MEASURED = "what is measured is not told"
VAGUE = "a vague count"
SMALL = "a small count"
UNDATED = "no day can be given"
LONE = "one party alone, and neither day nor place is told"
UNPLACED = "nobody acts and nobody is acted upon"
WORDS_ONLY = "words only, no deed and nobody holds it"
ONE_SIDED = "the denial names nobody"
UNCLEAR = "the tellings may be about different things"


def telling(at: Index, assertions: Iterable[Assertion]) -> tuple[str, ...]:
    """Why these tellings do not reach the bar of being told; empty where one of them does."""
    found = tuple(assertions)
    if any(is_told(at, a) for a in found):
        return ()
    acts = {a.act for a in found}
    if acts == {"deny"}:
        return (DENIED,)
    if "accuse" in acts:
        return (ACCUSED,)
    if acts <= {"plan", "demand", "predict", "ask", "deny"}:
        return (PLANNED,)
    return (NOBODY,)
