"""Intervals over documents."""

from __future__ import annotations

import statistics

import numpy as np
import pytest
from bootstrap import interval, value_of

DOCUMENTS = [[1, 2, 2], [0, 1, 3], [4, 4, 5], [2, 3, 2]]


def test_f1_is_of_all_documents_together() -> None:
    """Seven right of ten found and twelve wanted: 14/22, not the mean of four F1."""
    assert pytest.approx(14 / 22) == value_of(DOCUMENTS, "F1")


def test_a_mean_is_weighed_by_the_terms() -> None:
    """Errors of 1 in one term and of 5 in four terms make 6/5."""
    assert pytest.approx(6 / 5) == value_of([[1, 1], [5, 4]], "mean")


def test_nothing_of_nothing_is_nought() -> None:
    assert 0 == value_of([[0, 0, 0]], "F1") == value_of([[0, 0]], "mean")


def test_classes_weigh_the_same_and_those_not_wanted_nothing() -> None:
    """All right of one class, none of another; a third was found and is not wanted."""
    counts = [{"a": [2, 2, 2]}, {"b": [0, 1, 1], "c": [0, 1, 0]}]
    assert 0.5 == value_of(counts, "macro-F1")


def test_r_is_pearsons() -> None:
    """The sums of the documents give the correlation of their items."""
    x, y = [1.0, 2.0, 4.0, 3.0], [1.5, 1.0, 5.0, 2.0]
    sums = [[1, a, b, a * a, b * b, a * b] for a, b in zip(x, y, strict=True)]
    assert pytest.approx(statistics.correlation(x, y)) == value_of(sums, "r")


def test_the_figure_lies_in_its_interval() -> None:
    low, high = interval(DOCUMENTS, "F1")
    assert low < value_of(DOCUMENTS, "F1") < high


def test_an_interval_is_the_same_every_time() -> None:
    assert interval(DOCUMENTS, "F1") == interval(DOCUMENTS, "F1")


def test_one_document_tells_nothing_of_others() -> None:
    """Drawn again it is itself: the interval of one document is a point, which is why seeds have none."""
    low, high = interval([[1, 2, 2]], "F1")
    assert low == high == 0.5


def test_more_documents_make_it_surer() -> None:
    few, many = (interval(DOCUMENTS * times, "F1") for times in (1, 25))
    assert np.diff(many) < np.diff(few) / 3
