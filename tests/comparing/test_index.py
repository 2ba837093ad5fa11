"""Blocks hang together by shared keys, near in time, and are parted where they grow too large."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.comparing import index, index_rows
from firsthand.comparing.graphs import reach_from
from firsthand.comparing.index import Index
from firsthand.comparing.index_rows import DAY_BITS, Rows

Report = tuple[int, frozenset[int]]
"""A day, 0 for none, and the things it tells; a level's key is a set of so many of them."""


def rows(report: Report, size: int) -> np.ndarray:
    day, things = report
    keys = {sum(1 << thing for thing in group) for group in combinations(sorted(things), size)}
    return np.array(sorted(key << DAY_BITS | day for key in keys), dtype=np.uint64)


def keys(report: Report) -> tuple[np.ndarray, ...]:
    return tuple(rows(report, size) for size in (1, 2, 3, 4))


def by_hand(reports: list[Report], largest: int) -> set[frozenset[int]]:
    """The blocks as they are defined: every pair of reports is looked at, key by key."""
    left, blocks = [frozenset(range(len(reports)))], set[frozenset[int]]()
    for level, window in enumerate(index.WINDOWS):
        parted: list[frozenset[int]] = []
        for whole in left:
            near: dict[int, set[int]] = {i: set() for i in whole}
            for i, j in combinations(sorted(whole), 2):
                (day, _), (other, _) = reports[i], reports[j]
                held = {k >> DAY_BITS for k in rows(reports[i], level + 1).tolist()}
                shared = held & {k >> DAY_BITS for k in rows(reports[j], level + 1).tolist()}
                if shared and (0 in (day, other) or abs(day - other) <= window):
                    near[i].add(j)
                    near[j].add(i)
            parted += {reach_from(i, near) | {i} for i in whole}
        strictest = level + 1 == len(index.WINDOWS)
        blocks |= {block for block in parted if strictest or len(block) <= largest}
        left = [block for block in parted if block not in blocks]
    return blocks


reports = st.lists(st.tuples(st.integers(0, 40), st.frozensets(st.integers(0, 9), max_size=4)), max_size=12)


@settings(deadline=None, max_examples=60)
@given(reports, st.integers(1, 4), st.integers(1, 9))
def test_blocks_are_what_they_are_defined_to_be(found: list[Report], largest: int, loose: int) -> None:
    """However many rows lie in segments, whatever came first, the blocks are those found by looking at all pairs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index, "LARGEST", largest)
        patch.setattr(index_rows, "_LOOSE", loose)
        kept = Index()
        for report in found:
            kept.add(keys(report))
        assert by_hand(found, largest) == {frozenset(kept.block(i)) for i in range(len(found))}


@settings(deadline=None, max_examples=60)
@given(reports, st.integers(1, 4))
def test_no_other_block_changes(found: list[Report], largest: int) -> None:
    """A report touches all reports whose block it changes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index, "LARGEST", largest)
        kept = Index()
        for report in found:
            before = {i: kept.block(i) for i in range(len(kept))}
            touched = set(kept.touch(keys(report)))
            assert {i for i in before if before[i] != kept.block(i)} <= touched


def test_window() -> None:
    """The same key a month apart brings nothing together, unless something lies between."""
    found = [(1, frozenset({1})), (60, frozenset({1}))]
    apart, joined = Index(), Index()
    for report in found:
        apart.add(keys(report))
    for report in (*found, (30, frozenset({1}))):
        joined.add(keys(report))
    assert [(0,), (1,)] == [apart.block(0), apart.block(1)]
    assert (0, 1, 2) == joined.block(0)


def test_rows_are_kept_once() -> None:
    """What is put at a place first stays there."""
    kept = Rows()
    place = np.array([5 << DAY_BITS | 3], dtype=np.uint64)
    kept.add(place, 1)
    kept.add(place, 2)
    assert (1, {1}) == (len(kept), kept.near(place, 0))
