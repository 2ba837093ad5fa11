"""From a name at the prompt to the entities that go by it, and to the claims that have to do with them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from firsthand.errors import CaseError
from firsthand.model import Claim

if TYPE_CHECKING:
    from firsthand.case import Case
    from firsthand.store import View

MANY = 50
"""So many entities of a name are looked at."""


def entities_named(desk: Case, name: str) -> tuple[str, ...]:
    """Ids of the entities with this id, or with these words in their name; CaseError where there is none."""
    spelt = any(c.isalnum() for c in name)
    found = dict.fromkeys(h.id for h in desk.search(name, limit=MANY, kinds=("entities",))) if spelt else {}
    if not found:
        try:
            found = {desk.find(name, "entities").id: None}
        except CaseError as error:
            raise CaseError(f"nobody here is called '{name[:80]}'", hint="firsthand sources lists names") from error
    return tuple(found)


def claims_of(
    desk: Case, *, source: str | None, entity: str | None, as_of: datetime | None = None
) -> tuple[Claim, ...]:
    """Claims that the source lets be known, through whomever, and that are told about the entity or by it; the
    weightiest first."""
    asked = [
        (entities_named(desk, name), about) for name, about in ((source, False), (entity, True)) if name is not None
    ]
    with desk.store.view(as_of) as view:
        found = [_claims_with(view, ids, about=about) for ids, about in asked]
    shared = set.intersection(*({c.id for c in claims} for claims in found))
    once = {c.id: c for claims in found for c in claims if c.id in shared}
    return tuple(sorted(once.values(), key=weight))


def _claims_with(view: View, entities: tuple[str, ...], *, about: bool) -> tuple[Claim, ...]:
    spoken = view.linked("attributions", entities, "entity")
    told = view.linked("assertions", (a.id for a in spoken), "chain")
    told += view.linked("assertions", entities, "entity") if about else ()
    claims: tuple[Claim, ...] = view.linked("claims", {t.id for t in told}, "assertion")
    return claims


def weight(claim: Claim) -> tuple[int, int, int, str]:
    """More newsrooms first, then pages, then primary sources."""
    return -(claim.origins.newsrooms or 0), -claim.origins.pages, -claim.origins.primary_sources, claim.id
