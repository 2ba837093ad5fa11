"""Records of an answer as rows: their bytes, where they stand, what they name, by which they are looked up."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, get_args, get_type_hints

import msgspec

from firsthand.model import (
    Answer,
    Assertion,
    Attribution,
    Claim,
    Denial,
    Derivation,
    Discrepancy,
    Document,
    Echo,
    Entity,
    Known,
    Span,
    Spans,
    hull,
)

_ENCODE = msgspec.msgpack.Encoder().encode
"""Dicts keep their order: a page that is made from what comes back is the one that was made before."""

KINDS: dict[str, type[msgspec.Struct]] = {name: get_args(hint)[0] for name, hint in get_type_hints(Answer).items()}
"""The lists of an answer, in its order, each with its record."""

_DECODERS = {name: msgspec.msgpack.Decoder(record) for name, record in KINDS.items()}

Place = tuple[str, int, int]
"""A document's id, and the first and last offset of the words."""

Link = tuple[str, str]
"""A role and the id of what is named."""


class Told(msgspec.Struct, frozen=True):
    """What other records of the answer say about where one stands: places of assertions, their chains' lengths, the
    first place of each claim."""

    assertions: Mapping[str, Assertion]
    claims: Mapping[str, Place]

    def place(self, assertion: str) -> Place | None:
        told = self.assertions.get(assertion)
        return None if told is None else _place(told.document, told.content)


class Packed(msgspec.Struct, frozen=True):
    """One record, ready to be kept. `columns` are those of `findings` that depend on the record."""

    kind: str
    key: str
    columns: dict[str, Any]
    body: bytes
    links: tuple[Link, ...]


def encode(record: object) -> bytes:
    """Msgpack whose bytes depend on the record alone."""
    return _ENCODE(record)


def pack_answer(answer: Answer) -> Iterator[Packed]:
    """A row for each record of each list; equal records without an id are told apart by a count."""
    told = _told(answer)
    for kind in KINDS:
        twice: Counter[str] = Counter()
        for number, record in enumerate(getattr(answer, kind)):
            packed = pack_record(kind, record, told, number)
            twice[packed.key] += 1
            if twice[packed.key] > 1:
                packed = msgspec.structs.replace(packed, key=f"{packed.key}-{twice[packed.key]}")
            yield packed


def pack_record(kind: str, record: Any, told: Told, number: int) -> Packed:
    body = encode(bare(record) if isinstance(record, Document) else record)
    digest = hashlib.sha256(body).digest()
    place = place_of(record, told, number)
    columns = {
        **dict(zip(("document", "start", "stop"), place or (None, None, None), strict=True)),
        **(_weight(record, told) if isinstance(record, Claim) else {}),
        "rules": "\n".join(getattr(record, "rules", ())),
        "hash": digest,
    }
    return Packed(kind, getattr(record, "id", None) or digest.hex()[:16], columns, body, links_of(record))


def bare(document: Document) -> dict[str, Any]:
    """The document without its text, which is kept once."""
    return {k: v for k, v in msgspec.structs.asdict(document).items() if k != "text"}


def clothe(body: bytes, text: str) -> Document:
    """The document that `bare` was made from."""
    return msgspec.convert({**msgspec.msgpack.decode(body), "text": text}, Document)


def unpack_record(kind: str, body: bytes) -> Any:
    """The record of a list other than `documents`; msgspec.MsgspecError if it is not one."""
    return _DECODERS[kind].decode(body)


def _told(answer: Answer) -> Told:
    told = Told({a.id: a for a in answer.assertions}, {})
    places = {
        claim.id: min(p for a in claim.assertions if (p := told.place(a)) is not None)
        for claim in answer.claims
        if any(a in told.assertions for a in claim.assertions)
    }
    return Told(told.assertions, places)


def _place(document: str, spans: Spans) -> Place:
    whole = hull(spans)
    return document, whole.start, whole.end


_PLACES: dict[type[msgspec.Struct], Callable[[Any, Told], Place | None]] = {
    Document: lambda r, told: (r.id, 0, 0),
    Entity: lambda r, told: min(((m.document, m.span.start, m.span.end) for m in r.mentions), default=None),
    Attribution: lambda r, told: _place(r.document, r.content),
    Assertion: lambda r, told: _place(r.document, r.content),
    Claim: lambda r, told: told.claims.get(r.id),
    Derivation: lambda r, told: _place(r.child.document, r.child.spans),
    Echo: lambda r, told: told.place(r.attributed),
    Denial: lambda r, told: told.place(r.assertion),
    Discrepancy: lambda r, told: told.claims.get(r.claim),
}


def place_of(record: Any, told: Told, number: int) -> Place | None:
    """Where the record's words stand first; of refusals and the like, their number in the list."""
    return _PLACES[type(record)](record, told) if type(record) in _PLACES else ("", number, number)


def _weight(claim: Claim, told: Told) -> dict[str, int]:
    """A claim's counts, by which claims are put in order of weight."""
    chains = (told.assertions[a].chain for a in claim.assertions if a in told.assertions)
    return {
        "newsrooms": claim.origins.newsrooms or 0,
        "pages": claim.origins.pages,
        "sources": claim.origins.primary_sources,
        "depth": max(map(len, chains), default=0),
        "denied": len(claim.denied_by),
    }


def _assertion_links(r: Assertion) -> Iterator[Link]:
    yield "document", r.document
    yield from (("chain", a) for a in r.chain)
    yield from (("entity", e) for e in r.entities)
    yield from (("holder", h) for h in r.factuality if h != "author")
    if r.event:
        yield from (("entity", e) for e in (r.event.actor, r.event.recipient) if e)


def _attribution_links(r: Attribution) -> Iterator[Link]:
    yield "document", r.document
    if r.parent:
        yield "parent", r.parent
    if r.source_entity:
        yield "entity", r.source_entity


def _derivation_links(r: Derivation) -> Iterator[Link]:
    yield "document", r.child.document
    if isinstance(r.parent.document, str):
        yield "parent", r.parent.document
    if isinstance(r.parent.outlet, str):
        yield "outlet", r.parent.outlet


def _denial_links(r: Denial) -> Iterator[Link]:
    yield "assertion", r.assertion
    yield "denied", r.denies.assertion if isinstance(r.denies.assertion, str) else str(r.denies.claim)


def _claim_links(r: Claim) -> Iterator[Link]:
    yield from (("assertion", a) for a in r.assertions)
    yield from (("denied by", a) for a in r.denied_by)
    yield from (("root", root) for root in r.origins.roots)


def _discrepancy_links(r: Discrepancy) -> Iterator[Link]:
    yield "claim", r.claim
    yield from (("assertion", v.assertion) for v in r.values)


def _echo_links(r: Echo) -> Iterator[Link]:
    yield "assertion", r.attributed
    yield "assertion", r.unattributed


_LINKS: dict[type[msgspec.Struct], Callable[[Any], Iterable[Link]]] = {
    Entity: lambda r: (("document", m.document) for m in r.mentions),
    Attribution: _attribution_links,
    Assertion: _assertion_links,
    Claim: _claim_links,
    Derivation: _derivation_links,
    Echo: _echo_links,
    Denial: _denial_links,
    Discrepancy: _discrepancy_links,
    Known: lambda r: (("document", r.document),),
}


def links_of(record: Any) -> tuple[Link, ...]:
    """What the record names, each once, in order."""
    make = _LINKS.get(type(record))
    return tuple(sorted(set(make(record)))) if make else ()


def spans_of(record: object) -> Iterator[tuple[str | None, Span]]:
    """Every span in the record, with the document that it says to be in; None where a record around it says so."""
    if isinstance(record, Span):
        yield None, record
    elif isinstance(record, msgspec.Struct):
        document = getattr(record, "document", None)
        inner = (getattr(record, name) for name in record.__struct_fields__)
        yield from _placed(inner, document if isinstance(document, str) else None)
    elif isinstance(record, (tuple, list)):
        yield from _placed(record, None)
    elif isinstance(record, dict):
        yield from _placed(record.values(), None)


def _placed(parts: Iterable[object], document: str | None) -> Iterator[tuple[str | None, Span]]:
    for part in parts:
        for place, span in spans_of(part):
            yield place or document, span
