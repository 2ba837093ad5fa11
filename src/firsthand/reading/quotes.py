"""Quotation marks: where somebody's own words stand on the page."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from firsthand.model import Quote, Reading, Span, Tree
from firsthand.reading.pipeline import Stage

PAIRS = {"“": "”", "«": "»", "„": "“"}
STRAIGHT = '"'
_MARK = re.compile("[“”«»„\"]|''|``")
_SINGLE = re.compile(r"(?<![\w’'])[‘'](?=\S)(?P<inner>[^‘’'\n]*(?:(?<=\w)['’](?=\w)[^‘’'\n]*)*)[’'](?!\w)")
_LINE = re.compile(r"[^\r\n\u2028\u2029]+")

TERM = 6
"""A quoted stretch of up to this many words that is no clause is a term or a phrase taken over, no utterance."""
_PHRASE_DEPS = frozenset(
    {"amod", "compound", "nmod", "pobj", "dobj", "attr", "oprd", "poss", "appos", "nsubj", "acomp", "conj"}
)


def find_quotes(reading: Reading) -> Reading:
    """Quoted stretches in text order; a quotation may run over several paragraphs, each then opened anew."""
    assert reading.tree is not None
    text = reading.document.text
    doubles = tuple(quote for line in _LINE.finditer(text) for quote in _in_line(line[0], line.start()))
    found = doubles or tuple(_singles(text))
    return msgspec.structs.replace(reading, quotes=tuple(_judge(q, reading.tree, text) for q in found))


def _in_line(line: str, offset: int) -> Iterator[Quote]:
    opened: re.Match[str] | None = None
    for mark in _MARK.finditer(line):
        if opened is None:
            if _opens(line, mark):
                opened = mark
        elif _closes(opened[0], mark[0]):
            if opened.end() < mark.start():
                yield Quote(
                    Span(offset + opened.end(), offset + mark.start()),
                    Span(offset + opened.start(), offset + mark.end()),
                )
            opened = None
    if opened is not None and line[opened.end() :].strip():
        end = offset + len(line.rstrip())
        yield Quote(Span(offset + opened.end(), end), Span(offset + opened.start(), end), closed=False)


def _opens(line: str, mark: re.Match[str]) -> bool:
    """A straight or doubled mark opens where no letter stands before it; a digit before it means inches."""
    if mark[0] in ("”", "»"):
        return False
    before, after = line[mark.start() - 1 : mark.start()], line[mark.end() : mark.end() + 1]
    return mark[0] in PAIRS or (not before.isalnum() and bool(after.strip()))


def _closes(opener: str, mark: str) -> bool:
    """Writers mix curly and straight marks: a straight one closes all, a curly one all but guillemets."""
    if opener in ("«", "„"):
        return mark == PAIRS[opener]
    return mark in ("”", STRAIGHT, "''")


def _singles(text: str) -> Iterator[Quote]:
    for found in _SINGLE.finditer(text):
        if len(found["inner"].split()) > 3:
            yield Quote(Span(*found.span("inner")), Span(*found.span()))


def _judge(quote: Quote, tree: Tree, text: str) -> Quote:
    inside = tree.within(quote.inner)
    few = sum(tree.tokens[i].pos != "PUNCT" for i in inside) <= TERM
    term = few and not _is_clause(tree, inside) and not _is_answer(quote, text)
    return msgspec.structs.replace(quote, scare=term or _is_title(tree, inside))


def _is_answer(quote: Quote, text: str) -> bool:
    """X said: “Absolutely not.” – after a colon or a comma, with a capital, and ended."""
    before = text[: quote.outer.start].rstrip()[-1:]
    words = quote.inner.of(text)
    return before in (":", ",") and before != "" and words[:1].isupper() and words.rstrip()[-1:] in ".!?"


def _is_clause(tree: Tree, inside: range) -> bool:
    """Governed by a verb that does not itself stand in a noun's place."""
    tops = [i for i in inside if tree.tokens[i].head not in inside or tree.tokens[i].head == i]
    return any(tree.tokens[i].pos in ("VERB", "AUX") and tree.tokens[i].dep not in _PHRASE_DEPS for i in tops)


def _is_title(tree: Tree, inside: range) -> bool:
    """Capitals on nearly every longer word, and no full stop at the end: a headline, a book."""
    long = [t for t in (tree.tokens[i] for i in inside) if t.pos != "PUNCT" and t.end - t.start > 3]
    capital = sum(t.tag in ("NNP", "NNPS") or t.pos == "PROPN" for t in long)
    return len(long) > 3 and capital >= 0.75 * len(long)


STAGE = Stage("quotes", find_quotes, needs=("tree",), makes=("quotes",))
