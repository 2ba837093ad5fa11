"""GDELT 2.0's Events (61 columns) and Mentions (16), tab-separated without headings, as GDELT has them.

Actors have CAMEO's country codes, places those of FIPS 10-4, with the adm1 code of a whole country where no smaller
part is known; there is no tone here, so the columns for it are empty.
"""

from __future__ import annotations

from collections.abc import Iterator

from firsthand.export.codes import CAMEO, QUAD, SCALE, cameo_country, fips
from firsthand.export.flat import clean
from firsthand.export.names import Names, names_of, outlet_of
from firsthand.model import Answer, Place, hull
from firsthand.model.registers import EventRow, Registers

EVENT_COLUMNS = 61
MENTION_COLUMNS = 16
_GEO_TYPE = {"country": 1, "province": 5, "district": 5, "exact": 4, "near": 4}
_SURE = {"CT+": 100, "PR+": 75, "PS+": 50}


def render(answer: Answer, registers: Registers, option: str) -> dict[str, bytes]:
    """Both tables; a mention is one assertion that tells the event."""
    at = names_of(answer)
    rows = [r for r in registers.events.rows if isinstance(r, EventRow)]
    return {
        "events.export.csv": _table(_event(at, row) for row in rows),
        "events.mentions.csv": _table(m for row in rows for m in _mentions(at, row)),
    }


def _table(rows: Iterator[list[object]]) -> bytes:
    return "".join("\t".join(map(_cell, row)) + "\n" for row in rows).encode()


def _cell(value: object) -> str:
    return "" if value is None else " ".join(clean(str(value)).split())


def number(row: EventRow) -> int:
    """A whole number made from the row's id: GDELT's ids are numbers."""
    return int(row.id[:15], 16)


def _event(at: Names, row: EventRow) -> list[object]:
    day = (row.date_start or "").replace("-", "")
    code = CAMEO[row.type]
    documents = {at.assertions[a].document for a in row.assertions}
    outlets = {outlet_of(at.documents[d]) for d in documents}
    return [
        number(row), day, day[:6], day[:4], _fraction(row.date_start),
        *_actor(row.actor, row.actor_id),
        *_actor(row.recipient, row.recipient_id),
        1, code, code, code, QUAD[row.type], SCALE[row.type], len(row.assertions), len(outlets), len(documents), None,
        *_geo(None), *_geo(None), *_geo(row.where),
        (row.first_reported or "").replace("-", "") + "000000" if row.first_reported else None,
        next((u for d in sorted(documents) if (u := at.documents[d].url)), None),
    ]  # fmt: skip


def _fraction(day: str | None) -> str | None:
    if day is None:
        return None
    return f"{int(day[:4]) + (int(day[5:7]) * 30 + int(day[8:10])) / 365:.4f}"


def _actor(name: str | None, entity: str | None) -> list[object]:
    code = cameo_country(entity)
    return [code, (name or "").upper(), code, *[None] * 7]


def _geo(place: Place | None) -> list[object]:
    if place is None:
        return [None] * 8
    kind, code = _GEO_TYPE.get(place.precision, 4), fips(place.country)
    return [kind, place.name, code, code, None, place.latitude, place.longitude, place.id]


def _mentions(at: Names, row: EventRow) -> Iterator[list[object]]:
    day = (row.date_start or "").replace("-", "")
    for id in row.assertions:
        assertion = at.assertions[id]
        document = at.documents[assertion.document]
        printed = (document.published or "")[:10].replace("-", "")
        sure = _SURE.get(assertion.factuality["author"], 20)
        yield [
            number(row), day + "000000" if day else None, printed + "000000" if printed else None, 1,
            outlet_of(document), document.url or document.path or document.id, None, None, None,
            hull(assertion.content).start, 1, sure, len(document.text), None, None, None,
        ]  # fmt: skip
