"""From a name at the prompt to the entities that go by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firsthand.errors import CaseError
from firsthand.model import Answer, Claim

if TYPE_CHECKING:
    from firsthand.case import Case

MANY = 50
"""So many entities of a name are looked at."""


def entities_named(desk: Case, name: str) -> tuple[str, ...]:
    """Ids of the entities with this id, or with these words in their name; CaseError where there is none."""
    found = dict.fromkeys(h.id for h in desk.search(name, limit=MANY, kinds=("entities",))) if _has_word(name) else {}
    if not found:
        try:
            found = {desk.find(name, "entities").id: None}
        except CaseError as error:
            raise CaseError(f"nobody here is called '{name[:80]}'", hint="firsthand sources lists names") from error
    return tuple(found)


def _has_word(name: str) -> bool:
    return any(c.isalnum() for c in name)


def by_weight(claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """Each claim once; more newsrooms first, then pages, then primary sources; else as they stand."""
    once = {c.id: c for c in claims}
    return tuple(
        sorted(once.values(), key=lambda c: (-(c.origins.newsrooms or 0), -c.origins.pages, -c.origins.primary_sources))
    )


def told_by(claims: tuple[Claim, ...], sources: tuple[str, ...], around: Answer) -> tuple[Claim, ...]:
    """Those that one of the sources lets be known, through whomever."""
    speaks = {a.id for a in around.attributions if a.source_entity in sources}
    telling = {a.id for a in around.assertions if speaks & set(a.chain)}
    return tuple(c for c in claims if telling & set(c.assertions))
