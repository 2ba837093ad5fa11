"""JSON-LD: Web Annotation selectors for words, PROV for derivations, schema.org for claims, and our own few terms.

The context is inline, so that the file reads without a network. docs/registers.md says what the terms of `fh:` mean.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from firsthand.export.flat import KINDS, clean
from firsthand.export.names import Names, names_of, title_of
from firsthand.model import Answer, Assertion, Derivation, Span
from firsthand.model.registers import Registers

VOCABULARY = "https://firsthand.example/ns#"
CONTEXT: dict[str, Any] = {
    "oa": "http://www.w3.org/ns/oa#",
    "prov": "http://www.w3.org/ns/prov#",
    "schema": "https://schema.org/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "fh": VOCABULARY,
    "id": "@id",
    "type": "@type",
    "name": "schema:name",
    "published": "schema:datePublished",
    "url": {"@id": "schema:url", "@type": "@id"},
    "appearance": {"@id": "schema:appearance", "@type": "@id"},
    "hasTarget": "oa:hasTarget",
    "hasBody": {"@id": "oa:hasBody", "@type": "@id"},
    "hasSource": {"@id": "oa:hasSource", "@type": "@id"},
    "hasSelector": "oa:hasSelector",
    "start": {"@id": "oa:start", "@type": "xsd:nonNegativeInteger"},
    "end": {"@id": "oa:end", "@type": "xsd:nonNegativeInteger"},
    "exact": "oa:exact",
    "prefix": "oa:prefix",
    "suffix": "oa:suffix",
    "wasDerivedFrom": {"@id": "prov:wasDerivedFrom", "@type": "@id"},
    "wasAttributedTo": {"@id": "prov:wasAttributedTo", "@type": "@id", "@container": "@list"},
    "denies": {"@id": "fh:denies", "@type": "@id"},
    "restsOn": {"@id": "fh:restsOn", "@type": "@id"},
    "independent": "fh:independent",
    "pages": "fh:pages",
    "newsrooms": "fh:newsrooms",
    "primarySources": "fh:primarySources",
    "act": "fh:act",
    "factuality": {"@id": "fh:factuality", "@type": "@json"},
    "derivation": "fh:derivation",
    "register": "fh:register",
    "cells": {"@id": "fh:cells", "@type": "@json"},
    "below": "fh:below",
}
_AROUND = 32
"""How many characters of context a quotation carries on each side."""


def render(answer: Answer, registers: Registers, option: str) -> dict[str, bytes]:
    """One graph: reports, actors, claims, tellings, and the rows that rest on them."""
    at = names_of(answer)
    graph = [*_documents(at), *_entities(at), *_claims(at), *_tellings(at), *_rows(registers)]
    return {"": msgspec.json.format(msgspec.json.encode({"@context": CONTEXT, "@graph": graph}), indent=1) + b"\n"}


def iri(kind: str, id: str) -> str:
    """The name of a thing: letters, digits and `/` as they are, all else by its number."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "/-._") else f"~{ord(c):x}" for c in id)
    return f"urn:firsthand:{kind}:{plain}"


def _some(**fields: object) -> dict[str, Any]:
    return {k: v for k, v in fields.items() if v not in (None, "", [])}


def _documents(at: Names) -> Iterator[dict[str, Any]]:
    come_from: dict[str, list[Derivation]] = {}
    for derivation in at.answer.derivations:
        come_from.setdefault(derivation.child.document, []).append(derivation)
    for document in at.answer.documents:
        found = come_from.get(document.id, [])
        yield _some(
            id=iri("document", document.id),
            type=["schema:NewsArticle", "prov:Entity"],
            name=clean(title_of(document)),
            published=document.published,
            url=_url(document.url),
            wasDerivedFrom=sorted({_parent(d) for d in found}),
            derivation=sorted({d.kind for d in found}),
        )


def _url(url: str | None) -> str | None:
    """An address that is one; others would break the graph."""
    return url if url and url.startswith(("http://", "https://")) and not set(url) & set(' <>"{}|\\^`') else None


def _parent(derivation: Derivation) -> str:
    parent = derivation.parent
    return iri("document", str(parent.document)) if parent.document else iri("outlet", str(parent.outlet))


def _entities(at: Names) -> Iterator[dict[str, Any]]:
    for entity in at.answer.entities:
        yield {"id": iri("entity", entity.id), "type": "prov:Agent", "name": clean(entity.name)}


def _claims(at: Names) -> Iterator[dict[str, Any]]:
    for claim in at.answer.claims:
        seen = dict.fromkeys(at.assertions[a].document for a in claim.assertions)
        yield _some(
            id=iri("claim", claim.id),
            type="schema:Claim",
            name=clean(_exact(at, at.assertions[claim.headline])),
            appearance=[iri("document", d) for d in seen],
            restsOn=[iri("assertion", a) for a in claim.assertions],
            pages=claim.origins.pages,
            newsrooms=claim.origins.newsrooms,
            primarySources=claim.origins.primary_sources,
            independent=claim.origins.independent,
        )


def _exact(at: Names, assertion: Assertion) -> str:
    text = at.documents[assertion.document].text
    return " … ".join(span.of(text) for span in assertion.content)


def _tellings(at: Names) -> Iterator[dict[str, Any]]:
    claim_of = {a: c.id for c in at.answer.claims for a in c.assertions}
    denied: dict[str, list[str]] = {}
    for denial in at.answer.denials:
        target = denial.denies
        name = iri("claim", str(target.claim)) if target.claim else iri("assertion", str(target.assertion))
        denied.setdefault(denial.assertion, []).append(name)
    for assertion in at.answer.assertions:
        sources = (at.attributions[a].source_entity for a in assertion.chain if a in at.attributions)
        body = claim_of.get(assertion.id)
        yield _some(
            id=iri("assertion", assertion.id),
            type="oa:Annotation",
            hasBody=iri("claim", body) if body else None,
            hasTarget=[_target(at, assertion, span) for span in assertion.content],
            wasAttributedTo=[iri("entity", s) for s in sources if s],
            act=assertion.act,
            factuality=dict(sorted(assertion.factuality.items())),
            denies=sorted(denied.get(assertion.id, [])),
        )


def _target(at: Names, assertion: Assertion, span: Span) -> dict[str, Any]:
    text = at.documents[assertion.document].text
    return {
        "type": "oa:SpecificResource",
        "hasSource": iri("document", assertion.document),
        "hasSelector": [
            {"type": "oa:TextPositionSelector", "start": span.start, "end": span.end},
            {
                "type": "oa:TextQuoteSelector",
                "exact": clean(span.of(text)),
                "prefix": clean(text[max(0, span.start - _AROUND) : span.start]),
                "suffix": clean(text[span.end : span.end + _AROUND]),
            },
        ],
    }


def _rows(registers: Registers) -> Iterator[dict[str, Any]]:
    for kind in KINDS:
        register = getattr(registers, kind)
        for row in (*register.rows, *register.watch):
            cells = msgspec.to_builtins(row)
            for name in ("claims", "assertions", "words", "below", "id"):
                cells.pop(name)
            yield _some(
                id=iri(f"row:{kind}", row.id),
                type="fh:Row",
                register=kind,
                restsOn=[iri("claim", c) for c in row.claims],
                below=list(row.below),
                cells=cells,
            )
