"""How many origins a claim likely has."""

from __future__ import annotations

from firsthand.comparing.independence import SAME_NEWSROOM, UNTIED, Standing, weigh_origins
from firsthand.model import Origins


def standing(page: str, root: str | None, newsroom: str = "", ties: dict[str, float] | None = None) -> Standing:
    return Standing(page, newsroom.title() or None, newsroom, root, frozenset(), ties or {})


def origins(*roots: str) -> Origins:
    return Origins(pages=len(roots), newsrooms=None, primary_sources=0, independent=None, roots=roots)


def test_two_untied_roots() -> None:
    """The second is an origin as often as untied reports are independent."""
    found = weigh_origins(origins("a", "b"), (standing("p", "a", "one"), standing("q", "b", "two")))
    assert 1 + UNTIED == found.expected
    assert (1, 2) == found.interval
    assert ("independence/untied",) == found.pairs[0].rules


def test_one_newsroom() -> None:
    """Two roots of one newsroom are hardly two."""
    found = weigh_origins(origins("a", "b"), (standing("p", "a", "one"), standing("q", "b", "one")))
    assert 1 + SAME_NEWSROOM == found.expected
    assert ("independence/newsroom",) == found.pairs[0].rules


def test_what_would_change_the_count() -> None:
    """A copy that may be its own report after all would make two."""
    found = weigh_origins(origins("a"), (standing("p", "a", "one"), standing("q", None, "two", {"p": 0.7})))
    (change,) = found.suppositions
    assert ("q", "Two", True, 2, 0.3) == (
        change.document,
        change.outlet,
        change.own,
        change.origins,
        change.probability,
    )
    assert 1.3 == found.expected
