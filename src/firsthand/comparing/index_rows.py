"""Rows of a key, a day and a number, which grow by appending and are searched by key and day."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
Numbers = NDArray[np.int32]

DAY_BITS = 16
"""The lower bits of a row hold the day, so that rows of one key stand together, in order of time."""

UNDATED = 0
"""The day of what has no stated date; real days are larger."""

_SHIFT = np.uint64(DAY_BITS)
_DAYS = np.uint64((1 << DAY_BITS) - 1)

_LOOSE = 1 << 14
"""So many rows lie in a dict before they are sorted into a segment."""

_LARGEST = 1 << 22
"""Larger segments are not merged any more: a merge needs twice their memory for a moment."""


class Rows:
    """Numbers by key and day, one for each, 12 bytes a row; what is put first at a place stays."""

    def __init__(self) -> None:
        self._loose: dict[int, dict[int, int]] = defaultdict(dict)
        self._waiting = 0
        self._segments: list[tuple[Keys, Numbers]] = []

    def __len__(self) -> int:
        return self._waiting + sum(len(keys) for keys, _ in self._segments)

    def add(self, rows: Keys, number: int) -> None:
        """Put `number` at those rows that are not there yet."""
        held = np.zeros(len(rows), dtype=np.bool_)
        for keys, _ in self._segments:
            held |= keys[np.minimum(np.searchsorted(keys, rows), len(keys) - 1)] == rows
        for row in rows[~held].tolist():
            days = self._loose[row >> DAY_BITS]
            if (day := row & int(_DAYS)) not in days:
                days[day] = number
                self._waiting += 1
        if self._waiting >= _LOOSE:
            self._settle()

    def near(self, rows: Keys, window: int) -> set[int]:
        """Numbers under the same keys at most `window` days off: the nearest before and after each row. What is undated
        is near to all of its key."""
        found = self._near_loose(rows, window)
        undated = not np.any(rows & _DAYS)
        for keys, numbers in self._segments:
            if undated:
                found.update(_all_of(keys, numbers, rows).tolist())
                continue
            at = np.searchsorted(keys, rows)
            for place in (at - 1, at, np.searchsorted(keys, rows >> _SHIFT << _SHIFT)):
                inside = (place >= 0) & (place < len(keys))
                there, here = keys[place[inside]], rows[inside]
                found.update(numbers[place[inside][_is_near(there, here, window)]].tolist())
        return found

    def _near_loose(self, rows: Keys, window: int) -> set[int]:
        found: set[int] = set()
        for row in rows.tolist():
            days = self._loose.get(row >> DAY_BITS)
            if days is not None:
                day = row & int(_DAYS)
                found.update(n for d, n in days.items() if abs(d - day) <= window or UNDATED in (d, day))
        return found

    def _settle(self) -> None:
        """Sort what is loose into a segment, and join segments while the last is as large as the one before."""
        pairs = [(key << DAY_BITS | day, n) for key, days in self._loose.items() for day, n in days.items()]
        self._loose.clear()
        self._waiting = 0
        keys, numbers = np.array([k for k, _ in pairs], np.uint64), np.array([n for _, n in pairs], np.int32)
        self._segments.append(_sorted(keys, numbers))
        while len(self._segments) > 1 and _LARGEST >= 2 * len(self._segments[-1][0]) >= len(self._segments[-2][0]):
            (left, ones), (right, others) = self._segments[-2:]
            self._segments[-2:] = [_sorted(np.concatenate((left, right)), np.concatenate((ones, others)))]


def _sorted(keys: Keys, numbers: Numbers) -> tuple[Keys, Numbers]:
    order = np.argsort(keys, kind="stable")
    return keys[order], numbers[order]


def _is_near(there: Keys, here: Keys, window: int) -> NDArray[np.bool_]:
    one, other = (there & _DAYS).astype(np.int64), (here & _DAYS).astype(np.int64)
    close = (np.abs(one - other) <= window) | (one == UNDATED)
    return np.asarray((there >> _SHIFT == here >> _SHIFT) & close)


def _all_of(keys: Keys, numbers: Numbers, rows: Keys) -> Numbers:
    """The numbers of every row under these keys."""
    firsts = np.searchsorted(keys, rows)
    ends = np.searchsorted(keys, rows | _DAYS, side="right")
    stretches = [numbers[a:b] for a, b in zip(firsts.tolist(), ends.tolist(), strict=True) if a < b]
    return np.concatenate(stretches) if stretches else numbers[:0]
