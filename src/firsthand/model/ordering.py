"""The order in which an answer lists what it found."""

from __future__ import annotations

import msgspec

from firsthand.model.entities import Occurrence
from firsthand.model.reading import Answer
from firsthand.model.spans import Span, Spans, hull


def _occurrence(mention: Occurrence) -> tuple[str, Span]:
    return mention.document, mention.span


Place = tuple[str, Span]


def _place(document: str, spans: Spans) -> Place:
    return document, hull(spans)


def sort_answer(found: Answer) -> Answer:
    """The lists that reports give in the order of the contract: document, first start, end, id; claims by their first
    assertion. What was taken in, refused or known stays as it is."""
    told = {a.id: (*_place(a.document, a.content), a.id) for a in found.assertions}
    first = {c.id: min(told[a] for a in c.assertions) for c in found.claims}
    end = ("\U0010ffff", Span(0, 1), "")
    return msgspec.structs.replace(
        found,
        entities=tuple(
            sorted(found.entities, key=lambda e: (*min(map(_occurrence, e.mentions), default=end[:2]), e.id))
        ),
        attributions=tuple(sorted(found.attributions, key=lambda a: (*_place(a.document, a.content), a.id))),
        assertions=tuple(sorted(found.assertions, key=lambda a: told[a.id])),
        claims=tuple(sorted(found.claims, key=lambda c: (first[c.id], c.id))),
        derivations=tuple(
            sorted(found.derivations, key=lambda d: (*_place(d.child.document, d.child.spans), _encoded(d)))
        ),
        echoes=tuple(sorted(found.echoes, key=lambda e: (told[e.attributed], told[e.unattributed]))),
        denials=tuple(sorted(found.denials, key=lambda d: (told[d.assertion], _encoded(d)))),
        discrepancies=tuple(sorted(found.discrepancies, key=lambda d: (first[d.claim], _encoded(d)))),
    )


def _encoded(record: msgspec.Struct) -> bytes:
    """The record's own bytes: the last resort that makes an order total."""
    return msgspec.json.encode(record, order="deterministic")
