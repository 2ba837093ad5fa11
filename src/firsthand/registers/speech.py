"""Speech as an event of its own: who accuses, rejects, calls on, threatens, praises or promises, and whom it meets."""

from __future__ import annotations

from bisect import bisect_left

from firsthand.lexicon.dealings import speech_roots
from firsthand.model import Assertion, Attribution, Event, Span, hull
from firsthand.registers.index import SURE, Index, entity_at, land_of, side

_NEAR = 40
"""How far a name may stand from the verb that governs it, in characters."""
SPOKEN = frozenset(speech_roots().values())
"""The roots that speech can be."""


def speech(at: Index, assertion: Assertion) -> Event | None:
    """The event that the assertion's last hand-over is, None where it only lets something be known. A people says
    nothing."""
    last = at.attributions.get(assertion.chain[-1]) if assertion.chain else None
    root = next((r for rule in last.rules if (r := speech_roots().get(rule))), None) if last is not None else None
    actor = land_of(at, side(at, assertion)) if root is not None else None
    if last is None or root is None or actor is None or not _is_party(at, actor) or actor.startswith("people/"):
        return None
    return Event(
        root, None, actor, _met(at, assertion, last, actor), next(r for r in last.rules if r in speech_roots())
    )


def _met(at: Index, assertion: Assertion, last: Attribution, actor: str) -> str | None:
    """Whom it meets: the one addressed, or else the one named between the verb and what is told, or else the doer of
    what is told, its first party, or whoever is to do it ("called on Turkey to stop")."""
    addressed = entity_at(at, assertion.document, hull(last.addressee)) if last.addressee else None
    event = assertion.event
    told = (event.actor, event.recipient) if event is not None else ()
    start = assertion.content[0].start
    cue = last.cue[0].end if last.cue else start
    between = Span(cue, start) if cue < start <= cue + _NEAR else None
    named = entity_at(at, assertion.document, between) if between is not None else None
    opening = _opening(at, assertion) if "frame/infinitive" in last.rules else None
    for entity in (addressed, named, *told, opening):
        met = land_of(at, entity)
        if met is not None and met != actor and _is_party(at, met):
            return met
    return None


def _opening(at: Index, assertion: Assertion) -> str | None:
    """The party with whose name what is told begins."""
    text = at.documents[assertion.document].text
    start = assertion.content[0].start
    start += len("the ") if text[start : start + 4].lower() == "the " else 0
    spans = at.mentions.get(assertion.document, ())
    i = bisect_left(spans, (start, 0, ""))
    return spans[i][2] if i < len(spans) and spans[i][0] == start else None


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
