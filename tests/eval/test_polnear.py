"""What is read, in the terms of PolNeAR."""

from __future__ import annotations

import pytest
from polnear import labels, with_marks


@pytest.mark.parametrize(
    ("text", "words", "wanted"),
    [
        ("“We won,” he said.", "We won", "“We won,”"),
        ('"We won," he said.', "We won", '"We won,"'),
        ("He said it was “a fair vote”.", "it was “a fair vote", "it was “a fair vote”"),
        ("He said that “we” had won.", "“we” had won", "that “we” had won"),
        ("He said they won.", "they won", "they won"),
    ],
)
def test_quotation_marks_are_put_back(text: str, words: str, wanted: str) -> None:
    """Those that enclose the content, those that were opened in it, and "that"; a full stop outside stays outside."""
    start, end = with_marks(text, text.index(words), text.index(words) + len(words))
    assert wanted == text[start:end]


def test_every_word_and_mark_has_one_label() -> None:
    """A cue hides the content that it lies over; a broken content begins twice."""
    text = "We won, he said, fairly."
    parts = {"content": [[0, 6], [17, 23]], "source": [[8, 10]], "cue": [[11, 15]]}
    expected = ["B-content", "I-content", "O", "B-source", "B-cue", "O", "B-content", "O"]
    assert expected == labels(text, [parts])
