"""A document as a row of words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from firsthand.comparing.wording import find_words, word_document
from firsthand.model import Document, Quote, Reading, Span


def test_case_quotes_and_hyphens_do_not_matter() -> None:
    """Two prints of one phrase have the same words."""
    left, right = "The drone-maker’s “PLANT”", "the drone maker's 'plant'"
    assert [w for w, _ in find_words(left)] == [w for w, _ in find_words(right)]


@given(st.text())
def test_spans_read_back(text: str) -> None:
    """Every word stands where its span says, on any text."""
    for word, span in find_words(text):
        assert word == span.of(text).replace("’", "'").replace("ʼ", "'").casefold()


def test_quoted_words_are_marked() -> None:
    """Words inside quotation marks are somebody's own, the rest is the narrator's."""
    text = "He said “we go now” twice."
    quote = Quote(Span(9, 18), Span(8, 19))
    reading = Reading(document=Document("a", text, ""), quotes=(quote,))
    assert word_document(reading).quoted == (False, False, True, True, True, False)
