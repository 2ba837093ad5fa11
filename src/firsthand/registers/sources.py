"""Sources: everybody who lets things be known, and every outlet that prints them."""

from __future__ import annotations

from collections.abc import Mapping

from firsthand.model import Answer, Assertion, content_id
from firsthand.model.registers import SourceRow
from firsthand.registers import bars
from firsthand.registers.index import Index, fields, holder, index, name_of, page_name, support

OUTLET = "outlet"


def fold(answer: Answer, *, at: Index | None = None, ratings: Mapping[str, str] | None = None) -> tuple[SourceRow, ...]:
    """One row a source, those that say most first. `ratings` are a person's, by the entity or the outlet's name."""
    known = at or index(answer)
    said: dict[str, list[Assertion]] = {}
    printed: dict[str, list[Assertion]] = {}
    for assertion in answer.assertions:
        printed.setdefault(page_name(known.documents[assertion.document]), []).append(assertion)
        for source in _sources(known, assertion):
            said.setdefault(source, []).append(assertion)
    rows = [
        *(_row(known, source, found, ratings or {}) for source, found in said.items()),
        *(_outlet_row(known, outlet, found, ratings or {}) for outlet, found in printed.items()),
    ]
    return tuple(sorted(rows, key=lambda r: (-r.says, r.name, r.kind, r.id)))


def _sources(at: Index, assertion: Assertion) -> tuple[str, ...]:
    """Every source of the chain that is named, once each."""
    chain = (at.attributions.get(a) for a in assertion.chain)
    return tuple(dict.fromkeys(a.source_entity for a in chain if a is not None and a.source_entity is not None))


def _row(at: Index, source: str, found: list[Assertion], ratings: Mapping[str, str]) -> SourceRow:
    entity = at.entities.get(source)
    own = [a for a in found if holder(at, a) == source]
    return SourceRow(
        **fields(support(at, found)),  # type: ignore[arg-type]
        id=content_id("sources", source),
        below=() if own else (bars.NOBODY,),
        name=name_of(at, source) or source,
        kind=entity.kind if entity is not None else "person",
        says=len(found),
        relayed_by=_relays(at, found),
        alone=sum(_is_alone(at, c, source) for c in _claims(at, own)),
        confirmed=sum(_is_confirmed(at, c, source) for c in _claims(at, own)),
        denied=sum(_is_denied(at, c) for c in _claims(at, [a for a in own if a.act != "deny"])),
        rating=ratings.get(source),
        entity=source,
    )


def _outlet_row(at: Index, outlet: str, found: list[Assertion], ratings: Mapping[str, str]) -> SourceRow:
    """What an outlet tells in its own voice; what it only passes on is the sources'."""
    own = [a for a in found if not a.chain]
    claims = _claims(at, own)
    return SourceRow(
        **fields(support(at, found)),  # type: ignore[arg-type]
        id=content_id("sources", OUTLET, outlet),
        below=() if own else (bars.NOBODY,),
        name=outlet,
        kind=OUTLET,
        says=len(own),
        relayed_by=(),
        alone=sum(at.claims[c].origins.pages == 1 for c in claims),
        confirmed=sum(at.claims[c].origins.pages > 1 for c in claims),
        denied=sum(_is_denied(at, c) for c in claims),
        rating=ratings.get(outlet),
    )


def _relays(at: Index, found: list[Assertion]) -> tuple[str, ...]:
    return tuple(sorted({page_name(at.documents[a.document]) for a in found}))


def _claims(at: Index, assertions: list[Assertion]) -> tuple[str, ...]:
    return tuple(sorted({at.claim_of[a.id] for a in assertions if a.id in at.claim_of}))


def _is_alone(at: Index, claim: str, source: str) -> bool:
    """Whether nobody but this source tells the claim."""
    told = (at.assertions[a] for a in at.claims[claim].assertions if at.assertions[a].act != "deny")
    return all(holder(at, a) == source for a in told)


def _is_confirmed(at: Index, claim: str, source: str) -> bool:
    """Whether another named source tells it too."""
    told = (at.assertions[a] for a in at.claims[claim].assertions if at.assertions[a].act != "deny")
    return any(holder(at, a) not in (None, source) for a in told)


def _is_denied(at: Index, claim: str) -> bool:
    if at.claims[claim].denied_by or claim in at.deniers:
        return True
    return any(a in at.deniers for a in at.claims[claim].assertions)
