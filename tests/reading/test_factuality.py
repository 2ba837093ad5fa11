"""The table behind everybody's commitment."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.model import Factuality
from firsthand.reading.factuality import combine

VALUES: tuple[Factuality, ...] = ("CT+", "PR+", "PS+", "CT-", "PR-", "PS-", "Uu")


@pytest.mark.parametrize(
    ("outer", "inner", "expected"),
    [
        ("CT+", "CT+", "CT+"),
        ("CT-", "CT+", "CT-"),
        ("CT-", "CT-", "CT+"),
        ("CT+", "PR+", "PR+"),
        ("PR+", "PS-", "PS-"),
        ("CT-", "PS+", "PS-"),
        ("Uu", "CT+", "Uu"),
        ("CT+", "Uu", "Uu"),
    ],
)
def test_combination(outer: Factuality, inner: Factuality, expected: Factuality) -> None:
    """The weaker certainty, the product of the signs; what is left open stays open."""
    assert expected == combine(outer, inner)


def test_full_commitment_changes_nothing() -> None:
    """CT+ is the unit of the table."""
    assert [combine("CT+", v) for v in VALUES] == list(VALUES) == [combine(v, "CT+") for v in VALUES]


@given(st.sampled_from(VALUES), st.sampled_from(VALUES), st.sampled_from(VALUES))
def test_order_of_telling_does_not_matter(a: Factuality, b: Factuality, c: Factuality) -> None:
    """The table is commutative and associative, so a chain has one value."""
    assert combine(a, b) == combine(b, a)
    assert combine(combine(a, b), c) == combine(a, combine(b, c))


def test_every_pair_has_a_value() -> None:
    assert all(combine(a, b) in VALUES for a, b in itertools.product(VALUES, VALUES))
