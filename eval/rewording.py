"""A report in other words: no seven words in a row are left of it. For generated derivations, not for readers.

Sentences are parsed by spaCy's small model; quotations lose their marks, some sentences are dropped, adjectives and
adverbs go, names are cut to their last word, words give way to others (`rewordings.csv`, made without looking at the
lexicon), and what is said comes before who says it. What still holds seven words of the old text is dropped.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import spacy

from firsthand.comparing.wording import find_words
from firsthand.model import Span
from firsthand.reading.models import PARSERS

WIDTH = 7
_FEWEST = 4
_MOVABLE = frozenset({"advmod", "npadvmod", "prep", "advcl"})
_QUOTES = str.maketrans("", "", '"“”')

Words = tuple[str, ...]


@cache
def _parser() -> Any:
    return next(spacy.load(name, disable=["ner"]) for name, _ in PARSERS if spacy.util.is_package(name))


@cache
def _table() -> dict[str, str]:
    path = Path(__file__).with_name("rewordings.csv")
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["from"]: row["to"] for row in csv.DictReader(lines)}


@cache
def _phrases() -> re.Pattern[str]:
    longest_first = sorted(_table(), key=lambda words: (-len(words), words))
    return re.compile(r"\b(?:" + "|".join(map(re.escape, longest_first)) + r")\b", re.IGNORECASE)


def reword(text: str, random: Random, *, kept: float = 0.6, apart: Iterable[str] = ()) -> str:
    """About `kept` of the sentences in other words, in their order but for a neighbour or two, no seven in a row of the
    text or of those `apart`; empty where fewer than four are left."""
    old = {shingle for known in (text, *apart) for shingle in shingles(known)}
    told = [s for s in _parser()(text.translate(_QUOTES)).sents if len(s) > 5]
    chosen = [s for n, s in enumerate(told) if n == 0 or random.random() < kept]
    new = [sentence for s in chosen if (sentence := _anew(s, old, random))]
    if len(new) > 4 and random.random() < 0.5:
        at = random.randrange(1, len(new) - 1)
        new[at], new[at + 1] = new[at + 1], new[at]
    return _part(" ".join(new), old) if len(new) >= _FEWEST else ""


def shingles(text: str) -> list[Words]:
    words = [word for word, _ in find_words(text)]
    return [tuple(words[i : i + WIDTH]) for i in range(len(words) - WIDTH + 1)]


def _anew(sentence: Any, old: set[Words], random: Random) -> str:
    """The sentence in other words; empty where seven of the old ones cannot be parted."""
    gone = {i for token in sentence if _may_go(token) and random.random() < 0.6 for i in _below(token)}
    left = _spell(_order([t for t in sentence if t.i not in gone], sentence, random))
    text = _part(_swap(left, random, 0.75), old)
    return text[:1].upper() + text[1:]


def _may_go(token: Any) -> bool:
    """A modifier by itself, an apposition whole, and the first part of a name that has a last one."""
    if token.dep_ in ("amod", "advmod", "intj"):
        return not list(token.children)
    first_name = token.dep_ == "compound" and token.pos_ == "PROPN" and token.head.pos_ == "PROPN"
    return bool(token.dep_ == "appos" or first_name)


def _below(token: Any) -> set[int]:
    return {t.i for t in token.subtree} if token.dep_ == "appos" else {token.i}


def _order(tokens: list[Any], sentence: Any, random: Random) -> list[Any]:
    """A leading phrase goes to the end, or a trailing one to the front."""
    root = sentence.root
    for child in root.children:
        first, last = child.left_edge.i, child.right_edge.i
        if child.dep_ in _MOVABLE and last - first > 1 and first == sentence.start and random.random() < 0.8:
            inside = [t for t in tokens if first <= t.i <= last]
            rest = [t for t in tokens if t.i > last and not t.is_punct or t.i > last + 1]
            stop = [t for t in rest[-1:] if t.is_punct]
            return rest[: len(rest) - len(stop)] + inside + stop
    return tokens


def _spell(tokens: list[Any]) -> str:
    text = (
        "".join(t.text + (" " if t.whitespace_ or b.i != t.i + 1 else "") for t, b in pairwise([*tokens, tokens[-1]]))
        if tokens
        else ""
    )
    text = re.sub(r"\s+([,.;:?!])", r"\1", text)
    return re.sub(r"([,;:])(?:\s*[,;:])+", r"\1", text).strip(" ,;:-–—")


def _swap(text: str, random: Random, chance: float) -> str:
    """Words of the table give way with this chance."""

    def other(found: re.Match[str]) -> str:
        new = _table()[found[0].casefold()] if found[0].casefold() in _table() else found[0]
        if random.random() >= chance:
            return found[0]
        return new[:1].upper() + new[1:] if found[0][:1].isupper() else new

    return re.sub(r"\s{2,}", " ", _phrases().sub(other, text)).strip()


def _part(text: str, old: set[Words]) -> str:
    """The text without a word in the middle of any seven that are left: a small one, else one that is no name and no
    figure; nothing where there is none."""
    while left := [w for w in _windows(text) if tuple(word for word, _ in w) in old]:
        window = left[0]
        loose = [(word not in _SMALL, abs(n - WIDTH // 2), span) for n, (word, span) in enumerate(window)]
        free = [(small, n, span) for small, n, span in loose if span.of(text).islower()]
        if not free:
            return ""
        at = min(free)[2]
        text = re.sub(r"\s{2,}", " ", text[: at.start] + text[at.end :])
    return text


def _windows(text: str) -> list[list[tuple[str, Span]]]:
    words = list(find_words(text))
    return [words[i : i + WIDTH] for i in range(len(words) - WIDTH + 1)]


_SMALL = frozenset(
    "the a an of to in on at for and or by from his her their its that this these those has have had".split()  # noqa: SIM905
)
