"""Walks and chains."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from firsthand.comparing.graphs import heaviest_order, reach_from

STEPS = {"a": ["b"], "b": ["c"], "c": ["b"]}


def test_reach() -> None:
    """All that lies ahead; a start only where a loop leads back to it."""
    assert ({"b", "c"}, {"b", "c"}, set()) == tuple(map(set, (reach_from(n, STEPS) for n in "abz")))


def test_the_heavier_of_two_orders() -> None:
    """One heavy pair outweighs two light ones that it crosses."""
    assert (0,) == heaviest_order([(0, 2), (1, 0), (2, 1)], [5.0, 2.0, 2.0])


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=12).map(sorted))
def test_orders_rise_on_both_sides(pairs: list[tuple[int, int]]) -> None:
    """No index is used twice, on neither side, and nothing crosses."""
    kept = [pairs[k] for k in heaviest_order(pairs, [1.0] * len(pairs))]
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(kept))
