"""A STIX 2.1 bundle: identities for actors, a note for each claim, an opinion for each denial, a report for each
text."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import msgspec

from firsthand.export.flat import clean
from firsthand.export.names import Names, chain_of, names_of, title_of, words_of
from firsthand.model import Answer, Claim, Document
from firsthand.model.registers import Registers

SPACE = uuid.UUID("b2d9a5a2-6b0e-5d3c-9d0b-2f6f0c1b7e55")
"""The namespace of all ids here: the same thing has the same id in every bundle."""
_UNDATED = "1970-01-01T00:00:00.000Z"
_CLASSES = {
    "person": "individual", "state": "class", "government": "organization", "organisation": "organization",
    "armed group": "group", "outlet": "organization", "people": "group",
}  # fmt: skip


def render(answer: Answer, registers: Registers, option: str) -> dict[str, bytes]:
    """The bundle, its objects in the answer's order; the tool itself is the identity that made it."""
    at = names_of(answer)
    objects = [_maker(), *_identities(at), *_notes(at), *_opinions(at), *_reports(at)]
    bundle = {"type": "bundle", "id": _id("bundle", *(str(o["id"]) for o in objects)), "objects": objects}
    return {"": msgspec.json.format(msgspec.json.encode(bundle), indent=1) + b"\n"}


def _id(kind: str, *parts: str) -> str:
    return f"{kind}--{uuid.uuid5(SPACE, chr(0).join((kind, *parts)))}"


def _object(kind: str, id: str, day: str | None, **fields: object) -> dict[str, Any]:
    stamp = f"{day[:10]}T00:00:00.000Z" if day else _UNDATED
    kept = {k: v for k, v in fields.items() if v not in (None, "", [])}
    own = {} if kind == "identity" else {"created_by_ref": _id("identity", "firsthand")}
    return {"type": kind, "spec_version": "2.1", "id": id, **own, "created": stamp, "modified": stamp, **kept}


def _maker() -> dict[str, Any]:
    return _object("identity", _id("identity", "firsthand"), None, name="Firsthand", identity_class="system")


def _identities(at: Names) -> Iterator[dict[str, Any]]:
    for entity in at.answer.entities:
        if entity.kind in _CLASSES:
            yield _object(
                "identity",
                _id("identity", entity.id),
                None,
                name=clean(entity.name),
                identity_class=_CLASSES[entity.kind],
            )


def _notes(at: Names) -> Iterator[dict[str, Any]]:
    for claim in at.answer.claims:
        headline = at.assertions[claim.headline]
        about = sorted({_id("identity", e) for e in _entities(at, claim)})
        yield _object(
            "note",
            _id("note", claim.id),
            _printed(at, claim),
            abstract=f"claim {claim.id}",
            content=clean(words_of(at, headline)),
            authors=[" < ".join(clean(n) for n in chain_of(at, headline))],
            object_refs=about or [_id("identity", "firsthand")],
            external_references=_references(at, claim),
        )


def _entities(at: Names, claim: Claim) -> Iterator[str]:
    for assertion in claim.assertions:
        for entity in at.assertions[assertion].entities:
            if entity in at.entities and at.entities[entity].kind in _CLASSES:
                yield entity


def _printed(at: Names, claim: Claim) -> str | None:
    days = (at.documents[at.assertions[a].document].published for a in claim.assertions)
    return min((d for d in days if d), default=None)


def _references(at: Names, claim: Claim) -> list[dict[str, str]]:
    found = []
    for id in claim.assertions:
        assertion = at.assertions[id]
        document = at.documents[assertion.document]
        spans = ",".join(f"{s.start}-{s.end}" for s in assertion.content)
        reference = {
            "source_name": clean(title_of(document)),
            "description": f"characters {spans}: {words_of(at, assertion)}",
        }
        found.append({k: clean(v) for k, v in reference.items()} | ({"url": document.url} if document.url else {}))
    return found


def _opinions(at: Names) -> Iterator[dict[str, Any]]:
    claim_of = {a: c.id for c in at.answer.claims for a in c.assertions}
    for denial in at.answer.denials:
        target = str(denial.denies.claim or claim_of.get(str(denial.denies.assertion), ""))
        if target in at.claims:
            assertion = at.assertions[denial.assertion]
            yield _object(
                "opinion",
                _id("opinion", denial.assertion, target),
                at.documents[assertion.document].published,
                opinion="strongly-disagree",
                explanation=clean(words_of(at, assertion)),
                authors=[" < ".join(clean(n) for n in chain_of(at, assertion))],
                object_refs=[_id("note", target)],
            )


def _reports(at: Names) -> Iterator[dict[str, Any]]:
    for document in at.answer.documents:
        told = sorted({_id("note", c.id) for c in at.answer.claims if _is_in(at, c, document)})
        yield _object(
            "report",
            _id("report", document.id),
            document.published,
            name=clean(title_of(document)),
            report_types=["threat-report"],
            published=f"{document.published[:10]}T00:00:00Z" if document.published else _UNDATED,
            object_refs=told or [_id("identity", "firsthand")],
        )


def _is_in(at: Names, claim: Claim, document: Document) -> bool:
    return any(at.assertions[a].document == document.id for a in claim.assertions)
