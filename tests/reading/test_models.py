"""The parse stage asks the parser's rules once for each word; nothing is read otherwise for it."""

from __future__ import annotations

import pytest

from firsthand.model import Document, Reading, Tree, text_id
from firsthand.reading.models import APOSTROPHES, paragraphs, parse, parser, readable
from firsthand.workspace import example


def _tree(text: str) -> Tree:
    tree = parse(Reading(document=Document(id="x", text=text, sha256=text_id(text)))).tree
    assert tree is not None
    return tree


def _in_place(text: str) -> list[tuple[int, str, str, str, str]]:
    return [
        (stretch.start + t.idx, t.pos_, t.lemma_.lower().translate(APOSTROPHES), t.tag_, t.dep_)
        for stretch in paragraphs(text)
        for t in parser()(readable(stretch.of(text)))
        if not t.is_space
    ]


def test_words_of_the_example_are_read_as_by_the_whole_parser() -> None:
    """Part of speech and lemma are what the parser's rules say in place, word for word."""
    for document in example().documents:
        found = [(t.start, t.pos, t.lemma, t.tag, t.dep) for t in _tree(document.text).tokens]
        assert _in_place(document.text) == found


@pytest.mark.parametrize(
    "text",
    [
        "I'm gonna say it ain't so, and let's go.",
        "There is no doubt; there's none. You gotta come. C'mon, y'all!",
        "He was there was he.",
    ],
)
def test_words_of_a_pattern_are_looked_at_together(text: str) -> None:
    """ "gon na", "there is": what a rule for several words says of one of them holds here too."""
    assert [(t.pos_, t.lemma_.lower()) for t in parser()(text)] == [(t.pos, t.lemma) for t in _tree(text).tokens]


def test_white_space_between_words_is_no_word() -> None:
    """Arcs through it are stepped over, places stay right."""
    text = "The  minister \t said  so ."
    assert ["The", "minister", "said", "so", "."] == [text[t.start : t.end] for t in _tree(text).tokens]
