"""PLOVER events as JSON lines: one an event, with who, whom, what, when, where, and the words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from firsthand.export.codes import country3
from firsthand.export.names import Names, names_of, outlet_of, title_of, words_of
from firsthand.model import Answer
from firsthand.model.registers import EventRow, Registers


def render(answer: Answer, registers: Registers, option: str) -> dict[str, bytes]:
    """Events above the bar, in the register's order."""
    at = names_of(answer)
    rows = (r for r in registers.events.rows if isinstance(r, EventRow))
    return {"": b"".join(msgspec.json.encode(_event(at, row)) + b"\n" for row in rows)}


def _event(at: Names, row: EventRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "date": row.date_start,
        "date_end": row.date_end,
        "date_precision": row.date_precision,
        "source": list(_actors(at, row.actor, row.actor_id)),
        "target": list(_actors(at, row.recipient, row.recipient_id)),
        "event": row.type,
        "mode": row.mode,
        "context": [],
        "hypothetical": row.factuality not in ("CT+", "PR+"),
        "geolocation": _place(row),
        "fatalities": {"best": row.best, "low": row.low, "high": row.high},
        "text": [_words(at, a) for a in row.assertions],
        "claims": list(row.claims),
    }


def _actors(at: Names, name: str | None, entity: str | None) -> Iterator[dict[str, Any]]:
    if name is not None:
        known = at.entities.get(entity or "")
        yield {"name": name, "id": entity, "country": country3(entity) or None, "kind": known.kind if known else None}


def _place(row: EventRow) -> dict[str, Any] | None:
    if row.where is None:
        return None
    where = row.where
    return {
        "name": where.name,
        "country": where.country,
        "lat": where.latitude,
        "lon": where.longitude,
        "precision": where.precision,
    }


def _words(at: Names, id: str) -> dict[str, Any]:
    assertion = at.assertions[id]
    document = at.documents[assertion.document]
    return {
        "text": words_of(at, assertion),
        "spans": assertion.content,
        "document": document.id,
        "title": title_of(document),
        "publisher": outlet_of(document),
        "published": document.published,
        "url": document.url,
    }
