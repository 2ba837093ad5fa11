"""Where tellings of one claim part: the rival values side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Literal

import msgspec

from firsthand.comparing.pile import Pile
from firsthand.comparing.times import came_first
from firsthand.model import Assertion, Date, Discrepancy, Rival, Span

Verdict = Literal["conflict", "update", "compatible", "unclear"]


class Value(msgspec.Struct, frozen=True):
    """What one assertion says, as a range with both ends included; `grows` where later reports may well say more."""

    assertion: str
    span: Span
    low: float | str
    high: float | str
    grows: bool = False


def find_discrepancies(groups: Iterable[tuple[str, tuple[str, ...]]], pile: Pile) -> tuple[Discrepancy, ...]:
    """Discrepancies of claims (id and assertions) in the claims' order, what they are about and the verdict."""
    return tuple(
        d for claim, group in groups for d in sorted(_of_claim(claim, group, pile), key=lambda d: (d.about, d.verdict))
    )


def _of_claim(claim: str, group: tuple[str, ...], pile: Pile) -> Iterator[Discrepancy]:
    if len(group) < 2:
        return
    told = [pile.assertions[a] for a in group]
    for measure, values in sorted(_figures(group, pile).items()):
        yield from _part(claim, f"figure ({measure})", values, pile, "figure")
    yield from _part(claim, "date", _days(told), pile, "date")


def _figures(group: tuple[str, ...], pile: Pile) -> dict[str, list[Value]]:
    """Figures of the group by what they measure."""
    found: dict[str, list[Value]] = defaultdict(list)
    for assertion in group:
        for figure in pile.tellings[assertion].figures:
            found[figure.measure].append(Value(assertion, figure.span, figure.low, figure.high, grows=figure.toll))
    return found


def _days(told: list[Assertion]) -> list[Value]:
    return [_day(a.id, a.dates[0]) for a in told if len(a.dates) == 1 and a.dates[0].precision in ("day", "time")]


def _day(assertion: str, date: Date) -> Value:
    return Value(assertion, date.span, date.start, date.end)


def _part(claim: str, about: str, values: list[Value], pile: Pile, kind: str) -> Iterator[Discrepancy]:
    """One discrepancy for each verdict, with the first telling of each value that has a part in it."""
    first: dict[tuple[float | str, float | str], Value] = {}
    for value in values:
        first.setdefault((value.low, value.high), value)
    sides: dict[Verdict, set[str]] = defaultdict(set)
    for left, right in combinations(first.values(), 2):
        if not _same_page(left, right, pile) and not _same_words(left, right, pile):
            sides[_verdict(left, right, pile)].update((left.assertion, right.assertion))
    for verdict in sorted(sides):
        if kind == "date" and verdict != "conflict":
            continue
        rivals = tuple(_rival(v, pile) for v in first.values() if v.assertion in sides[verdict])
        yield Discrepancy(claim, about, rivals, verdict, (f"discrepancy/{kind}",))


def _same_page(left: Value, right: Value, pile: Pile) -> bool:
    return pile.assertions[left.assertion].document == pile.assertions[right.assertion].document


def _same_words(left: Value, right: Value, pile: Pile) -> bool:
    """Two reports that both say "Sunday" may have been anchored differently; they do not contradict each other."""
    one, other = (v.span.of(pile.page_of(v.assertion).document.text).casefold() for v in (left, right))
    return one == other


def _verdict(left: Value, right: Value, pile: Pile) -> Verdict:
    """Ranges that meet are compatible; a count that grows with time is brought up to date; else the two conflict."""
    if _meet(left, right):
        return "compatible"
    one, other = pile.page_of(left.assertion).document, pile.page_of(right.assertion).document
    first = came_first(one, other)
    if left.grows and first is None and (one.published is None or other.published is None):
        return "unclear"
    if left.grows and first is not None and _less(*((left, right) if first else (right, left))):
        return "update"
    return "conflict"


def _meet(left: Value, right: Value) -> bool:
    return not _less(left, right) and not _less(right, left)


def _less(left: Value, right: Value) -> bool:
    """Whether all that the first can be lies below the second; a date is compared with dates only."""
    if isinstance(left.high, str) or isinstance(right.low, str):
        return str(left.high) < str(right.low)
    return left.high < right.low


def _rival(value: Value, pile: Pile) -> Rival:
    return Rival(value.assertion, value.span.of(pile.page_of(value.assertion).document.text), value.span)
