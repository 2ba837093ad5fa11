"""Whose voice an assertion is told in."""

from __future__ import annotations

from firsthand.comparing.pile import Page
from firsthand.model import Assertion


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
    if not assertion.chain:
        return None
    return page.attributions[assertion.chain[-1]].source_entity
