"""Figures: what is measured, of whom, by whose word, and what else is told of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Literal

import msgspec

from firsthand.lexicon.words import word_list
from firsthand.model import Answer, Assertion, Date, Quantity, Span, content_id
from firsthand.model.registers import FigureRow, Value
from firsthand.registers import bars
from firsthand.registers.index import (
    Index,
    entity_at,
    fields,
    index,
    is_told,
    land_of,
    name_of,
    published,
    said,
    speaker,
    support,
)
from firsthand.registers.sanctions import as_written

Rates = Mapping[tuple[str, str], float]
"""US dollars for one of a currency in a year: {("EUR", "2022"): 1.05}. None is packaged."""

_AIMS = frozenset({"plan", "demand", "predict"})
_VAGUE = re.compile(r"^(?:tens|dozens|scores|hundreds|thousands|millions|billions)\b", re.I)
_TIME = frozenset({"second", "minute", "hour", "day", "week", "month", "year", "decade", "s", "h", "min", "d"})
"""How long something took is its date's business."""
_SENTENCE = re.compile(r"[.!?;]\s|\n")
_SMALL = 3
"""Counts below this ("both sides", "two brothers") are grammar more often than figures."""


class Telling(msgspec.Struct, frozen=True):
    """One telling of an amount."""

    assertion: Assertion
    quantity: Quantity
    what: str
    whom: tuple[str, ...]
    kind: Literal["outcome", "target"]
    date: Date | None


def fold(answer: Answer, *, at: Index | None = None, rates: Rates | None = None) -> tuple[FigureRow, ...]:
    """One row for what is measured, of whom, at a time; in order of whom, what, unit and time. Money in other
    currencies is told in dollars where `rates` has the year's rate."""
    known = at or index(answer)
    groups: dict[tuple[object, ...], list[Telling]] = {}
    for telling in _tellings(known):
        groups.setdefault(_key(known, telling), []).append(telling)
    rows = (_row(known, group, rates or {}) for group in groups.values())
    return tuple(sorted(rows, key=lambda r: (r.whom, r.what, r.unit, r.as_of or "", r.kind, r.id)))


def _tellings(at: Index) -> Iterator[Telling]:
    aimed = {d.id: tuple(_aimed(d.text)) for d in at.answer.documents}
    aims = {
        (a.document, q.span)
        for a in at.answer.assertions
        for q in a.quantities
        if a.act in _AIMS or any(s.start <= q.span.start < s.end for s in aimed[a.document])
    }
    for assertion in at.answer.assertions:
        for quantity in assertion.quantities:
            if quantity.unit not in _TIME and not _is_designator(at, assertion, quantity):
                yield Telling(
                    assertion,
                    quantity,
                    _what(quantity),
                    _whom(at, assertion, quantity),
                    "target" if (assertion.document, quantity.span) in aims else "outcome",
                    _as_of(assertion, quantity),
                )


def _is_designator(at: Index, assertion: Assertion, quantity: Quantity) -> bool:
    """ "Mistral 3 systems": the number right behind a weapon's name is part of it."""
    start = quantity.span.start
    if start < 2 or quantity.span.end - start > 2 or not quantity.unit.islower():
        return False
    before = entity_at(at, assertion.document, Span(start - 2, start - 1))
    return before is not None and at.entities[before].kind == "weapon"


def _aimed(text: str) -> Iterator[Span]:
    """What follows words that call an amount an aim, to the end of the sentence and its blank."""
    for found in _aim_words().finditer(text):
        end = _SENTENCE.search(text, found.end())
        yield Span(found.end(), end.end() if end else len(text) + 1)


@cache
def _aim_words() -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted(word_list("aim"))))
    return re.compile(rf"(?:^|(?<= )|(?<=\n)|(?<=[.!?;]\s))(?:{words}) ", re.I)


def _what(quantity: Quantity) -> str:
    """What is measured, in the report's words; of a plain count the noun that is counted."""
    return (quantity.of or quantity.unit).lower().strip()


def _whom(at: Index, assertion: Assertion, quantity: Quantity) -> tuple[str, ...]:
    """Entities of whom it is said, states for their offices; without any, those whom the assertion's event concerns."""
    named = (land_of(at, entity_at(at, assertion.document, span)) for span in quantity.whom)
    found = tuple(dict.fromkeys(e for e in named if e is not None))
    if found:
        return tuple(sorted(found))
    event = assertion.event
    parties = (event.recipient, event.actor) if event is not None else ()
    return tuple(p for p in parties if p is not None)[:1]


def _as_of(assertion: Assertion, quantity: Quantity) -> Date | None:
    """The date of the assertion, where it has one; of several the one that stands nearest."""
    start = quantity.span.start
    return min(assertion.dates, key=lambda d: (abs(d.span.start - start), d.span), default=None)


def _key(at: Index, telling: Telling) -> tuple[object, ...]:
    quantity = telling.quantity
    when = as_written(telling.date) if telling.date is not None else published(at, telling.assertion.document)
    unit = quantity.si_unit or quantity.unit
    return (_head(telling.what), telling.whom, unit, quantity.per, telling.kind, quantity.change, when)


def _head(what: str) -> str:
    """The noun that others hang on: "bilateral trade" and "trade" are one."""
    return what.split(" of ")[0].split()[-1] if what.split() else what


def _row(at: Index, group: list[Telling], rates: Rates) -> FigureRow:
    basis = support(at, (t.assertion for t in group))
    values = tuple(_value(at, t) for t in group)
    best = _best(at, group)
    quantity = best.quantity
    scale = [(t.quantity, _amount(t.quantity)) for t in group]
    whom = tuple(name_of(at, e) or e for e in best.whom)
    return FigureRow(
        **fields(basis),  # type: ignore[arg-type]
        id=content_id("figures", *(str(k) for k in _key(at, best))),
        uncertain=tuple(c for c, known in (("whom", best.whom), ("as_of", best.date)) if not known),
        below=_below(at, group),
        what=best.what,
        whom=whom,
        kind=best.kind,
        value=quantity.value,
        upper=quantity.high,
        bound=quantity.bound,
        unit=quantity.unit,
        per=quantity.per,
        as_said=said(at, best.assertion, quantity.span) or "",
        si_value=quantity.si_value,
        si_unit=quantity.si_unit,
        usd=_usd(quantity, best, rates, at),
        as_of=as_written(best.date) if best.date is not None else published(at, best.assertion.document),
        best=_amount(quantity),
        low=min(amount for _, amount in scale),
        high=max(q.high if q.high is not None and q.si_value is None else amount for q, amount in scale),
        change=quantity.change,
        rivals=values,
        whom_ids=best.whom,
    )


def _amount(quantity: Quantity) -> float:
    return quantity.si_value if quantity.si_value is not None else quantity.value


def _value(at: Index, telling: Telling) -> Value:
    assertion = telling.assertion
    return Value(
        _amount(telling.quantity),
        said(at, assertion, telling.quantity.span) or "",
        speaker(at, assertion),
        assertion.id,
        at.claim_of.get(assertion.id, ""),
    )


def _best(at: Index, group: list[Telling]) -> Telling:
    """The value most sources give; where they are even the one last printed."""
    voices = Counter(value for value, _ in {(_amount(t.quantity), speaker(at, t.assertion)) for t in group})
    return max(
        group,
        key=lambda t: (
            voices[_amount(t.quantity)],
            published(at, t.assertion.document) or "",
            t.assertion.document,
            t.quantity.span,
        ),
    )


def _usd(quantity: Quantity, telling: Telling, rates: Rates, at: Index) -> float | None:
    if quantity.unit == "USD":
        return quantity.value
    when = telling.date.end if telling.date is not None else published(at, telling.assertion.document)
    rate = rates.get((quantity.unit, when[:4])) if when else None
    return None if rate is None else quantity.value * rate


def _below(at: Index, group: list[Telling]) -> tuple[str, ...]:
    first = group[0]
    aims = first.kind == "target"
    reasons = (
        []
        if aims or any(is_told(at, t.assertion) for t in group)
        else list(bars.telling(at, (t.assertion for t in group)))
    )
    if not first.quantity.of and not _counts_much(first.quantity):
        reasons.append(bars.MEASURED)
    if _VAGUE.match(said(at, first.assertion, first.quantity.span) or ""):
        reasons.append(bars.VAGUE)
    if _is_count(first.quantity) and first.quantity.value < _SMALL:
        reasons.append(bars.SMALL)
    return tuple(dict.fromkeys(reasons))


def _is_count(quantity: Quantity) -> bool:
    return quantity.unit.islower() and quantity.si_unit is None and quantity.unit != "%"


def _counts_much(quantity: Quantity) -> bool:
    """A count of something: the noun says what is measured."""
    return _is_count(quantity) and len(quantity.unit) > 1
