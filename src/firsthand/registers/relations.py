"""Relations: what passes between two actors in a period, cooperation and conflict, deeds and words apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from firsthand.model import Answer, Assertion, content_id
from firsthand.model.registers import RelationRow, Tally
from firsthand.registers import bars, roots
from firsthand.registers.index import (
    Index,
    commitment,
    date_at,
    fields,
    index,
    is_told,
    land_of,
    name_of,
    party,
    published,
    support,
)
from firsthand.registers.speech import SPOKEN, is_open, speech

Period = Literal["year", "month"]
UNDATED = "undated"


_SPOKEN = frozenset(roots.EVENTS.get(root, root.lower()) for root in SPOKEN)


class Tie(msgspec.Struct, frozen=True):
    """One claim's word on how two stand to each other; `way` is who does it and to whom, by id where both do."""

    way: tuple[str, str]
    period: str
    kind: str
    quad: int
    deed: bool
    assertion: Assertion
    told: bool
    claim: str

    @property
    def pair(self) -> tuple[str, str]:
        """Both, by id."""
        return min(self.way), max(self.way)


def fold(answer: Answer, *, at: Index | None = None, period: Period = "year") -> tuple[RelationRow, ...]:
    """One row a pair and period; in order of the pair's names and the period."""
    known = at or index(answer)
    groups: dict[tuple[tuple[str, str], str], list[Tie]] = {}
    for tie in ties(known, period=period):
        groups.setdefault((tie.pair, tie.period), []).append(tie)
    rows: list[RelationRow] = []
    before: dict[tuple[str, str], int] = {}
    for (pair, when), group in sorted(groups.items(), key=lambda g: g[0]):
        row = _row(known, pair, when, group, before.get(pair))
        before[pair] = row.cooperation - row.conflict
        rows.append(row)
    return tuple(sorted(rows, key=lambda r: (r.a, r.b, r.period)))


def ties(at: Index, *, period: Period = "year") -> Iterator[Tie]:
    """Every tie that an assertion tells of two who are named; what is denied is no tie."""
    for assertion in at.answer.assertions:
        if assertion.act == "ask":
            continue
        for *pair, kind, quad, when in _told_ties(at, assertion):
            one, other = (at.namesakes.get(entity, entity) for entity in pair)
            if one != other and _is_actor(at, one) and _is_actor(at, other):
                yield _tie(at, assertion, (one, other), kind, quad, _period(when, period))


def _is_actor(at: Index, entity: str) -> bool:
    """A place, a weapon or a text deals with nobody."""
    found = at.entities.get(entity)
    return found is None or found.kind not in ("place", "weapon", "work")


_Told = tuple[str, str, str, int, str | None]


def _told_ties(at: Index, assertion: Assertion) -> Iterator[_Told]:
    printed = published(at, assertion.document)
    if assertion.act != "deny" and not commitment(at, assertion).endswith("-"):
        yield from _told_deeds(at, assertion, printed)
    spoken = speech(at, assertion)
    if spoken is not None and spoken.actor is not None and spoken.recipient is not None:
        kind = roots.EVENTS.get(spoken.type, spoken.type.lower())
        yield spoken.actor, spoken.recipient, kind, roots.QUAD[spoken.type], printed


def _told_deeds(at: Index, assertion: Assertion, printed: str | None) -> Iterator[_Told]:
    dealt = set()
    for dealing in assertion.dealings:
        one, other = (party(at, assertion, who)[0] for who in (dealing.giver, dealing.taker))
        if one is not None and other is not None and dealing.stage != "cancelled":
            date = date_at(assertion, dealing.date)
            kind = roots.NAMES.get(dealing.kind, dealing.kind)
            dealt.add(frozenset((one, other)))
            yield one, other, kind, roots.DEALINGS[dealing.kind], date.end if date is not None else printed
    for event in (assertion.event, *assertion.further):
        if event is None or not bars.is_sure(event):
            continue
        actor, recipient = land_of(at, event.actor), land_of(at, event.recipient)
        known = actor is not None and recipient is not None and frozenset((actor, recipient)) not in dealt
        if actor is not None and recipient is not None and known:
            date = date_at(assertion, event.date)
            kind = roots.EVENTS.get(event.type, event.type.lower())
            yield actor, recipient, kind, roots.QUAD[event.type], date.end if date is not None else printed


def _tie(at: Index, assertion: Assertion, way: tuple[str, str], kind: str, quad: int, when: str) -> Tie:
    told = is_told(at, assertion) or (not roots.is_deed(quad) and kind in _SPOKEN and is_open(at, assertion))
    deed = roots.is_deed(quad) and told
    if kind in roots.MUTUAL:
        way = (min(way), max(way))
    return Tie(way, when, kind, quad, deed, assertion, told, at.claim_of.get(assertion.id, assertion.id))


def _period(date: str | None, period: Period) -> str:
    if date is None:
        return UNDATED
    return date[:4] if period == "year" else date[:7]


def _row(at: Index, pair: tuple[str, str], when: str, group: list[Tie], before: int | None) -> RelationRow:
    basis = support(at, (t.assertion for t in group))
    single = {(t.claim, t.kind): t for t in reversed(group)}
    ties = tuple(single.values())
    good = sum(roots.cooperates(t.quad) for t in ties)
    bad = len(ties) - good
    deeds = sum(t.deed for t in ties)
    names = sorted((name_of(at, entity) or entity, entity) for entity in pair)
    return RelationRow(
        **fields(basis),  # type: ignore[arg-type]
        id=content_id("relations", *pair, when),
        uncertain=("period",) if when == UNDATED else (),
        below=_below(at, pair, ties),
        a=names[0][0],
        b=names[1][0],
        period=when,
        sign=_sign(good, bad),
        cooperation=good,
        conflict=bad,
        deeds=deeds,
        statements=len(ties) - deeds,
        tallies=_tallies(ties),
        trend=_trend(good - bad, before),
        a_id=names[0][1],
        b_id=names[1][1],
    )


def _below(at: Index, pair: tuple[str, str], ties: tuple[Tie, ...]) -> tuple[str, ...]:
    """Persons whose office is told count for their state; who a person without one acts for, nobody knows."""
    persons = (e for e in pair if (known := at.entities.get(e)) is not None and known.kind == "person")
    private = (bars.PRIVATE,) if any(persons) else ()
    return (*(() if any(t.told for t in ties) else (bars.WORDS_ONLY,)), *private)


def _sign(good: int, bad: int) -> Literal["+", "-", "0"]:
    return "+" if good > bad else "-" if bad > good else "0"


def _trend(now: int, before: int | None) -> Literal["new", "warmer", "cooler", "steady"]:
    if before is None:
        return "new"
    return "warmer" if now > before else "cooler" if now < before else "steady"


def _tallies(ties: tuple[Tie, ...]) -> tuple[Tally, ...]:
    counted: dict[tuple[str, bool], int] = {}
    for tie in ties:
        counted[(tie.kind, tie.deed)] = counted.get((tie.kind, tie.deed), 0) + 1
    return tuple(Tally(kind, deed, n) for (kind, deed), n in sorted(counted.items()))
