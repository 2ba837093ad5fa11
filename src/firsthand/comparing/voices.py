"""Whose voice an assertion is told in."""

from __future__ import annotations

from functools import cache

from firsthand.comparing.pile import Page
from firsthand.lexicon.reporting import cues
from firsthand.model import Assertion, Attribution, Chain


def holder(assertion: Assertion, page: Page) -> str:
    """Who stands at the far end of the chain: an entity, an attribution without a named source, or the author."""
    if not assertion.chain:
        return "author"
    last = page.attributions[assertion.chain[-1]]
    return last.source_entity or f"attribution:{last.id}"


def is_negative(assertion: Assertion, page: Page) -> bool:
    """Whether who tells it says that it is not so."""
    return assertion.act == "deny" or assertion.factuality.get(holder(assertion, page), "Uu").endswith("-")


def primary_source(assertion: Assertion, page: Page) -> str | None:
    """The named far end of the chain, None for an unnamed one and for the author's own voice."""
    if not (chain := voices(assertion, page)):
        return None
    return page.attributions[chain[-1]].source_entity


@cache
def _intending() -> frozenset[str]:
    return frozenset(f"cue/{cue.id}" for cue in cues() if cue.sense == "intend")


def is_voiced(attribution: Attribution) -> bool:
    """Whether somebody lets it be known. Who "plans" or "agrees to" something does not: the author tells that."""
    return not any(rule in _intending() for rule in attribution.rules)


def voices(assertion: Assertion, page: Page) -> Chain:
    """The links of the chain by which somebody lets it be known; empty for the report's own voice."""
    return tuple(id for id in assertion.chain if is_voiced(page.attributions[id]))
