"""Spans, ids and bounds."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.model import (
    Assertion,
    Attribution,
    Date,
    Document,
    Forebear,
    Quantity,
    Span,
    Target,
    Token,
    all_covered,
    content_id,
    grow_tree,
    hull,
    words,
)

SPANS = st.tuples(st.integers(0, 50), st.integers(1, 20)).map(lambda p: Span(p[0], p[0] + p[1]))


@given(SPANS, SPANS)
def test_overlap_is_sharing_a_code_point(a: Span, b: Span) -> None:
    shared = set(range(a.start, a.end)) & set(range(b.start, b.end))
    assert bool(shared) == a.overlaps(b) == b.overlaps(a)
    assert (set(range(b.start, b.end)) <= set(range(a.start, a.end))) == a.covers(b) == all_covered((b,), (a,))


@pytest.mark.parametrize(("start", "end"), [(1, 1), (2, 1), (-1, 3)])
def test_no_empty_span(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="0 <= start < end"):
        Span(start, end)


def test_spans_are_pairs_in_json() -> None:
    assert b"[3,7]" == msgspec.json.encode(Span(3, 7))
    assert Span(3, 7) == msgspec.json.decode(b"[3,7]", type=Span)


def test_broken_words_are_shown_with_their_gap() -> None:
    text = "“One,” he said, “two.”"
    assert "One … two" == words((Span(1, 4), Span(17, 20)), text)
    assert Span(1, 20) == hull((Span(17, 20), Span(1, 4)))


@given(st.lists(st.text(max_size=5), max_size=4), st.lists(st.text(max_size=5), max_size=4))
def test_ids_tell_parts_apart(left: list[str], right: list[str]) -> None:
    """Parts are length-delimited: moving a letter from one to the next gives another id."""
    assert (left == right) == (content_id("x", *left) == content_id("x", *right))


def test_ids_tell_kinds_and_depths_apart() -> None:
    ids = [
        content_id("a", "b"),
        content_id("b", "a"),
        content_id("a", ("b",)),
        content_id("a", 1),
        content_id("a", "1"),
        content_id("a", None),
    ]
    assert len(set(ids)) == len(ids)
    assert all(len(i) == 16 for i in ids)


def test_records_keep_their_bounds() -> None:
    """What cannot be is refused when the record is made."""
    span = Span(0, 1)
    with pytest.raises(ValueError, match="id and a text"):
        Document(id="d", text="", sha256="")
    with pytest.raises(ValueError, match="needs a content"):
        Attribution(id="a", document="d", source=(), cue=(), content=())
    with pytest.raises(ValueError, match="value for the author"):
        Assertion(id="a", document="d", content=(span,), chain=(), act="state", factuality={})
    with pytest.raises(ValueError, match="end before it starts"):
        Date(span, "2022-02-02", "2022-02-01", "day")
    with pytest.raises(ValueError, match="below its start"):
        Quantity(span, 5, "km", high=4)
    with pytest.raises(ValueError, match="a document or an outlet"):
        Forebear()
    with pytest.raises(ValueError, match="an assertion or a claim"):
        Target(assertion="a", claim="b")


def token(head: int, dep: str = "dep") -> Token:
    return Token(0, 1, "x", "x", "NOUN", "NN", dep, head, 0)


def test_a_tree_knows_who_stands_below() -> None:
    tree = grow_tree((token(1), token(1, "ROOT"), token(3), token(1)))
    assert ((), (0, 3), (), (2,)) == tree.children
    assert (0, 3) == tree.edges[1]
    assert (0, 1, 2, 3) == tree.subtree(1)
    assert (3, 1) == tree.ancestors(2)


def test_a_head_outside_the_text_is_refused() -> None:
    with pytest.raises(ValueError, match="outside the text"):
        grow_tree((token(4),))
