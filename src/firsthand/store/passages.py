"""The words that a search looks among, and where each stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from firsthand.model import Assertion, Document, Entity, Span, hull
from firsthand.store.words import split_words

_LINE = re.compile(r"[^\r\n\u2028\u2029]*[^\s][^\r\n\u2028\u2029]*")
_PIECE = re.compile(r"\S(?:.{0,8000}\S(?!\S)|\S{0,8000})", re.DOTALL)
"""PostgreSQL knows the places of 16,383 words in one passage and no more."""


class Passage(msgspec.Struct, frozen=True):
    """Words, and the place in the document's text where they stand; None of words that stand in no text."""

    document: str | None
    span: Span | None
    words: tuple[str, ...]


def of_document(document: Document) -> Iterator[Passage]:
    """Its title, then its paragraphs; very long ones in pieces."""
    if document.title and (words := split_words(document.title)):
        yield Passage(document.id, None, words)
    for line in _LINE.finditer(document.text):
        for piece in _PIECE.finditer(document.text, line.start(), line.end()):
            if words := split_words(piece[0]):
                yield Passage(document.id, Span(piece.start(), piece.end()), words)


def of_finding(record: object, text: str | None) -> Iterator[Passage]:
    """What an assertion tells, and an entity's names; `text` is that of the assertion's document."""
    match record:
        case Assertion() if text is not None:
            words = tuple(w for span in record.content for w in split_words(span.of(text)))
            if words:
                yield Passage(record.document, hull(record.content), words)
        case Entity():
            for name in dict.fromkeys((record.name, *record.aliases)):
                if words := split_words(name):
                    yield Passage(None, None, words)
        case _:
            pass
