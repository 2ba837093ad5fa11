"""Which reports stand near which: an index that grows report by report and lets go of old ones."""

from __future__ import annotations

from bisect import insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from firsthand.comparing.stories_digest import UNIT, Digest, dot

NEIGHBOURS = 20
"""So many reports stand near one at most (swept 15 to 40 over the train topics of ECB+: 93.8, 95.3, 94.7, 93.2)."""
_FAR = UNIT * UNIT // 20
"""Reports whose leading words have less in common are not near (a cosine of .05)."""
WINDOW = 30
"""Days between two reports that can stand near each other. A story may last longer: it goes from report to report.
The sets at hand state no days; a month is how long news comes back to one event."""


class Near:
    """Reports by id with the nearest of each, in order: what stands near is the same whatever came first."""

    def __init__(self) -> None:
        self.digests: dict[str, Digest] = {}
        self._places: dict[str, dict[str, Digest]] = defaultdict(dict)
        self._nearest: dict[str, list[tuple[int, str]]] = {}
        self._known_by: dict[str, set[str]] = defaultdict(set)

    def of(self, id: str) -> tuple[str, ...]:
        """The nearest reports, the nearest first."""
        return tuple(other for _, other in self._nearest[id])

    def around(self, id: str) -> tuple[str, ...]:
        """All reports that stand near this one, or that it stands near, in order."""
        return tuple(sorted(self._known_by[id].union(self.of(id))))

    def beside(self, id: str) -> Iterator[str]:
        """The same in any order, some twice."""
        yield from self._known_by.get(id, ())
        yield from (other for _, other in self._nearest[id])

    def add(self, new: Digest) -> set[str]:
        """Take a report up; the ids whose neighbours are others now, its own among them."""
        touched = {new.id}
        mine: list[tuple[int, str]] = []
        for other, common in self._common(new):
            mine.append((-common, other))
            if self._offer(other, (-common, new.id)):
                touched.add(other)
        self._nearest[new.id] = sorted(mine)[:NEIGHBOURS]
        for other in self.of(new.id):
            self._known_by[other].add(new.id)
        self.digests[new.id] = new
        for key in new.leading:
            self._places[key][new.id] = new
        return touched

    def _common(self, new: Digest) -> Iterator[tuple[str, int]]:
        """Reports within the window with the product of what leads them."""
        shared: Counter[str] = Counter()
        for key, value in new.leading.items():
            for id, other in self._places.get(key, {}).items():
                shared[id] += value * other.leading[key]
        for id, common in shared.items():
            if common >= _FAR and _in_window(new.day, self.digests[id].day):
                yield id, common

    def _offer(self, to: str, found: tuple[int, str]) -> bool:
        nearest = self._nearest[to]
        if len(nearest) == NEIGHBOURS and found > nearest[-1]:
            return False
        insort(nearest, found)
        self._known_by[found[1]].add(to)
        for _, dropped in nearest[NEIGHBOURS:]:
            self._known_by[dropped].discard(to)
        del nearest[NEIGHBOURS:]
        return True

    def products(self, id: str) -> tuple[tuple[int, str], ...]:
        """The nearest reports with the products of what leads both, counted down."""
        return tuple(self._nearest[id])

    def restore(self, own: Digest, nearest: Iterable[tuple[int, str]]) -> None:
        """A report that was forgotten is there again, with its nearest; it is found once it is opened."""
        self.digests[own.id] = own
        self._nearest[own.id] = list(nearest)
        for _, other in self._nearest[own.id]:
            self._known_by[other].add(own.id)

    def reopen(self, ids: Iterable[str]) -> None:
        """These reports are found again."""
        for id in ids:
            for key in self.digests[id].leading:
                self._places[key][id] = self.digests[id]

    def close(self, ids: Iterable[str]) -> None:
        """These reports are found no more: whatever comes is out of their window."""
        for id in ids:
            for key in self.digests[id].leading:
                del self._places[key][id]
                if not self._places[key]:
                    del self._places[key]

    def forget(self, ids: Iterable[str]) -> None:
        """Let go of reports, but for the words of those that stand near one that is kept."""
        seen: set[str] = set()
        for id in ids:
            seen.update((id, *self.of(id)))
            for other in self.of(id):
                self._known_by[other].discard(id)
            del self._nearest[id]
        for id in seen:
            if id not in self._nearest and not self._known_by.get(id):
                self.digests.pop(id, None)
                self._known_by.pop(id, None)


def _in_window(one: int | None, other: int | None) -> bool:
    return one is None or other is None or abs(one - other) <= WINDOW


def likeness(one: Digest, other: Digest) -> int:
    """The product of all words that two reports are compared by, in millionths."""
    return dot(one.words, other.words)
