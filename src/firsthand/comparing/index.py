"""Which reports are laid side by side: ties between reports that grow by appending, and the blocks that these make."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from heapq import heappop, heappush

from firsthand.comparing.index_keys import Marks
from firsthand.comparing.index_rows import UNDATED
from firsthand.comparing.index_ties import EARLY, FLOOR, SIGNS, Tie, Ties

BARS = (FLOOR, 150, 200, 250, 300, 350, 400, 450, 500, 550, 600, 650, 700, 750, 800)
"""How strong the ties of each level are at least, in thousandths."""

LARGEST = 24
"""A set of more reports is parted where its ties are weakest: by those of the next level."""

SMALL = 5
"""A set of so few goes with the set that its strongest tie leads to: what cites, excerpts or translates a report is
cut off from it first when a large set is parted."""

ROOM = 36
"""Small sets go with another, the strongest tied first, up to so many reports (blocks of 24 and 36 with sets of five
hold .96 to .99 of the pairs of eval/harder.py, train and dev; of 16 and 24, .94 to .98; of 32 and 48, .99)."""

GUESTS = 1
"""So many reports outside of its block are laid beside a report, for each of the certain signs that tie it to some that
are not from a later day: what comes after changes nothing of what it has from where."""

_SHOWN = 4
"""So many certain ties of a sign are kept for a report."""

Block = tuple[int, ...]
"""The numbers of the reports that are compared with each other, in order."""

Edge = tuple[int, int, int, int]
"""A tie: how strong, negative; the lower and the higher mark of its ends; the number of the other end."""

_BITS = 32
"""A kept tie is one number: what its strength lacks of `_FULL`, above so many bits of the other end's number."""
_FULL = 1000
_OTHER = (1 << _BITS) - 1


class Index:
    """Blocks of reports, kept up as reports come; what a block holds does not rest on their order.

    A set is made of reports that hang together by ties of one level: of the loosest level at which it has no more than
    `LARGEST` reports, else of the strictest. A small set goes where its strongest tie leads; the sets that go with one,
    or with what goes with it, make a block with it while there is room."""

    def __init__(self) -> None:
        self._ties = Ties()
        self._levels = tuple(_Sets() for _ in BARS)
        self._marks = array("Q")
        self._days = array("i")
        self._strongest: list[array[int]] = []
        self._led_here: dict[int, array[int]] = {}
        self._shown: tuple[dict[int, array[int]], ...] = tuple({} for _ in range(SIGNS))

    def __len__(self) -> int:
        return len(self._marks)

    def add(self, marks: Marks) -> int:
        """Take up the next report, by its marks; its number."""
        self.touch(marks)
        return len(self) - 1

    def touch(self, marks: Marks) -> Block:
        """Take up the next report; all reports whose block it may change, its own number among them."""
        number = len(self)
        self._marks.append(marks.mark)
        self._days.append(marks.day)
        self._strongest.append(array("Q"))
        for sets in self._levels:
            sets.grow()
        ties = tuple(self._ties.add(marks, number))
        touched = {number}
        for tie in ties:
            if tie.number not in touched and self._is_parted(tie.number, self._reached(tie.strength)):
                touched.update(self._levels[self._level(tie.number)].members(tie.number))
        for tie in ties:
            self._join(number, tie.number, tie.strength)
            touched.update(end for end in self._offer_both(number, tie))
        touched.update(self._levels[self._level(number)].members(number))
        return tuple(sorted(self._following(touched)))

    def _offer_both(self, number: int, tie: Tie) -> Iterator[int]:
        """Keep a tie on both sides, where it is among the strongest; the sides that it changes."""
        for end, other in ((number, tie.number), (tie.number, number)):
            if self._offer(end, other, tie.strength):
                yield end
            for sign in tie.signs if self._may_know(end, other) else ():
                kept = self._shown[sign].setdefault(end, array("Q"))
                if other not in self._keep(kept, end, other, tie.strength, _SHOWN):
                    yield end

    def _may_know(self, one: int, other: int) -> bool:
        """Whether a report can have anything from another: nobody has it from a later day. Local days may be one apart
        at the same hour."""
        own, others = self._days[one], self._days[other]
        return UNDATED in (own, others) or others <= own + EARLY

    def _join(self, one: int, other: int, strength: int) -> None:
        """At every level that the tie reaches: what hangs together at one does so at all looser ones."""
        for level in range(self._reached(strength), -1, -1):
            if not self._levels[level].join(one, other):
                return

    def _offer(self, to: int, other: int, strength: int) -> bool:
        """Keep a tie if it is among the strongest; so many are kept that one leads out of a small set."""
        dropped = self._keep(self._strongest[to], to, other, strength, SMALL)
        if other in dropped:
            return False
        self._led_here.setdefault(other, array("i")).append(to)
        for lost in dropped:
            self._led_here[lost].remove(to)
        return True

    def _keep(self, kept: array[int], end: int, other: int, strength: int, most: int) -> tuple[int, ...]:
        """Put a tie among the strongest of one end; the other ends of those that are too many."""
        if len(kept) == most and strength < _FULL - (kept[-1] >> _BITS):
            return (other,)
        kept.append((_FULL - strength) << _BITS | other)
        ordered = sorted(kept, key=lambda packed: self._edge(end, packed))
        kept[:] = array("Q", ordered[:most])
        return tuple(packed & _OTHER for packed in ordered[most:])

    def _edge(self, end: int, packed: int) -> Edge:
        other = packed & _OTHER
        low, high = sorted((self._marks[end], self._marks[other]))
        return (packed >> _BITS) - _FULL, low, high, other

    def _following(self, touched: Iterable[int]) -> set[int]:
        """These, and all whose set goes where one of theirs goes: its way out is the same as before, or it is touched
        itself."""
        found, ahead = set(touched), list(touched)
        while ahead:
            for other in self._led_here.get(ahead.pop(), ()):
                if other not in found and self._is_small(other):
                    own = self._set_of(other)
                    if (edge := self._way_out(own)) is not None and edge[3] in found:
                        ahead.extend(n for n in own if n not in found)
                        found.update(own)
        return found

    def block(self, number: int) -> Block:
        """The reports that this one is compared with, itself among them."""
        own = self._set_of(number)
        seen, root = {own}, own
        while (edge := self._way_out(root)) is not None:
            further = self._set_of(edge[3])
            if further in seen:  # two whose strongest tie is the same
                root = min(root, further, key=lambda s: min(self._marks[n] for n in s))
                break
            seen.add(further)
            root = further
        whole = self._gather(root)
        return whole if number in whole else own

    def guests(self, block: Block) -> Block:
        """The reports outside of a block that one of it is tied to by a certain sign, most strongly, and may have
        something from."""
        found: set[int] = set()
        for number in block:
            for shown in self._shown:
                others = (packed & _OTHER for packed in shown.get(number, ()))
                found.update([other for other in others if other not in block][:GUESTS])
        return tuple(sorted(found))

    def _gather(self, root: Block) -> Block:
        """A set and those that go with it, the strongest tied first, while there is room."""
        taken, waiting = set(root), self._followers(root)
        while waiting:
            *_, other = heappop(waiting)
            if other not in taken and len(taken) + len(more := self._set_of(other)) <= ROOM:
                taken.update(more)
                for edge in self._followers(more):
                    heappush(waiting, edge)
        return tuple(sorted(taken))

    def _followers(self, held: Block) -> list[Edge]:
        """The ties by which small sets go with this one, in order, each with a report of the small set."""
        found: set[Edge] = set()
        for number in held:
            for other in self._led_here.get(number, ()):
                if self._is_small(other) and (edge := self._way_out(own := self._set_of(other))) and edge[3] in held:
                    found.add((*edge[:3], own[0]))
        return sorted(found)

    def _way_out(self, held: Block) -> Edge | None:
        """The strongest tie of a small set to a report outside of it."""
        if len(held) > SMALL:
            return None
        leading = ((n, next((p for p in self._strongest[n] if p & _OTHER not in held), None)) for n in held)
        return min((self._edge(n, packed) for n, packed in leading if packed is not None), default=None)

    def _reached(self, strength: int) -> int:
        """The strictest level that a tie reaches."""
        return bisect_right(BARS, strength) - 1

    def _is_parted(self, number: int, level: int) -> bool:
        """Whether a report's own level is this one or a looser one."""
        return level == len(self._levels) - 1 or self._levels[level].size(number) <= LARGEST

    def _level(self, number: int) -> int:
        """The loosest level at which a report's set is not too large, or the strictest: sets shrink from one to the
        next."""
        low, high = 0, len(self._levels) - 1
        while low < high:
            middle = (low + high) // 2
            if self._is_parted(number, middle):
                high = middle
            else:
                low = middle + 1
        return low

    def _is_small(self, number: int) -> bool:
        return self._levels[self._level(number)].size(number) <= SMALL

    def _set_of(self, number: int) -> Block:
        return tuple(sorted(self._levels[self._level(number)].members(number)))


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

    def join(self, one: int, other: int) -> bool:
        """Make one set of the two; whether they were apart."""
        small, large = self._root(one), self._root(other)
        if small == large:
            return False
        if self._sizes[small] > self._sizes[large]:
            small, large = large, small
        self._up[small] = large
        self._sizes[large] += self._sizes[small]
        self._next[small], self._next[large] = self._next[large], self._next[small]
        return True
