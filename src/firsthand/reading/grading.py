"""How far readers of a page would take a deed for done: the signs of the parse and the encoder's word, joined.

The weights live in the distribution `firsthand-reader-en`; without it nothing is graded, and the table of
`reading/factuality.py` stands alone.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from firsthand.errors import ModelError
from firsthand.model import Assertion, Grade, Reading
from firsthand.reading.clauses import main_word
from firsthand.reading.commitment import features
from firsthand.reading.encoder import package_folder
from firsthand.reading.operators import deed_of
from firsthand.reading.pipeline import Stage

YES = 0.75
"""Readers lean to yes above this grade: the border of the band PS+ of the event-factuality literature."""

ARRAYS = ("signs", "seen", "bias", "out", "direct", "through", "offset", "at", "chance")


class Card(msgspec.Struct, frozen=True):
    """What the numbers of the weights stand for: the features, and the scales on which is graded; `encoder` is the
    SHA-256 of the encoder's weights that they were fitted beside."""

    version: str
    encoder: str
    features: tuple[str, ...]
    scales: tuple[str, ...]


Deed = tuple[Sequence[str], float | None]
"""The features of a word that tells a deed, and the encoder's number for it, None where it says nothing."""


class Grader(msgspec.Struct, frozen=True):
    """A small net over signs and one number.

    `known` numbers the features, `scales` the grades that come out: the page's own, then those of the sets that it
    learnt from. `arrays`: `signs` features x width; `seen` 2 x width, for the encoder's number and for its being there;
    `bias` width; `out` width x scales; past the net lead `direct`, features x scales, and `through`, 2 x scales;
    `offset` scales; `at` and `chance` are the bends of the line from a grade to its probability.
    """

    version: str
    known: dict[str, int]
    scales: tuple[str, ...]
    arrays: dict[str, Any]

    def grade(self, deeds: Sequence[Deed], *, scale: str = "page") -> tuple[Grade, ...]:
        """The grades of some deeds, rounded, so that the last digits of the encoder change nothing."""
        import numpy

        if not deeds:
            return ()
        known = self.arrays
        rows = [[self.known[name] for name in names if name in self.known] for names, _ in deeds]
        word = numpy.array([[number or 0.0, number is not None] for _, number in deeds], dtype=numpy.float32)
        hidden = numpy.stack([known["signs"][row].sum(axis=0) for row in rows]) + word @ known["seen"] + known["bias"]
        column = self.scales.index(scale)
        past = numpy.array([known["direct"][row, column].sum() for row in rows])
        raw = _gelu(hidden) @ known["out"][:, column] + past + word @ known["through"][:, column]
        scores = numpy.clip(raw + known["offset"][column], -3, 3).round(1) + 0.0
        chances = numpy.interp(scores, known["at"], known["chance"]).round(2)
        return tuple(Grade(round(float(s), 1), round(float(c), 2)) for s, c in zip(scores, chances, strict=True))


def _gelu(x: Any) -> Any:
    """With the hyperbolic tangent, as it was trained."""
    import numpy

    return 0.5 * x * (1 + numpy.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))


def read_grader(folder: Path) -> Grader:
    """The grader of a folder; ModelError where its files are not what they should be."""
    import numpy

    try:
        card = msgspec.json.decode((folder / "grader.json").read_text(encoding="utf-8"), type=Card)
        with numpy.load(folder / "grader.npz", allow_pickle=False) as found:
            arrays = {name: found[name].astype(numpy.float32) for name in ARRAYS}
    except (OSError, KeyError, ValueError, msgspec.MsgspecError) as error:
        raise ModelError(
            f"{folder}: no grader: {error}", hint="pip install --force-reinstall firsthand-reader-en"
        ) from error
    return Grader(card.version, {sign: i for i, sign in enumerate(card.features)}, card.scales, arrays)


@cache
def grader() -> Grader | None:
    """The packaged grader; None where the distribution is not installed, or was made without one."""
    try:
        folder = package_folder() / "factuality"
    except ModelError:
        return None
    return read_grader(folder) if folder.is_dir() else None


def grade_assertions(reading: Reading) -> Reading:
    """Every assertion with the grade of its main word, where a grader is installed."""
    assert reading.tree is not None and reading.assertions is not None
    model = grader()
    if model is None:
        return reading
    seen = dict(reading.grades or ())
    heads = [_head(reading, a) for a in reading.assertions]
    grades = model.grade([(features(reading.tree, head), seen.get(head)) for head in heads])
    graded = (msgspec.structs.replace(a, grade=g) for a, g in zip(reading.assertions, grades, strict=True))
    return msgspec.structs.replace(reading, assertions=tuple(graded))


def _head(reading: Reading, assertion: Assertion) -> int:
    assert reading.tree is not None
    return deed_of(reading.tree, main_word(reading.tree, assertion.content))


STAGE = Stage("grading", grade_assertions, needs=("tree", "assertions"), makes=("assertions",))
