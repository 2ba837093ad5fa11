"""Rules and the trained reader on one attribution."""

from __future__ import annotations

import pytest

from firsthand.model import Attribution, Document, Proposal, Span, text_id
from firsthand.reading import read_document
from firsthand.reading.encoder import reader_version
from firsthand.reading.votes import overlap_of, probability


def attributions(text: str) -> tuple[Attribution, ...]:
    found = read_document(Document(id="d", text=text, sha256=text_id(text)), layers=frozenset({"attributions"}))
    return found.attributions or ()


def test_both_see_a_plain_telling() -> None:
    """It has its construction, the version of the reader, and is likely."""
    (one,) = attributions("The minister said that the bridge had fallen.")
    assert ("cue/say", "frame/clause", reader_version()) == (*one.rules[:2], one.reader)
    assert one.probability > 0.8


def test_the_reader_alone_knows_a_verb_on_no_list() -> None:
    """It has no construction, and the cue is named as unlisted."""
    (one,) = attributions("The minister telegraphed that the bridge had fallen.")
    assert ("cue/unlisted", "frame/tagged", reader_version()) == (*one.rules[:2], one.reader)


def test_the_kind_is_that_of_the_cue() -> None:
    """Belief is kept apart from speech, so that strict reported speech can be had alone."""
    (said,) = attributions("The minister said that the bridge had fallen.")
    (believed,) = attributions("The minister believes that the bridge has fallen.")
    assert ("say", "believe") == (said.kind, believed.kind)


def test_what_stands_inside_has_its_parent() -> None:
    """A hand-over inside another's content, at any depth."""
    text = "The paper wrote that the mayor said that the pilot claimed that the tower was dark."
    by_source = {a.source[0].of(text): a for a in attributions(text)}
    paper, mayor, pilot = by_source["The paper"], by_source["the mayor"], by_source["the pilot"]
    assert (None, paper.id, mayor.id) == (paper.parent, mayor.parent, pilot.parent)


@pytest.mark.parametrize(
    "text", [":", "“", "Who said what?", "A: b — c", "SAID SAID SAID", "- said\n- told\n- wrote\n"]
)
def test_scraps_have_cues_with_words(text: str) -> None:
    """Whatever is found has words for a cue."""
    assert all(a.cue for a in attributions(text))


def test_shared_words() -> None:
    """Shared code points over all of them; nothing shares nothing."""
    assert overlap_of((Span(0, 10),), (Span(5, 15),)) == pytest.approx(1 / 3)
    assert 0.0 == overlap_of((), (Span(0, 3),))


def test_a_surer_reader_is_believed_more() -> None:
    """Probability grows with the reader's chances."""
    spans = (Span(0, 3),), (Span(4, 8),), (Span(9, 20),)
    likely, unlikely = (Proposal(*spans, chances=(c, c, c, c)) for c in (0.95, 0.4))
    assert probability(None, likely) > 0.5 > probability(None, unlikely)
