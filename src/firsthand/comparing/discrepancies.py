"""Where tellings of one claim part: the rival values side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Literal

import msgspec

from firsthand.comparing.pile import Pile
from firsthand.comparing.times import came_first
from firsthand.comparing.wording import Wording
from firsthand.model import Assertion, Date, Discrepancy, Rival, Span

_LIMITS = frozenset({"by", "until", "till", "to", "since", "from", "before", "after"})

_INFINITE = float("inf")

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
    yield from _part(claim, "date", _days(told, pile), pile, "date")


def _figures(group: tuple[str, ...], pile: Pile) -> dict[str, list[Value]]:
    """Figures of the group by what they measure."""
    found: dict[str, list[Value]] = defaultdict(list)
    for assertion in group:
        for figure in pile.tellings[assertion].figures:
            found[figure.measure].append(Value(assertion, figure.span, figure.low, figure.high, grows=figure.toll))
    return found


def _days(told: list[Assertion], pile: Pile) -> list[Value]:
    """The one day that an assertion names, unless it only bounds a stretch of time."""
    return [
        Value(a.id, day.span, day.start, day.end)
        for a in told
        for day in a.dates
        if len(a.dates) == 1 and day.precision in ("day", "time") and not _is_limit(day, pile.page_of(a.id).wording)
    ]


def _is_limit(day: Date, wording: Wording) -> bool:
    """ "By Friday", "as of Friday evening", "up to Friday": nothing happened on that day."""
    at = wording.within(day.span).start
    before = wording.words[max(0, at - 2) : at]
    return before[-1:] == ("of",) and before[:1] == ("as",) or bool(_LIMITS & set(before[-1:]))


def _part(claim: str, about: str, values: list[Value], pile: Pile, kind: str) -> Iterator[Discrepancy]:
    """One discrepancy for each verdict, with the first telling of each value that has a part in it."""
    first: dict[tuple[float | str, float | str], Value] = {}
    for value in values:
        first.setdefault((value.low, value.high), value)
    sides: dict[Verdict, set[str]] = defaultdict(set)
    for left, right in combinations(first.values(), 2):
        if not _same_page(left, right, pile) and not _same_words(left, right, pile) and left.low != right.low:
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
    """A count that grows with time is brought up to date, also one that was "at least" so much; else ranges that meet
    are compatible, and others conflict."""
    one, other = pile.page_of(left.assertion).document, pile.page_of(right.assertion).document
    first = came_first(one, other)
    if left.grows and first is not None and _grew(*((left, right) if first else (right, left))):
        return "update"
    if _meet(left, right):
        return "compatible"
    return "unclear" if left.grows and first is None and None in (one.published, other.published) else "conflict"


def _grew(old: Value, new: Value) -> bool:
    """Whether a count was less before, each taken at the number that is said."""
    return _said(old) < _said(new)


def _said(value: Value) -> float:
    return float(value.high if value.low == -_INFINITE else value.low)


def _meet(left: Value, right: Value) -> bool:
    return not _less(left, right) and not _less(right, left)


def _less(left: Value, right: Value) -> bool:
    """Whether all that the first can be lies below the second; a date is compared with dates only."""
    if isinstance(left.high, str) or isinstance(right.low, str):
        return str(left.high) < str(right.low)
    return left.high < right.low


def _rival(value: Value, pile: Pile) -> Rival:
    return Rival(value.assertion, value.span.of(pile.page_of(value.assertion).document.text), value.span)
