"""Exact alignment."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from firsthand.comparing.align import align, child_spans, parent_spans
from firsthand.comparing.wording import Wording, word_document
from firsthand.model import Document, Reading

LEAD = "The ferry left the port of Ardal before dawn with eighty people and nine lorries on board"


def wording(text: str, id: str = "a") -> Wording:
    return word_document(Reading(document=Document(id, text, "")))


def test_a_copied_sentence_is_one_run() -> None:
    """The run starts and ends with the shared words."""
    child, parent = wording(f"Police said little. {LEAD}. Nobody knows."), wording(f"{LEAD}, it was said.", "b")
    (run,) = align(child, parent)
    assert [s.of(f"Police said little. {LEAD}. Nobody knows.") for s in child_spans((run,), child)] == [LEAD]
    assert [s.of(f"{LEAD}, it was said.") for s in parent_spans((run,), parent)] == [LEAD]


def test_a_changed_word_does_not_end_a_run() -> None:
    """An editor's change is a gap inside the run, not among the words that are the same."""
    child, parent = wording(LEAD.replace("dawn", "sunrise")), wording(LEAD, "b")
    (run,) = align(child, parent)
    assert run.last - run.first + 1 - len(run.same) == 1


def test_moved_sentences_are_runs_out_of_order() -> None:
    """Runs follow the child's order and point back into the parent."""
    other = "Two tugs searched the sound all night but found neither wreckage nor any of the missing"
    runs = align(wording(f"{other}. {LEAD}."), wording(f"{LEAD}. {other}.", "b"))
    assert [r.start for r in runs] == sorted((r.start for r in runs), reverse=True)


def test_six_shared_words_are_nothing() -> None:
    """Fewer words than a shingle are no run."""
    assert align(wording("the port of Ardal before dawn"), wording(LEAD, "b")) == ()


@given(
    st.lists(st.sampled_from("abcde"), min_size=1, max_size=60),
    st.lists(st.sampled_from("abcde"), min_size=1, max_size=60),
)
def test_runs_are_true(left: list[str], right: list[str]) -> None:
    """Runs of the child are in order and do not overlap; what they call the same is in the parent's stretch."""
    child, parent = wording(" ".join(left)), wording(" ".join(right), "b")
    runs = align(child, parent)
    assert all(a.last < b.first for a, b in pairwise(runs))
    for run in runs:
        stretch = parent.words[run.start : run.end + 1]
        assert {child.words[i] for i in run.same} <= set(stretch)
        assert len(run.same) >= 7
