"""FollowTheMoney entities, one a line: actors, reports, events, sanctions and ties, each with its proof."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from firsthand.export.codes import country
from firsthand.export.flat import clean
from firsthand.export.names import Names, names_of, title_of
from firsthand.model import Answer, content_id
from firsthand.model.registers import EventRow, Registers, RelationRow, Row, SanctionRow

SCHEMATA = {
    "person": "Person", "state": "PublicBody", "government": "PublicBody", "organisation": "Organization",
    "armed group": "Organization", "outlet": "Organization", "people": "LegalEntity",
}  # fmt: skip
"""What each kind of entity is there; places, weapons and texts are no parties and are left out."""


def render(answer: Answer, registers: Registers, option: str) -> dict[str, bytes]:
    """Actors first, then reports, events, sanctions and ties."""
    at = names_of(answer)
    found = (*_actors(at), *_articles(at), *_events(at, registers), *_sanctions(at, registers), *_ties(at, registers))
    return {"": b"".join(msgspec.json.encode(e) + b"\n" for e in found)}


def _entity(id: str, schema: str, **properties: object) -> dict[str, Any]:
    """An entity; absent values are left out, single ones become lists."""
    kept = {
        name: [clean(str(v)) for v in (values if isinstance(values, tuple | list) else (values,)) if v]
        for name, values in properties.items()
    }
    return {"id": id, "schema": schema, "properties": {k: v for k, v in sorted(kept.items()) if v}}


def key(id: str) -> str:
    """An id that FollowTheMoney takes: no slashes."""
    return "fh-" + "".join(c if c.isalnum() else "-" for c in id)


def _actors(at: Names) -> Iterator[dict[str, Any]]:
    for entity in at.answer.entities:
        if (schema := SCHEMATA.get(entity.kind)) is not None:
            yield _entity(
                key(entity.id),
                schema,
                name=entity.name,
                alias=tuple(a for a in entity.aliases if a != entity.name),
                country=(country(entity.id) or "").lower(),
                proof=tuple(dict.fromkeys(key(m.document) for m in entity.mentions)),
            )


def _articles(at: Names) -> Iterator[dict[str, Any]]:
    for document in at.answer.documents:
        yield _entity(
            key(document.id),
            "Article",
            title=title_of(document),
            publisher=document.outlet,
            publishedAt=(document.published or "")[:10],
            sourceUrl=document.url,
            bodyText=document.text,
        )


def _proof(at: Names, row: Row) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key(at.assertions[a].document) for a in row.assertions))


def _party(at: Names, entity: str | None) -> str | None:
    known = at.entities.get(entity or "")
    return key(known.id) if known is not None and known.kind in SCHEMATA else None


def _events(at: Names, registers: Registers) -> Iterator[dict[str, Any]]:
    for row in registers.events.rows:
        if isinstance(row, EventRow):
            yield _entity(
                key(row.id),
                "Event",
                name=row.headline[:200],
                summary=f"{row.type}{' ' + row.mode if row.mode else ''}; claims {' '.join(row.claims)}",
                startDate=row.date_start,
                endDate=row.date_end,
                location=row.place,
                involved=tuple(p for p in (_party(at, row.actor_id), _party(at, row.recipient_id)) if p),
                proof=_proof(at, row),
            )


def _sanctions(at: Names, registers: Registers) -> Iterator[dict[str, Any]]:
    for row in registers.sanctions.rows:
        if isinstance(row, SanctionRow) and (target := _party(at, row.target_id)) is not None:
            yield _entity(
                key(row.id),
                "Sanction",
                entity=target,
                authority=row.authority,
                program=row.measure,
                reason=row.reason,
                startDate=_day(row.issued),
                endDate=_day(row.expired or row.lifted),
                status=row.status,
                proof=_proof(at, row),
            )


def _day(date: str | None) -> str | None:
    return date.split("/")[0] if date else None


def _ties(at: Names, registers: Registers) -> Iterator[dict[str, Any]]:
    for row in registers.relations.rows:
        if isinstance(row, RelationRow):
            one, other = _party(at, row.a_id), _party(at, row.b_id)
            if one is not None and other is not None:
                yield _entity(
                    key(content_id("tie", row.id)),
                    "UnknownLink",
                    subject=one,
                    object=other,
                    role=f"{row.sign} " + ", ".join(f"{t.kind} {t.count}" for t in row.tallies),
                    date=row.period if row.period[:4].isdigit() else None,
                    proof=_proof(at, row),
                )
