"""What a claim's credibility might be: a suggestion with its rule, never a rating."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from firsthand.lexicon.suggestions import suggestions
from firsthand.model import Claim, Discrepancy
from firsthand.model.judgements import Credibility


class Suggestion(msgspec.Struct, frozen=True):
    """A credibility that a person may take or leave, the rule that it comes by, and why that holds here."""

    claim: str
    credibility: Credibility
    rule: str
    why: str


def suggest_credibility(claim: Claim, discrepancies: Iterable[Discrepancy] = ()) -> Suggestion:
    """By the first rule of the table whose conditions all hold; who says it is no part of them, for the reliability of
    sources is another axis."""
    told = {
        "independent": claim.origins.independent or 0,
        "sources": claim.origins.primary_sources,
        "roots": len(claim.origins.roots),
        "denied": bool(claim.denied_by),
        "disputed": any(d.claim == claim.id and d.verdict == "conflict" for d in discrepancies),
    }
    for rule in suggestions():
        if rule.holds(told):
            return Suggestion(claim.id, rule.credibility, f"credibility/{rule.id}", rule.why)
    raise AssertionError("the last rule of the table has no conditions")
