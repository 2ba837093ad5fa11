"""Claims by what is asked of them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, select

from firsthand.errors import StoreError
from firsthand.model import Claim
from firsthand.store import schema
from firsthand.store.reading import View, plain
from firsthand.store.words import Query

_F = schema.findings.c
_L = schema.links.c

_STEP = 400
"""Claims that are looked at together."""

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
    if query is not None and _is_common(query, view):
        return _walk(view, query, wanted, by, limit, offset)
    if query is not None:
        wanted.append(_F.number.in_(_of_assertions(_telling(query, view))))
    rows = view.rows(select(_F.key, _F.body).where(*wanted).order_by(*_ORDERS[by]).limit(limit).offset(offset))
    return view.unpacked("claims", rows)


def _is_common(query: Query, view: View) -> bool:
    """Whether so many passages match that putting them in order takes long."""
    most = view.engine.common
    if most is None:
        return False
    found = view.engine.matching(query)
    some = select(found.number).select_from(found.passages).where(found.condition).limit(most + 1).subquery()
    return int(view.rows(select(func.count()).select_from(some))[0][0]) > most


def _walk(
    view: View, query: Query, wanted: list[ColumnElement[bool]], by: str, limit: int | None, offset: int
) -> tuple[Claim, ...]:
    """Claims in their order, as many at a time, until enough of them tell the words."""
    rows: list[Row[Any]] = []
    at = 0
    claims = select(_F.number, _F.key, _F.body).where(*wanted).order_by(*_ORDERS[by]).limit(_STEP)
    while (limit is None or len(rows) < offset + limit) and (step := view.rows(claims.offset(at))):
        telling = {r.finding for r in view.rows(_telling_among(query, view, [r.number for r in step]))}
        rows += [r for r in step if r.number in telling]
        at += _STEP
    return view.unpacked("claims", rows[offset : None if limit is None else offset + limit])


def _telling_among(query: Query, view: View, numbers: list[int]) -> Select[Any]:
    """Those of the claims that have an assertion which tells the words."""
    found, passages, told = view.engine.matching(query), schema.passages, schema.findings.alias("told")
    return (
        select(_L.finding)
        .join(told, and_(told.c.key == _L.target, told.c.kind == "assertions"))
        .join(passages, passages.c.finding == told.c.number)
        .join(found.passages, found.number == passages.c.number)
        .where(_L.finding.in_(numbers), _L.role == "assertion", found.condition)
        .distinct()
    )


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
