"""Speech as an event of its own: who accuses, rejects, calls on, threatens, praises or promises, and whom it meets."""

from __future__ import annotations

from firsthand.lexicon.dealings import speech_roots
from firsthand.model import Assertion, Attribution, Event, hull
from firsthand.registers.index import SURE, Index, entity_at, land_of, side

SPOKEN = frozenset(speech_roots().values())
"""The roots that speech can be."""


def speech(at: Index, assertion: Assertion) -> Event | None:
    """The event that the assertion's last hand-over is, None where it only lets something be known."""
    last = at.attributions.get(assertion.chain[-1]) if assertion.chain else None
    root = next((r for rule in last.rules if (r := speech_roots().get(rule))), None) if last is not None else None
    actor = land_of(at, side(at, assertion)) if root is not None else None
    if last is None or root is None or actor is None or not _is_party(at, actor):
        return None
    return Event(
        root, None, actor, _met(at, assertion, last, actor), next(r for r in last.rules if r in speech_roots())
    )


def _met(at: Index, assertion: Assertion, last: Attribution, actor: str) -> str | None:
    """Whom it meets: the one addressed, or else the doer of what is told, or else the first party that it names."""
    addressed = entity_at(at, assertion.document, hull(last.addressee)) if last.addressee else None
    event = assertion.event
    told = (event.actor, event.recipient) if event is not None else ()
    for entity in (addressed, *told):
        met = land_of(at, entity)
        if met is not None and met != actor and _is_party(at, met):
            return met
    return None


def _is_party(at: Index, entity: str) -> bool:
    found = at.entities.get(entity)
    return found is None or found.kind not in ("place", "weapon", "work", "outlet")


def is_open(at: Index, assertion: Assertion) -> bool:
    """Whether the report itself, or somebody who holds it for so, tells that it was said."""
    outer = assertion.chain[:-1]
    if not outer:
        return True
    above = at.attributions.get(outer[-1])
    held = assertion.factuality.get(above.source_entity or "", "Uu") if above is not None else "Uu"
    return held in SURE
