"""Rows of a key, a day, a number and a weight, which grow by appending and are searched by key and days."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
Numbers = NDArray[np.int32]
Weights = NDArray[np.uint8]

DAY_BITS = 16
"""The lower bits of a row hold the day, so that rows of one key stand together, in order of time."""

UNDATED = 0
"""The day of what has no stated date; real days are larger."""

_SHIFT = np.uint64(DAY_BITS)
_LAST_DAY = (1 << DAY_BITS) - 1

_LOOSE = 1 << 12
"""So many rows lie in a dict before they are sorted into a segment: those of some seventy reports."""

_LARGEST = 1 << 22
"""Larger segments are not merged any more: a merge needs twice their memory for a moment."""


class Found(NamedTuple):
    """The numbers under some keys with their weights, one for each row; `asked` is the place of the row's key among
    those that were asked for."""

    numbers: Numbers
    weights: Weights
    asked: Numbers


class _Segment(NamedTuple):
    keys: Keys
    numbers: Numbers
    weights: Weights


class Rows:
    """Numbers and weights by key and day, 13 bytes a row."""

    def __init__(self) -> None:
        self._loose: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        self._waiting = 0
        self._segments: list[_Segment] = []

    def __len__(self) -> int:
        return self._waiting + sum(len(s.keys) for s in self._segments)

    def add(self, keys: Keys, day: int, number: int, weights: Weights) -> None:
        """Put `number` on that day under each of the keys, which have 48 bits."""
        for key, weight in zip(keys.tolist(), weights.tolist(), strict=True):
            self._loose[key].append((day, number, weight))
        self._waiting += len(keys)
        if self._waiting >= _LOOSE:
            self._settle()

    def find(self, keys: Keys, day: int, before: int, after: int) -> Found:
        """What stands under these keys from so many days before to so many after. What is undated is near to all."""
        first, last = (UNDATED, _LAST_DAY) if day == UNDATED else (max(day - before, UNDATED + 1), day + after)
        found = [self._find_loose(keys, first, last)]
        for segment in self._segments:
            found.append(_stretches(segment, keys, first, min(last, _LAST_DAY)))
            if first > UNDATED:
                found.append(_stretches(segment, keys, UNDATED, UNDATED))
        kept = [f for f in found if len(f.numbers)] or found[:1]
        return kept[0] if len(kept) == 1 else Found(*map(np.concatenate, zip(*kept, strict=True)))

    def _find_loose(self, keys: Keys, first: int, last: int) -> Found:
        rows = [
            (number, weight, place)
            for place, key in enumerate(keys.tolist())
            for day, number, weight in self._loose.get(key, ())
            if first <= day <= last or day == UNDATED
        ]
        numbers, weights, asked = zip(*rows, strict=True) if rows else ((), (), ())
        return Found(np.array(numbers, np.int32), np.array(weights, np.uint8), np.array(asked, np.int32))

    def _settle(self) -> None:
        """Sort what is loose into a segment, and join segments while the last is as large as the one before."""
        rows = [(key << DAY_BITS | day, n, w) for key, held in self._loose.items() for day, n, w in held]
        self._loose.clear()
        self._waiting = 0
        keys, numbers, weights = zip(*rows, strict=True)
        new = _sorted(np.array(keys, np.uint64), np.array(numbers, np.int32), np.array(weights, np.uint8))
        while self._segments and _LARGEST >= 2 * len(new.keys) >= len(self._segments[-1].keys):
            new = _joined(self._segments.pop(), new)
        self._segments.append(new)


def _joined(one: _Segment, other: _Segment) -> _Segment:
    return _sorted(
        np.concatenate((one.keys, other.keys)),
        np.concatenate((one.numbers, other.numbers)),
        np.concatenate((one.weights, other.weights)),
    )


def _sorted(keys: Keys, numbers: Numbers, weights: Weights) -> _Segment:
    order = np.argsort(keys, kind="stable")
    return _Segment(keys[order], numbers[order], weights[order])


def _stretches(segment: _Segment, keys: Keys, first: int, last: int) -> Found:
    """The rows of each key from one day to another."""
    shifted = keys << _SHIFT
    starts = np.searchsorted(segment.keys, shifted | np.uint64(first))
    lengths = np.searchsorted(segment.keys, shifted | np.uint64(last), side="right") - starts
    asked = np.repeat(np.arange(len(keys), dtype=np.int32), lengths)
    offsets = np.arange(len(asked)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    places = np.repeat(starts, lengths) + offsets
    return Found(segment.numbers[places], segment.weights[places], asked)
