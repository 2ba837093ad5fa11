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


def group(chances: Chances, *, bar: int = JOIN, full: int = _FULL) -> tuple[tuple[str, ...], ...]:
    """The groups, each in order of id, in order of their first: the two that are most alike on average become one,
    until none reach `bar`. A pair without a chance counts as none, but a member need have chances with no more than
    `full` of another group; chances with others than the keys are left out."""
    members: Members = {id: (id,) for id in sorted(chances)}
    totals = {id: {other: value for other, value in chances[id].items() if other in members} for id in members}
    heap = [
        step for one in members for step in _steps(one, totals, members, full) if step[1] == one and -step[0] >= bar
    ]
    heapify(heap)
    while heap:
        average, one, other = heappop(heap)
        if other in totals.get(one, {}) and -average == _average(one, other, totals, members, full):
            _join(one, other, totals, members)
            for step in _steps(one, totals, members, full):
                if -step[0] >= bar:
                    heappush(heap, step)
    return tuple(members[id] for id in sorted(members))


Step = tuple[float, str, str]
Totals = dict[str, dict[str, int]]
Members = dict[str, tuple[str, ...]]


def _steps(one: str, totals: Totals, members: Members, full: int) -> Iterator[Step]:
    """What this group may become one with, and how alike they are, counted down."""
    for other in totals[one]:
        yield -_average(one, other, totals, members, full), min(one, other), max(one, other)


def _average(one: str, other: str, totals: Totals, members: Members, full: int) -> float:
    small, large = sorted((len(members[one]), len(members[other])))
    return totals[one][other] / (small * min(large, full))


def _join(one: str, other: str, totals: Totals, members: Members) -> None:
    """The first takes in the second, and its chances."""
    members[one] = tuple(sorted(members[one] + members.pop(other)))
    for third, value in totals.pop(other).items():
        del totals[third][other]
        if third != one:
            totals[one][third] = totals[third][one] = totals[one].get(third, 0) + value
