"""How strongly two reports hang together, counted from the marks that they share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from firsthand.comparing.index_keys import UNIT, Keys48, Marks
from firsthand.comparing.index_rows import Found, Numbers, Rows

WINDOW = 30
"""Days between two reports that can be tied."""

_CITED, EARLY = 7, 1
"""Days by which a report that another names may be older, and by which it may be newer."""

FLOOR = 120
"""Weaker ties, in thousandths, are none (of generated_dev 97 in 100 pairs of child and parent share a block at 200, 98
at 150 and 120)."""

_WORDED = (250, 50, 10)
"""A tie by shared wording: for the first kept shingle, for each one, and how many count."""

_NAMED = (350, 10)
"""A tie by name: where so much of what both speak of is shared, half of that goes on top (stronger names, 550 or 700,
join stories by those who cite two: 96 and 93 in 100 pairs of eval/harder.py, train and dev, for 98)."""

_TRANSLATED = (600, 7)
"""A tie of two languages, where so many of the rarest names and numbers are shared: see `index_keys.find_marks`."""


class Tie(NamedTuple):
    """How strongly a report is tied to another, and by which certain signs besides what both speak of: shared words,
    a name, a language (`SIGNS`), none for some."""

    number: int
    strength: int
    signs: tuple[int, ...]


SIGNS = 3


class Counted(NamedTuple):
    """For some reports, in order, how much they share with one."""

    numbers: Numbers
    shared: NDArray[np.int64]

    def of(self, numbers: Numbers) -> NDArray[np.int64]:
        """What each of `numbers` shares, 0 where nothing was counted."""
        if not len(self.numbers):
            return np.zeros(len(numbers), np.int64)
        at = np.minimum(np.searchsorted(self.numbers, numbers), len(self.numbers) - 1)
        return np.where(self.numbers[at] == numbers, self.shared[at], 0)


class Ties:
    """The marks of all reports so far, and the ties that a new one has with them.

    How strong a tie is follows from the two reports alone. By what they speak of it is the cosine of their leading
    things, in thousandths; certain others count at least: some words in a row, an outlet that one of them names, near
    in time, and the names and numbers of a text in another language."""

    def __init__(self) -> None:
        self._leading, self._wording, self._specifics = Rows(), Rows(), Rows()
        self._outlets, self._named = Rows(), Rows()

    def add(self, marks: Marks, number: int) -> Iterator[Tie]:
        """Take up a report: the reports that it is tied to and how strongly, from `FLOOR` to 1000."""
        found = self._find(marks)
        for rows, keys in self._placed(marks):
            rows.add(keys.keys, marks.day, number, keys.weights)
        yield from found

    def _placed(self, marks: Marks) -> tuple[tuple[Rows, Keys48], ...]:
        return (
            (self._leading, marks.leading),
            (self._wording, marks.wording),
            (self._specifics, marks.specifics),
            (self._outlets, marks.outlet),
            (self._named, marks.named),
        )

    def _find(self, marks: Marks) -> list[Tie]:
        day = marks.day
        leading = _count(self._leading.find(marks.leading.keys, day, WINDOW, WINDOW), marks.leading)
        wording = _count(self._wording.find(marks.wording.keys, day, WINDOW, WINDOW), marks.wording)
        translated = _in_other_language(
            self._specifics.find(marks.specifics.keys, day, WINDOW, WINDOW), marks.specifics
        )
        named = np.union1d(
            self._outlets.find(marks.named.keys, day, _CITED, EARLY).numbers,
            self._named.find(marks.outlet.keys, day, EARLY, _CITED).numbers,
        )
        numbers = np.union1d(np.union1d(leading.numbers, wording.numbers), translated.numbers)
        words = leading.of(numbers) * 1000 // (UNIT * UNIT)
        first, each, most = _WORDED
        shingled = wording.of(numbers)
        by_wording = np.where(shingled > 0, first + each * np.minimum(shingled, most), 0)
        by_name = np.where(np.isin(numbers, named) & (words >= _NAMED[1]), _NAMED[0] + words // 2, 0)
        by_translation = np.where(translated.of(numbers) >= _TRANSLATED[1], _TRANSLATED[0], 0)
        certain = np.stack([by_wording, by_name, by_translation])
        strength = np.minimum(1000, np.maximum(words, certain.max(axis=0, initial=0)))
        tied = strength >= FLOOR  # most that share a thing share too little
        return [
            Tie(number, strong, tuple(sign for sign in range(SIGNS) if shown[sign]))
            for number, strong, shown in zip(
                numbers[tied].tolist(), strength[tied].tolist(), certain.T[tied].tolist(), strict=True
            )
        ]


def _count(found: Found, own: Keys48) -> Counted:
    """The sum over shared keys of both weights' product."""
    products = found.weights.astype(np.int64) * own.weights.astype(np.int64)[found.asked]
    return _sum(found.numbers, products)


def _in_other_language(found: Found, own: Keys48) -> Counted:
    """How many keys are shared with reports whose weight, the number of a language, is another."""
    if not len(own.weights):
        return Counted(found.numbers[:0], np.zeros(0, np.int64))
    others = found.numbers[found.weights != own.weights[0]]
    return _sum(others, np.ones(len(others), np.int64))


def _sum(numbers: Numbers, values: NDArray[np.int64]) -> Counted:
    if not len(numbers):
        return Counted(numbers, values)
    first = numbers.min()
    sums = np.bincount(numbers - first, values).astype(np.int64)
    kept = np.flatnonzero(sums)
    return Counted((kept + first).astype(np.int32), sums[kept])
