"""Which value holds where sources copy from each other."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.comparing.truth import Ledger, Said, keep_ledger


def sayings(rows: dict[str, str]) -> list[Said]:
    """Of each source, one letter an item."""
    return [Said(source, f"item {i:02d}", value) for source, said in rows.items() for i, value in enumerate(said)]


WORLD = {
    "first": "abcdefghijklmnopqrstuvwx",
    "second": "Xbcdefghijklmnopqrstuvwx",
    "third": "aXcdefghijklmnopqr",
    "fourth": "abXdefghijklmnopqr",
    "fifth": "abcXefghijklmnopqr",
    "wrong": "abcdEFGHijklmnopqrSTUVWX",
    "copier": "abcdEFGHijklmnopqrSTUVWX",
    "copier's copier": "abcdEFGHijklmnopqrSTUVWX",
}
"""Five err seldom and alone, three tell one string of errors; of the last six items only two of the five speak."""


def values(ledger: Ledger) -> str:
    return "".join(b.value for b in ledger.beliefs)


def test_a_copied_error_does_not_win() -> None:
    """Of the last items three tell one value and two another; but of the three two only copy."""
    assert "abcdefghijklmnopqrstuvwx" == values(keep_ledger(sayings(WORLD)))


def test_shared_errors_tie() -> None:
    """Who shares rare errors depends on each other; who shares what is so need not."""
    ledger = keep_ledger(sayings(WORLD))
    assert (ledger.independent("wrong", "copier") or 0) < 0.01
    assert (ledger.independent("first", "third") or 0) > 0.5


def test_who_has_nothing_in_common_is_not_compared() -> None:
    """Of two that speak of different items nothing is known."""
    ledger = keep_ledger([Said("one", "x", "a"), Said("other", "y", "a")])
    assert ledger.independent("one", "other") is None


def test_nearly_the_same_shows_no_copying() -> None:
    """Values that are all but right make no liar and no copier."""
    rows = {"one": "aaaaaaaaaa", "two": "aaaaaaaaaa", "three": "aaaaaaaaaa", "four": "bbbbbbbbbb", "five": "bbbbbbbbbb"}
    strict = keep_ledger(sayings(rows)).independent("five", "four") or 0.0
    lenient = keep_ledger(sayings(rows), alike=lambda *_: 0.9).independent("five", "four") or 0.0
    assert strict < lenient


@settings(max_examples=25, deadline=None)
@given(st.permutations(sayings(WORLD)))
def test_order_makes_no_difference(said: list[Said]) -> None:
    """The ledger is the same whatever the order of the sayings."""
    assert keep_ledger(sayings(WORLD)) == keep_ledger(said)
