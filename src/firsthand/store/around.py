"""All that stands around a few records: enough for a person to see why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from firsthand.model import Answer, Assertion, Attribution, Claim, Derivation, Document
from firsthand.store.reading import View


def around(view: View, ids: tuple[str, ...], run: str | None) -> Answer:
    """What `View.around` promises."""
    asked = set(ids)
    attributions = set(_ids(view.records("attributions", asked, run=run)))
    assertions = set(_ids(view.records("assertions", asked, run=run)))
    claims: dict[str, Claim] = {c.id: c for c in view.records("claims", asked, run=run)}
    claims |= {c.id: c for c in view.linked("claims", assertions, "assertion", run=run)}
    assertions |= {a for c in claims.values() for a in (*c.assertions, *c.denied_by)}
    denials = view.linked("denials", assertions | set(claims), run=run)
    discrepancies = view.linked("discrepancies", assertions | set(claims), run=run)
    echoes = view.linked("echoes", assertions, "assertion", run=run)
    assertions |= {a for e in echoes for a in (e.attributed, e.unattributed)} | {d.assertion for d in denials}
    assertions |= {v.assertion for d in discrepancies for v in d.values}
    assertions |= {d.denies.assertion for d in denials if isinstance(d.denies.assertion, str)}
    told: tuple[Assertion, ...] = view.records("assertions", assertions, run=run)
    spoken = _chains(view, attributions | {a for t in told for a in t.chain}, run)
    derivations = _derivations(view, told, run)
    documents = (
        {t.document for t in told}
        | {a.document for a in spoken}
        | {r for c in claims.values() for r in c.origins.roots}
    )
    documents |= {d.child.document for d in derivations} | {str(d.parent.document) for d in derivations}
    kept: tuple[Document, ...] = view.records("documents", documents, run=run)
    return Answer(
        documents=kept,
        entities=view.records("entities", _named(told, spoken), run=run),
        attributions=spoken,
        assertions=told,
        claims=_in_order(view, claims, run),
        derivations=derivations,
        echoes=echoes,
        denials=denials,
        discrepancies=discrepancies,
    )


def _ids(records: Iterable[Any]) -> Iterable[str]:
    return (r.id for r in records)


def _in_order(view: View, claims: dict[str, Claim], run: str | None) -> tuple[Claim, ...]:
    return view.records("claims", claims, run=run)


def _chains(view: View, ids: set[str], run: str | None) -> tuple[Attribution, ...]:
    """The attributions, and those around them up to the page."""
    known: set[str] = set()
    while ids - known:
        found = view.records("attributions", ids - known, run=run)
        known |= ids
        ids = known | {a.parent for a in found if a.parent}
    return view.records("attributions", ids, run=run)


def _derivations(view: View, told: tuple[Assertion, ...], run: str | None) -> tuple[Derivation, ...]:
    """Those of the assertions' documents."""
    documents = {t.document for t in told}
    return view.linked("derivations", documents, "document", "parent", run=run)


def _named(told: tuple[Assertion, ...], spoken: tuple[Attribution, ...]) -> set[str]:
    entities = {e for t in told for e in (*t.entities, *t.factuality)}
    entities |= {e for t in told if t.event for e in (t.event.actor, t.event.recipient) if e}
    return entities | {a.source_entity for a in spoken if a.source_entity}
