"""Which reports are laid side by side: an index that grows by appending, and the blocks that it keeps."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence

from firsthand.comparing.index_keys import LEVELS
from firsthand.comparing.index_rows import Keys, Rows

WINDOWS = (30, 14, 7, 5)
"""Days between two reports up to which a key of each level brings them together."""

LARGEST = 64
"""A block of more reports is parted where its reports share least: by the keys of the next level."""

Block = tuple[int, ...]
"""The numbers of the reports that are compared with each other, in order."""


class Index:
    """Blocks of reports, kept up as reports come; what a block holds does not rest on their order.

    A block is a set of reports that hang together by keys of one level, at most `WINDOWS` days from one to the next: of
    the loosest level at which the set has no more than `LARGEST` reports, else of the strictest."""

    def __init__(self) -> None:
        self._rows = tuple(Rows() for _ in range(LEVELS))
        self._sets = tuple(_Sets() for _ in range(LEVELS))

    def __len__(self) -> int:
        return len(self._sets[0])

    def add(self, keys: Sequence[Keys]) -> int:
        """Take up the next report, by its keys; its number."""
        for _ in self.touch(keys):
            pass
        return len(self) - 1

    def touch(self, keys: Sequence[Keys]) -> Iterator[int]:
        """Take up the next report; the numbers of the reports whose block it changes, its own among them."""
        number = len(self)
        for sets in self._sets:
            sets.grow()
        touched, whole = {number}, True
        for level, (rows, sets) in enumerate(zip(self._rows, self._sets, strict=True)):
            for other in sorted(rows.near(keys[level], WINDOWS[level])):
                if whole and (level + 1 == LEVELS or sets.size(other) <= LARGEST):
                    touched.update(sets.members(other))
                sets.join(number, other)
            rows.add(keys[level], number)
            whole = whole and sets.size(number) > LARGEST
        yield from sorted(touched)

    def block(self, number: int) -> Block:
        """The reports that this one is compared with, itself among them."""
        for sets in self._sets:
            if sets.size(number) <= LARGEST:
                break
        return tuple(sorted(sets.members(number)))


class _Sets:
    """Disjoint sets of the numbers from 0 on, each of which can be walked through."""

    def __init__(self) -> None:
        self._up, self._next, self._sizes = array("i"), array("i"), array("i")

    def __len__(self) -> int:
        return len(self._up)

    def grow(self) -> None:
        """The next number, in a set of its own."""
        self._up.append(len(self._up))
        self._next.append(len(self._next))
        self._sizes.append(1)

    def _root(self, number: int) -> int:
        up = self._up
        while up[number] != number:
            up[number] = up[up[number]]
            number = up[number]
        return number

    def size(self, number: int) -> int:
        return self._sizes[self._root(number)]

    def members(self, number: int) -> Iterator[int]:
        yield number
        other = self._next[number]
        while other != number:
            yield other
            other = self._next[other]

    def join(self, one: int, other: int) -> None:
        """Make one set of the two."""
        small, large = self._root(one), self._root(other)
        if small == large:
            return
        if self._sizes[small] > self._sizes[large]:
            small, large = large, small
        self._up[small] = large
        self._sizes[large] += self._sizes[small]
        self._next[small], self._next[large] = self._next[large], self._next[small]
