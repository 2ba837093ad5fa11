"""Claims by what is asked of them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, select

from firsthand.errors import StoreError
from firsthand.model import Claim
from firsthand.store import schema
from firsthand.store.reading import View, plain
from firsthand.store.words import Query

_F = schema.findings.c
_L = schema.links.c

_PLACE = (_F.document, _F.start, _F.stop, _F.key)
_WEIGHT = (_F.newsrooms.desc(), _F.pages.desc(), _F.sources.desc(), _F.depth.desc())
_ORDERS = {"weight": (*_WEIGHT, *_PLACE), "place": _PLACE}


def find_claims(
    view: View,
    query: Query | None,
    named: tuple[str | None, str | None],
    denied: bool | None,
    by: str,
    limit: int | None,
    offset: int,
    run: str | None,
) -> tuple[Claim, ...]:
    """What `View.claims` promises; `named` are an entity and a document."""
    if by not in _ORDERS:
        raise StoreError(f"claims have no order '{by}'", hint=f"one of {', '.join(_ORDERS)}")
    wanted: list[ColumnElement[bool]] = [_F.kind == "claims", view.valid(run)]
    if denied is not None:
        wanted.append(_F.denied > 0 if denied else _F.denied == 0)
    for role, id_ in zip(("entity", "document"), named, strict=True):
        if id_ is not None:
            wanted.append(_F.number.in_(_of_assertions(_naming(role, id_, view, run))))
    if query is not None:
        wanted.append(_F.number.in_(_of_assertions(_telling(query, view))))
    rows = view.rows(select(_F.key, _F.body).where(*wanted).order_by(*_ORDERS[by]).limit(limit).offset(offset))
    return view.unpacked("claims", rows)


def _of_assertions(ids: Select[Any]) -> Select[Any]:
    """Numbers of the findings that have one of the assertions as theirs."""
    return select(_L.finding).where(_L.role == "assertion", _L.target.in_(ids))


def _naming(role: str, id_: str, view: View, run: str | None) -> Select[Any]:
    """Assertions that name the entity or document."""
    told = schema.findings.alias("told")
    return (
        select(told.c.key)
        .join(schema.links, _L.finding == told.c.number)
        .where(told.c.kind == "assertions", _L.role == role, _L.target == plain(id_), view.valid(run, told))
    )


def _telling(query: Query, view: View) -> Select[Any]:
    """Assertions whose words match; what an assertion's id stands for has the same words in every run."""
    found, passages = view.engine.matching(query), schema.passages
    return (
        select(passages.c.key)
        .select_from(found.passages)
        .join(passages, passages.c.number == found.number)
        .where(found.condition, passages.c.kind == "assertions")
    )
