"""Where what hangs together for months is cut, so that what comes now changes nothing that is long past.

Time is laid out in cells. The reports of one cell that hang together among themselves are a stretch. A stretch that
hangs together with the cell before and with the cell behind is cut on the day that the least goes across; what leads to
the cell before then lies before the cut, and what leads to the cell behind lies behind it. So nothing hangs together
over more than two cells, and where it is cut follows from one cell and what lies a window around it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from firsthand.comparing.stories_near import WINDOW

Ids = tuple[str, ...]
Links = Callable[[str], Mapping[str, int]]
"""The reports that one hangs together with, with the chances."""
Day = Callable[[str], int | None]

CELL = 5 * WINDOW // 2
"""Days. A story that lasts no longer is never cut. Two windows and a choice of days between them is the least."""


class Stretch(msgspec.Struct, frozen=True, array_like=True):
    """Reports of one cell, in order; `cut` is the first day behind the cut, None where there is none."""

    members: Ids
    cut: int | None = None

    def parts(self, one: int | None, other: int | None) -> bool:
        """Whether the cut lies between these days of two members."""
        return self.cut is not None and one is not None and other is not None and (one < self.cut) != (other < self.cut)


def find_stretch(id: str, links: Links, day: Day) -> Stretch:
    """The stretch that a report lies in; one that states no day is alone, and no cut parts it from others."""
    own = day(id)
    if own is None:
        return Stretch((id,))
    cell = own // CELL
    days, ahead = {id: own}, [id]
    beside: set[int] = set()
    crossing = [0] * (CELL + 1)
    while ahead:
        one = ahead.pop()
        for other, chance in links(one).items():
            where = day(other)
            if where is None:
                continue
            beside.add(where // CELL - cell)
            if where // CELL == cell and where > days[one]:
                crossing[days[one] % CELL + 1] += chance
                crossing[where % CELL + 1] -= chance
            if where // CELL == cell and other not in days:
                days[other] = where
                ahead.append(other)
    cut = cell * CELL + _least(crossing) if {-1, 1} <= beside else None
    return Stretch(tuple(sorted(days)), cut)


def _least(changes: list[int]) -> int:
    """The day of the cell that the least goes across to, out of reach of the cells before and behind: the first of
    several. `changes` are by how much more goes across to a day than to the one before."""
    across = 0
    found: list[tuple[int, int]] = []
    for day, change in enumerate(changes):
        across += change
        if WINDOW <= day <= CELL - WINDOW:
            found.append((across, day))
    return min(found)[1]
