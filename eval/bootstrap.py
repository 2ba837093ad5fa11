"""How sure a figure is: it is made again many times from documents drawn with replacement.

Documents, not items, are drawn: the items of one document stand or fall together, and an interval that took them for
independent would be too narrow.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Counts = Sequence[float] | Mapping[str, Sequence[float]]
"""One document's numbers; adding those of several documents gives the numbers of all. By class for macro averages."""

ROUNDS = 2000
SEED = 1


def ratio(top: Array, bottom: Array) -> Array:
    """Nothing of nothing is 0, as the scorers have it."""
    return np.divide(top, bottom, out=np.zeros_like(top), where=bottom != 0)


def f1(sums: Array) -> Array:
    """From right, found, wanted."""
    return ratio(2 * sums[..., 0], sums[..., 1] + sums[..., 2])


def macro_f1(sums: Array) -> Array:
    """The mean of the F1 of all classes that are wanted at all; right, found, wanted of each, one after the other."""
    classes = sums.reshape(*sums.shape[:-1], -1, 3)
    wanted = classes[..., 2] > 0
    return ratio((f1(classes) * wanted).sum(axis=-1), wanted.sum(axis=-1).astype(float))


def mean(sums: Array) -> Array:
    """From a sum and the number of its terms; a share is the mean of ones and noughts."""
    return ratio(sums[..., 0], sums[..., 1])


def correlation(sums: Array) -> Array:
    """Pearson's r from n, Σx, Σy, Σx², Σy², Σxy."""
    n, x, y, xx, yy, xy = np.moveaxis(sums, -1, 0)
    spread = (n * xx - x * x) * (n * yy - y * y)
    return ratio(n * xy - x * y, np.sqrt(np.maximum(spread, 0)))


STATISTICS: dict[str, Callable[[Array], Array]] = {
    "F1": f1,
    "macro-F1": macro_f1,
    "mean": mean,
    "r": correlation,
}


def as_matrix(counts: Sequence[Counts]) -> Array:
    """One row a document; classes in order, those that a document has not got as noughts."""
    classes = sorted({name for one in counts if isinstance(one, Mapping) for name in one})
    rows = [
        [number for name in classes for number in one.get(name, (0, 0, 0))] if isinstance(one, Mapping) else [*one]
        for one in counts
    ]
    return np.array(rows, dtype=np.float64)


def value_of(counts: Sequence[Counts], statistic: str) -> float:
    """The figure of all documents together, a share of 1."""
    return float(STATISTICS[statistic](as_matrix(counts).sum(axis=0)))


def interval(
    counts: Sequence[Counts], statistic: str, *, rounds: int = ROUNDS, seed: int = SEED, level: float = 0.95
) -> tuple[float, float]:
    """The middle `level` of the figures of `rounds` draws of as many documents as there are."""
    matrix = as_matrix(counts)
    documents = len(matrix)
    draws = np.random.default_rng(seed).multinomial(documents, np.full(documents, 1 / documents), size=rounds)
    figures = STATISTICS[statistic](draws.astype(np.float64) @ matrix)
    tail = 100 * (1 - level) / 2
    low, high = np.percentile(figures, [tail, 100 - tail])
    return float(low), float(high)
