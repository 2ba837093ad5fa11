"""Whose voice an assertion is told in."""

from __future__ import annotations

from functools import cache

from firsthand.comparing.pile import Page
from firsthand.comparing.tellings import Telling
from firsthand.lexicon.reporting import cues
from firsthand.model import Assertion, Attribution, Chain

_COMMON = frozenset({"the", "a", "an", "of", "for", "and", "two", "some", "several", "other", "another"})


def is_negative(assertion: Assertion, telling: Telling) -> bool:
    """Whether it is told that something is not so: denied, or said with a "not"; a denied "not" affirms."""
    return (assertion.act == "deny") != telling.negated


def primary_source(assertion: Assertion, page: Page) -> str | None:
    """The named far end of the chain, a person under the fullest name in the pile; None for an unnamed one, for a
    surname that fits several, and for the author's own voice."""
    if not (chain := voices(assertion, page)):
        return None
    named = page.attributions[chain[-1]].source_entity
    return page.people.get(named, named) if named is not None else None


def is_another(left: Assertion, right: Assertion, here: Page, there: Page) -> bool:
    """Whether two tellings are by two: in two reports, or by two sources of one report. A pronoun, and words that two
    unnamed sources share ("the ministry", "the Interior Ministry"), may stand for the same."""
    if left.document != right.document:
        return True
    one, other = voices(left, here), voices(right, there)
    if not one or not other:
        return False
    ends = here.attributions[one[-1]], there.attributions[other[-1]]
    if None not in (entities := {e.source_entity for e in ends}):
        return len(entities) > 1
    words = [{w for s in e.source for w in s.of(here.document.text).casefold().split()} - _COMMON for e in ends]
    return all(words) and not words[0] & words[1] and not any("source/pronoun" in e.rules for e in ends)


@cache
def _intending() -> frozenset[str]:
    return frozenset(f"cue/{cue.id}" for cue in cues() if cue.sense == "intend")


def is_voiced(attribution: Attribution) -> bool:
    """Whether somebody lets it be known. Who "plans" or "agrees to" something does not: the author tells that."""
    return _intending().isdisjoint(attribution.rules)


def voices(assertion: Assertion, page: Page) -> Chain:
    """The links of the chain by which somebody lets it be known; empty for the report's own voice."""
    return tuple(id for id in assertion.chain if is_voiced(page.attributions[id]))
