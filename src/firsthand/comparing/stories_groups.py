"""Groups of what hangs together, by the chances that pairs belong together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from heapq import heapify, heappop, heappush

from firsthand.comparing.stories_near import NEIGHBOURS

JOIN = 480
"""Groups whose reports reach this chance on average, in thousandths, become one (cross-validated over the train topics
of ECB+: 93.8 to 94.0 from 460 to 500)."""

_FULL = NEIGHBOURS
"""In a large story a report stands near so many others at most: it need not stand near all."""

Chances = Mapping[str, Mapping[str, int]]


def group(chances: Chances) -> tuple[tuple[str, ...], ...]:
    """The groups, each in order of id, in order of their first: the two that are most alike on average become one,
    until none reach `JOIN`. A pair without a chance counts as none; chances with others than the keys are left out."""
    members: Members = {id: (id,) for id in sorted(chances)}
    totals = {id: {other: value for other, value in chances[id].items() if other in members} for id in members}
    heap = [item for one in members for item in _steps(one, totals, members, later=True)]
    heapify(heap)
    while heap and -heap[0][0] >= JOIN:
        average, one, other = heappop(heap)
        if other in totals.get(one, {}) and -average == _average(one, other, totals, members):
            _join(one, other, totals, members)
            for step in _steps(one, totals, members):
                heappush(heap, step)
    return tuple(members[id] for id in sorted(members))


Step = tuple[float, str, str]


def _steps(one: str, totals: Totals, members: Members, *, later: bool = False) -> Iterator[Step]:
    """What this group may become one with; with `later`, only those after it."""
    for other in totals[one]:
        if one < other or not later:
            yield -_average(one, other, totals, members), min(one, other), max(one, other)


Totals = dict[str, dict[str, int]]
Members = dict[str, tuple[str, ...]]


def _average(one: str, other: str, totals: Totals, members: Members) -> float:
    small, large = sorted((len(members[one]), len(members[other])))
    return totals[one][other] / (small * min(large, _FULL))


def _join(one: str, other: str, totals: Totals, members: Members) -> None:
    """The first takes in the second, and its chances."""
    members[one] = tuple(sorted(members[one] + members.pop(other)))
    for third, value in totals.pop(other).items():
        del totals[third][other]
        if third != one:
            totals[one][third] = totals[third][one] = totals[one].get(third, 0) + value
