"""Reports compared one after the other say what they say together."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.comparing import Comparison, Part, compare, index
from firsthand.comparing.memory import Memory
from firsthand.comparing.pile import Page
from firsthand.model import Answer, Lineage, Reading

SENTENCES = (
    "Officials in Ostrevik said the bridge over the Sorune had been closed by the flood.",
    "“The bridge will not open before Thursday,” the engineer Dagny Ostrander said.",
    "The flood carried off 14 barges and two ferries near Pelvik.",
    "Two ferries and 14 barges were swept away by the water off Pelvik.",
    "The ministry denied that the bridge over the Sorune had been closed by the flood.",
    "Shares of the Oskerhold shipyard fell by a quarter on Tuesday after the fire.",
    "A fire at the Oskerhold shipyard killed three welders on Monday night.",
    "The Keel Monthly reported that three welders were killed at the Oskerhold shipyard.",
    "Haskeby elected Mirela Tavosh mayor with 61 percent of the vote.",
)
OUTLETS = ("The Keel Monthly", "Ostrevik Courier", "Radio Calvessa", None)
DAYS = (None, "2024-03-07", "2024-03-08", "2024-03-11T08:00:00+01:00", "2024-05-30")

Draft = tuple[list[int], int, int]


def encode(answer: Answer) -> bytes:
    return msgspec.json.encode(answer, order="deterministic")


def report(desk: Any, number: int, draft: Draft) -> Reading:
    """Each sentence is an assertion in the report's own voice."""
    places, outlet, day = draft
    told = [SENTENCES[i] for i in places]
    document = desk.document(f"r{number}", "\n".join(told), outlet=OUTLETS[outlet], published=DAYS[day])
    found: Reading = desk.reading(document, assertions=tuple(desk.assertion(document, words) for words in set(told)))
    return found


drafts = st.lists(
    st.tuples(
        st.lists(st.integers(0, len(SENTENCES) - 1), min_size=1, max_size=4, unique=True),
        st.integers(0, len(OUTLETS) - 1),
        st.integers(0, len(DAYS) - 1),
    ),
    max_size=9,
)


@settings(deadline=None, max_examples=40)
@given(drafts, st.randoms(use_true_random=False), st.integers(1, 3), st.sampled_from((2, 64)))
def test_no_order_and_no_split_changes_a_byte(
    desk: Any, found: list[Draft], chance: random.Random, step: int, largest: int
) -> None:
    """Added in any order, one by one or some at a time, they give the bytes that they give at once."""
    readings = [report(desk, i, draft) for i, draft in enumerate(found)]
    mixed = chance.sample(readings, len(readings))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index, "LARGEST", largest)
        comparison = Comparison()
        for i in range(0, len(mixed), step):
            comparison.add(*mixed[i : i + step])
        assert encode(compare(readings)) == encode(comparison.answer())


def read_plainly(desk: Any, path: Path, limit: int) -> list[Reading]:
    """Reports without a parse: every sentence is told in the report's own voice."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines()[:limit]:
        row = json.loads(line)
        document = desk.document(row["id"], row["text"], outlet=row["outlet"], published=row["time"])
        told = desk.reading(document)
        whole = {document.text[s.span.start : s.span.end] for s in told.sentences}
        found.append(desk.reading(document, assertions=tuple(desk.assertion(document, words) for words in whole)))
    return found


def test_generated_reports(desk: Any, shared: Path) -> None:
    """Sixty reports on ten events, backwards and in threes, give the same bytes, claims and derivations among them."""
    readings = read_plainly(desk, shared / "data/derivation/generated_dev/docs.jsonl", 60)
    together, comparison = compare(readings), Comparison()
    for i in range(len(readings), 0, -3):
        comparison.add(*readings[max(0, i - 3) : i])
    assert any(len(c.assertions) > 1 for c in together.claims)
    assert together.derivations
    assert encode(together) == encode(comparison.answer())


def test_a_report_changes_its_own_block(desk: Any) -> None:
    """Reports on something else are not looked at again, and what was said of the block is named."""
    comparison = Comparison()
    comparison.add(report(desk, 0, ([0, 1], 0, 1)), report(desk, 1, ([5, 6], 1, 1)))
    change = comparison.add(report(desk, 2, ([5, 6, 7], 2, 2)))
    assert ("r1", "r2") == change.documents
    assert ([2], [True]) == ([len(p.claims) for p in change.before], [len(p.derivations) > 0 for p in change.after])


def test_kept_up_where_nobody_asks(desk: Any) -> None:
    """Once it is kept up nothing is left to settle, and the answer is that of all at once."""
    readings = [report(desk, 0, ([5, 6], 0, 1)), report(desk, 1, ([5, 6], 1, 1)), report(desk, 2, ([5, 6, 7], 2, 2))]
    comparison = Comparison()
    for reading in readings:
        comparison.take(reading)
        comparison.keep_up()
    assert () == comparison.settle().documents
    assert encode(compare(readings)) == encode(comparison.answer())


def test_a_report_that_is_there_changes_nothing(desk: Any) -> None:
    """The same id twice is one report."""
    comparison = Comparison()
    comparison.add(report(desk, 0, ([0, 1], 0, 1)))
    assert ((), 1) == (comparison.add(report(desk, 0, ([5], 1, 2))).documents, len(comparison))


def laid(pages: Iterable[Page], guests: Iterable[Page], memory: Memory) -> Part:
    """Who is laid beside whom, told as if it were where they come from."""
    home, others = (sorted(p.id for p in some) for some in (pages, guests))
    return Part(lineages=tuple(Lineage(id, None, 0.0, " ".join((*home, "|", *others))) for id in home))


@settings(deadline=None, max_examples=40)
@given(drafts, st.randoms(use_true_random=False), st.integers(1, 3), st.integers(1, 4))
def test_who_is_laid_beside_whom(desk: Any, found: list[Draft], chance: random.Random, largest: int, step: int) -> None:
    """However they come, each report ends in the block, and beside the guests, of all of them taken at once."""
    readings = [report(desk, i, draft) for i, draft in enumerate(found)]
    mixed = chance.sample(readings, len(readings))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index, "LARGEST", largest)
        patch.setattr(index, "SMALL", min(2, largest))
        patch.setattr(index, "ROOM", largest + 1)
        slowly, at_once = Comparison(compare=laid), Comparison(compare=laid)
        at_once.add(*readings)
        for i in range(0, len(mixed), step):
            slowly.add(*mixed[i : i + step])
        assert at_once.answer().lineages == slowly.answer().lineages
