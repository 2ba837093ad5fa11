"""The certainty bars: what a row must show to stand in its register rather than on the watch sheet.

Each reason is a short phrase that a reader sees; docs/registers.md explains it. A bar looks only at what is told, by
whom and how firmly, never at whether it is true.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from firsthand.lexicon.reporting import events
from firsthand.model import Assertion, Event
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
ONGOING = "it goes on, and no deed of a day is told"
DOUBTED = "the coder doubts the kind of event"
LONE = "one party alone, and neither day nor place is told"
UNPLACED = "nobody acts and nobody is acted upon"
WORDS_ONLY = "words only, no deed and nobody holds it"
PRIVATE = "a person whose office is not told"
ONE_SIDED = "the denial names nobody"
UNCLEAR = "the tellings may be about different things"


RULE_AT_LEAST = 0.2
"""A kind that a rule gives, and that the coder holds for less likely, is not sure: 2 of 55 were right so on every
third sentence of `data/events/plv_train.jsonl` (by the coder of the fold that had not seen it), 8 of 21 at .2 to .6
and 227 of 235 above; in reports labelled by hand 1 of 3, 5 of 7, and all but those that other bars catch."""
ALONE_AT_LEAST = 0.9
"""So much the coder must hold for a kind that no rule gives: 12 of 12 and 1 of 1 were right so, 5 of 8 at .8 to .9."""


@cache
def _exact() -> frozenset[str]:
    """Rules of which each form has more than one word, as events write them."""
    return frozenset(f"event/{rule.id}" for rule in events() if all(" " in form for form in rule.forms))


def is_sure(event: Event) -> bool:
    """Whether rule and coder together leave little doubt of the kind of event. What the coder was not asked stands, and
    so does a rule that needs several words."""
    if event.probability is None or event.rule in _exact():
        return True
    return event.probability >= (RULE_AT_LEAST if "rule" in event.by else ALONE_AT_LEAST)


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
