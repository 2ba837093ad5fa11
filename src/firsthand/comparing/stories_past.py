"""Reports that stories have let go of, packed: a late report may still belong to one of them."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec

from firsthand.comparing.stories_cuts import Stretch
from firsthand.comparing.stories_signs import View

Ids = tuple[str, ...]


class Kept(msgspec.Struct, frozen=True, array_like=True):
    """All that was known of a report when it was let go: what it is, the nearest with their products, its chances."""

    view: View
    published: str
    nearest: tuple[tuple[int, str], ...]
    chances: dict[str, int]


class Filed(msgspec.Struct, frozen=True, array_like=True):
    """A packed report, with its stretch, those that it hangs together with and those that it makes a story with."""

    packed: bytes
    stretch: Stretch
    linked: Ids
    grouped: Ids


class Past:
    """Packed reports by id and day: some two thousand bytes each."""

    def __init__(self) -> None:
        self._filed: dict[str, Filed] = {}
        self._of_day: dict[int, set[str]] = defaultdict(set)

    def __contains__(self, id: str) -> bool:
        return id in self._filed

    def put(self, id: str, kept: Kept, stretch: Stretch, linked: Ids, grouped: Ids) -> None:
        """Every report that was let go stated its day: others stand near all that comes."""
        day = kept.view.digest.day
        assert day is not None
        self._filed[id] = Filed(zlib.compress(msgspec.msgpack.encode(kept), 1), stretch, linked, grouped)
        self._of_day[day].add(id)

    def between(self, first: int, last: int) -> set[str]:
        """The reports of these days, both included."""
        return {id for day in range(first, last + 1) for id in self._of_day.get(day, ())}

    def peek(self, id: str) -> Kept:
        return msgspec.msgpack.decode(zlib.decompress(self._filed[id].packed), type=Kept)

    def stretch(self, id: str) -> Stretch:
        return self._filed[id].stretch

    def linked(self, ids: Iterable[str]) -> set[str]:
        """These and all that hang together with them, which were let go together."""
        return {member for id in ids for member in self._filed[id].linked}

    def take(self, ids: Iterable[str]) -> Iterator[tuple[str, Kept, Filed]]:
        """Unpack reports for good."""
        for id in sorted(ids):
            kept, filed = self.peek(id), self._filed.pop(id)
            assert kept.view.digest.day is not None
            self._of_day[kept.view.digest.day].discard(id)
            yield id, kept, filed
