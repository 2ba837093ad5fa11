"""Events in the columns of UCDP's georeferenced set and of ACLED: the same rows in the shape that others read.

What neither text nor gazetteer gives (numbers of conflicts and dyads, sides' casualties) stays empty: nothing is
guessed to fill a column.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from firsthand.export.codes import ISO3
from firsthand.export.flat import Cell
from firsthand.export.names import Names, names_of, title_of
from firsthand.export.tables import to_csv
from firsthand.model import Answer
from firsthand.model.registers import EventRow, Registers

UCDP = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id",
    "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a",
    "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office", "source_date",
    "source_headline", "source_original", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2",
    "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region", "event_clarity",
    "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best",
    "high", "low", "gwnoa", "gwnob",
)  # fmt: skip
ACLED = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1",
    "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting", "iso",
    "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision", "source",
    "source_scale", "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip

_WHERE = {"exact": 1, "near": 2, "district": 3, "province": 4, "feature": 5, "country": 6, "region": 7}
_DATE = {"time": 1, "day": 1, "week": 2, "month": 4, "quarter": 5, "season": 5, "year": 5}
_TIME = {"time": 1, "day": 1, "week": 2}
_VIOLENT = {"ASSAULT"}
_EVENTS: dict[str, tuple[str, str, str]] = {
    "ASSAULT": ("Political violence", "Battles", "Armed clash"),
    "PROTEST": ("Demonstrations", "Protests", "Peaceful protest"),
    "COERCE": ("Strategic developments", "Strategic developments", "Arrests"),
    "MOBILIZE": ("Strategic developments", "Strategic developments", "Change to group/activity"),
    "RETREAT": ("Strategic developments", "Strategic developments", "Non-violent transfer of territory"),
    "AGREE": ("Strategic developments", "Strategic developments", "Agreement"),
}
_SUB = {
    "kill": ("Violence against civilians", "Attack"),
    "explosives": ("Explosions/Remote violence", "Remote explosive/landmine/IED"),
    "riot": ("Riots", "Violent demonstration"),
    "abduct": ("Violence against civilians", "Abduction/forced disappearance"),
}


def render(answer: Answer, registers: Registers, option: str) -> dict[str, bytes]:
    """UCDP's columns for events of violence, ACLED's for those and what ACLED calls strategic."""
    at = names_of(answer)
    rows = [r for r in registers.events.rows if isinstance(r, EventRow)]
    head, shape, kept = (UCDP, _ucdp, _VIOLENT) if option == "ucdp" else (ACLED, _acled, set(_EVENTS))
    shaped = (shape(at, row) for row in rows if row.type in kept)
    return {"": to_csv(head, _cells(head, shaped), mark=False)}


def _cells(head: tuple[str, ...], rows: Iterator[dict[str, Any]]) -> Iterator[tuple[Cell, ...]]:
    return (tuple(row.get(name) for name in head) for row in rows)


def _ucdp(at: Names, row: EventRow) -> dict[str, Any]:
    where = row.where
    return {
        "id": row.id,
        "relid": row.id,
        "year": (row.date_start or "")[:4],
        "code_status": "Clear" if row.clarity == 1 else "Check",
        "dyad_name": " - ".join(n for n in (row.actor, row.recipient) if n),
        "side_a": row.actor,
        "side_b": row.recipient,
        "number_of_sources": row.origins.pages,
        "source_article": "; ".join(title_of(at.documents[at.assertions[a].document]) for a in row.assertions),
        "source_office": "; ".join(row.source_office),
        "source_date": row.first_reported,
        "source_headline": row.headline,
        "source_original": "; ".join(row.source_original),
        "where_prec": _WHERE[where.precision] if where else None,
        "where_coordinates": row.place,
        "where_description": row.place,
        "latitude": where.latitude if where else None,
        "longitude": where.longitude if where else None,
        "geom_wkt": f"POINT ({where.longitude} {where.latitude})" if where else None,
        "country": where.country if where else None,
        "event_clarity": row.clarity,
        "date_prec": _DATE.get(row.date_precision or "", 5),
        "date_start": row.date_start,
        "date_end": row.date_end,
        "deaths_unknown": row.best,
        "best": row.best,
        "high": row.high,
        "low": row.low,
    }


def _acled(at: Names, row: EventRow) -> dict[str, Any]:
    disorder, event, sub = _EVENTS[row.type]
    event, sub = _SUB.get(row.mode or "", (event, sub))
    where = row.where
    return {
        "event_id_cnty": (ISO3.get(where.country or "", "") if where else "") + row.id[:8],
        "event_date": row.date_start,
        "year": (row.date_start or "")[:4],
        "time_precision": _TIME.get(row.date_precision or "", 3),
        "disorder_type": disorder,
        "event_type": event,
        "sub_event_type": sub,
        "actor1": row.actor,
        "actor2": row.recipient,
        "country": where.country if where else None,
        "location": row.place,
        "latitude": where.latitude if where else None,
        "longitude": where.longitude if where else None,
        "geo_precision": min(3, (_WHERE[where.precision] + 1) // 2) if where else None,
        "source": "; ".join(row.source_office),
        "notes": row.headline,
        "fatalities": row.best,
        "tags": "; ".join(f"claim={c}" for c in row.claims),
        "timestamp": row.first_reported,
    }
