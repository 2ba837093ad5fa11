"""Blocks hang together by ties, near in time, and are parted where they grow too large."""

from __future__ import annotations

import random
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.comparing import index, index_rows
from firsthand.comparing.graphs import reach_from
from firsthand.comparing.index import BARS, Block, Index
from firsthand.comparing.index_keys import UNIT, Keys48, Marks, find_marks, mark_of
from firsthand.comparing.index_rows import Rows
from firsthand.comparing.index_ties import FLOOR, WINDOW, Ties
from firsthand.comparing.pile import lay_page

Report = tuple[int, frozenset[int], frozenset[int]]
"""A day, 0 for none, the things it speaks of, and the numbers of its shingles."""


def keys(found: frozenset[int], weight: int = 1) -> Keys48:
    held = sorted(found)
    return Keys48(np.array(held, np.uint64), np.full(len(held), weight, np.uint8))


def marks(number: int, report: Report) -> Marks:
    day, things, shingles = report
    none = keys(frozenset())
    weight = round(UNIT / max(1, len(things)) ** 0.5)
    return Marks(mark_of(str(number)), day, keys(things, weight), keys(shingles), none, none, none)


def strength(one: Report, other: Report) -> int:
    """How strongly two reports are tied, looked at by themselves."""
    if 0 not in (one[0], other[0]) and abs(one[0] - other[0]) > WINDOW:
        return 0
    left, right = (round(UNIT / max(1, len(r[1])) ** 0.5) for r in (one, other))
    shared = len(one[2] & other[2])
    words = len(one[1] & other[1]) * left * right * 1000 // UNIT**2
    return min(1000, max(words, 250 + 50 * min(10, shared) if shared else 0))


def sets_by_hand(reports: list[Report]) -> list[frozenset[int]]:
    """The sets as they are defined: every pair of reports is looked at, level by level."""
    left, sets = [frozenset(range(len(reports)))], list[frozenset[int]]()
    for bar in BARS:
        parted: list[frozenset[int]] = []
        for whole in left:
            near: dict[int, set[int]] = {i: set() for i in whole}
            for i, j in combinations(sorted(whole), 2):
                if strength(reports[i], reports[j]) >= bar:
                    near[i].add(j)
                    near[j].add(i)
            parted += {reach_from(i, near) | {i} for i in whole}
        sets += [s for s in parted if bar == BARS[-1] or len(s) <= index.LARGEST]
        left = [s for s in parted if s not in sets]
    return sets


many = st.lists(
    st.tuples(
        st.integers(0, 40), st.frozensets(st.integers(0, 9), max_size=4), st.frozensets(st.integers(0, 30), max_size=2)
    ),
    max_size=14,
)


def blocks_of(kept: Index, order: list[int]) -> set[tuple[frozenset[int], frozenset[int]]]:
    """Every block and its guests, by the reports' own numbers."""
    found: set[Block] = {kept.block(place) for place in range(len(order))}
    return {(frozenset(order[n] for n in b), frozenset(order[n] for n in kept.guests(b))) for b in found}


@settings(deadline=None, max_examples=60)
@given(many, st.integers(1, 6), st.integers(1, 9))
def test_sets_are_what_they_are_defined_to_be(found: list[Report], largest: int, loose: int) -> None:
    """Where there is no room for small sets to go with others, however many rows lie in segments, the blocks are those
    found by looking at all pairs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index, "LARGEST", largest)
        patch.setattr(index, "ROOM", 0)
        patch.setattr(index_rows, "_LOOSE", loose)
        kept = Index()
        for number, report in enumerate(found):
            kept.add(marks(number, report))
        assert set(sets_by_hand(found)) == {frozenset(kept.block(i)) for i in range(len(found))}


@settings(deadline=None, max_examples=80)
@given(many, st.integers(2, 5), st.integers(1, 3), st.randoms(use_true_random=False))
def test_no_order_changes_a_block(found: list[Report], largest: int, small: int, chance: random.Random) -> None:
    """Nor its guests; every report is in one block, and no block has more reports than there is room for unless its
    own set has."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index, "LARGEST", largest)
        patch.setattr(index, "SMALL", small)
        patch.setattr(index, "ROOM", largest + 2)
        orders = [list(range(len(found))), chance.sample(range(len(found)), len(found))]
        told = []
        for order in orders:
            kept = Index()
            for number in order:
                kept.add(marks(number, found[number]))
            told.append(blocks_of(kept, order))
        assert told[0] == told[1]
        assert sorted(n for block, _ in told[0] for n in block) == orders[0]
        wide = [block for block, _ in told[0] if len(block) > largest + 2]
        assert all(block in sets_by_hand(found) for block in wide)


def test_a_loner_goes_where_its_strongest_tie_leads() -> None:
    """A report with a few words of one in a large set is cut off when that is parted, and goes with it all the same."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index, "LARGEST", 4)
        patch.setattr(index, "SMALL", 2)
        patch.setattr(index, "ROOM", 6)
        kept = Index()
        for number in range(4):
            kept.add(marks(number, (5, frozenset({1, 2, 3}), frozenset({9}) if number == 0 else frozenset())))
        kept.add(marks(4, (5, frozenset({7}), frozenset({9}))))
        assert (0, 1, 2, 3, 4) == kept.block(4) == kept.block(0)


@pytest.mark.parametrize(
    ("day", "guests"),
    [pytest.param(4, (1,), id="before"), (5, (1,)), pytest.param(6, (1,), id="a local day ahead"), (7, ()), (0, (1,))],
)
def test_what_comes_a_day_later_is_no_guest(day: int, guests: Block) -> None:
    """Nobody has anything from it; what states no day may be older. Which came first into the pile does not matter."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index, "LARGEST", 1)
        patch.setattr(index, "ROOM", 1)
        found: list[Report] = [(5, frozenset(), frozenset({9})), (day, frozenset(), frozenset({9}))]
        for order in ((0, 1), (1, 0)):
            kept = Index()
            for number in order:
                kept.add(marks(number, found[number]))
            assert guests == tuple(order[n] for n in kept.guests((order.index(0),)))


def test_window() -> None:
    """The same words more than a month apart tie nothing, unless something lies between."""
    found: list[Report] = [(1, frozenset({1}), frozenset()), (60, frozenset({1}), frozenset())]
    between: Report = (30, frozenset({1}), frozenset())
    apart, joined = Index(), Index()
    for number, report in enumerate(found):
        apart.add(marks(number, report))
    for number, report in enumerate((*found, between)):
        joined.add(marks(number, report))
    assert [(0,), (1,)] == [apart.block(0), apart.block(1)]
    assert (0, 1, 2) == joined.block(0)


def test_rows_are_found_by_day() -> None:
    """So many days before, so many after; what is undated is near to all, and all are near to it."""
    kept = Rows()
    key, one = np.array([5], np.uint64), np.array([7], np.uint8)
    for number, day in enumerate((0, 3, 10, 11)):
        kept.add(key, day, number, one)
    assert [0, 2, 3] == sorted(kept.find(key, 10, 2, 1).numbers.tolist())
    assert [0, 1, 2, 3] == sorted(kept.find(key, 0, 0, 0).numbers.tolist())
    assert ([7] * 3, 4) == (kept.find(key, 10, 2, 1).weights.tolist(), len(kept))


def tied(desk, *texts: tuple[str, str | None, str]) -> list[tuple[int, tuple[int, ...]]]:  # type: ignore[no-untyped-def]
    """How the last of some reports (text, outlet, day) is tied to the others: strength and signs."""
    found = Ties()
    told: list[tuple[int, tuple[int, ...]]] = []
    for number, (text, outlet, day) in enumerate(texts):
        page = lay_page(desk.reading(desk.document(f"d{number}", text, outlet=outlet, published=day)))
        told = [(t.strength, t.signs) for t in found.add(find_marks(page), number)]
    return told


def test_who_credits_an_outlet_is_tied_to_it(desk) -> None:  # type: ignore[no-untyped-def]
    """Where it speaks of something that the outlet's report of that week speaks of, whichever came first."""
    report = ("Three welders died at the Oskerhold shipyard near Pelvik.", "Keel Monthly", "2024-03-07")
    told = (
        "Haskeby is to elect a mayor. The Oskerhold fire is on voters' minds. Mirela Tavosh leads in all polls there, "
        "and the harbour vote in Ostrevik is close, say pollsters in Calvessa.\nSource: Keel Monthly"
    )
    other = (told, "Ostrevik Courier", "2024-03-09")
    late = (*other[:2], "2024-05-09")
    assert (
        [(1,)] == [signs for _, signs in tied(desk, report, other)] == [signs for _, signs in tied(desk, other, report)]
    )
    assert [] == tied(desk, report, late)


def test_the_floor() -> None:
    """Reports that share one thing of many are not tied."""
    found = Ties()
    list(found.add(marks(0, (1, frozenset(range(10)), frozenset())), 0))
    ties = list(found.add(marks(1, (1, frozenset(range(9, 19)), frozenset())), 1))
    assert ([], 120) == (ties, FLOOR)
