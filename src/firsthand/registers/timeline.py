"""The timeline: events by the day they were, how late they were reported, and the days that matter."""

from __future__ import annotations

from datetime import date
from math import log1p, sqrt

from firsthand.model import Answer
from firsthand.model.registers import Day, EventRow, Moment, Timeline
from firsthand.registers import events
from firsthand.registers.index import Index, index, published

_TURNS = 50
"""Rounds of the power method; four dimensions settle in far fewer."""
_BACK = 7
"""A report this many days after an event looks back at it."""
Signs = tuple[float, float, float, float]


def fold(answer: Answer, *, at: Index | None = None) -> Timeline:
    """Every dated event above the bar, by its first day, and the days with their weight.

    A day's weight is its part in the direction in which mentions, origins, spread and looking back vary most together
    over the days of this very case; days more than one standard deviation above the mean matter, and on a timeline of
    fewer than five days all do.
    """
    known = at or index(answer)
    rows = tuple(r for r in events.fold(answer, at=known) if not r.below and r.date_start is not None)
    signs = {r.id: _signs(known, r) for r in rows}
    axis = _main_axis(tuple(signs.values()))
    raw = {id: max(0.0, sum(a * s for a, s in zip(axis, sign, strict=True))) for id, sign in signs.items()}
    top = max(raw.values(), default=0.0) or 1.0
    moments = tuple(_moment(r, round(raw[r.id] / top, 4)) for r in rows)
    return Timeline(moments, _days(moments))


def _signs(at: Index, row: EventRow) -> Signs:
    """How often it is told, from how many origins, on how many pages, and how often by reports that look back."""
    printed = [published(at, at.assertions[a].document) for a in row.assertions]
    end = row.date_end or ""
    back = sum(day is not None and _gap(end, day) >= _BACK for day in printed)
    counts = (len(row.assertions), len(row.origins.roots), row.origins.pages, back)
    return tuple(log1p(n) for n in counts)  # type: ignore[return-value]


def _main_axis(points: tuple[Signs, ...]) -> Signs:
    """The first principal direction, with no negative part: the power method on the second moments."""
    moments = [[sum(p[i] * p[j] for p in points) for j in range(4)] for i in range(4)]
    axis = [0.5, 0.5, 0.5, 0.5]
    for _ in range(_TURNS):
        turned = [sum(moments[i][j] * axis[j] for j in range(4)) for i in range(4)]
        length = sqrt(sum(x * x for x in turned))
        if not length:
            break
        axis = [x / length for x in turned]
    return axis[0], axis[1], axis[2], axis[3]


def _moment(row: EventRow, weight: float) -> Moment:
    start, end = row.date_start or "", row.date_end or row.date_start or ""
    lag = _gap(end, row.first_reported) if row.first_reported and row.date_from == "words" else None
    return Moment(
        start, end, row.date_precision or "day", row.id, row.headline, row.claims, row.first_reported, lag, weight
    )


def _gap(first: str, last: str) -> int:
    """Days from the one to the other; both ISO dates."""
    return (date.fromisoformat(last[:10]) - date.fromisoformat(first[:10])).days


def _days(moments: tuple[Moment, ...]) -> tuple[Day, ...]:
    by_day: dict[str, list[Moment]] = {}
    for moment in moments:
        if moment.precision in ("day", "time") or moment.date == moment.end:
            by_day.setdefault(moment.date, []).append(moment)
    weights = {day: round(sum(m.weight for m in found), 4) for day, found in by_day.items()}
    bar = _bar(tuple(weights.values()))
    return tuple(
        Day(day, tuple(m.row for m in by_day[day]), weights[day], weights[day] >= bar) for day in sorted(by_day)
    )


def _bar(weights: tuple[float, ...]) -> float:
    if len(weights) < 5:
        return 0.0
    mean = sum(weights) / len(weights)
    return mean + sqrt(sum((w - mean) ** 2 for w in weights) / len(weights))
