"""What of a text outlives other words and other languages: names and numbers, weighed by how rare they are."""

from __future__ import annotations

import math
import re
import unicodedata
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from firsthand.comparing.wording import Wording, find_words
from firsthand.lexicon.wording import languages
from firsthand.model import Span

_NUMBER = re.compile(r"\d+(?:[.,' \u00a0\u202f]\d{3})*(?:[.,]\d+)?")
_NAME = re.compile(r"[^\W\d_][\w’'-]*")
_SHORTEST = 3
_SEEN = 40
"""Words by which a language is told: a caption of fewer may be of any."""
_ENOUGH = 4000
"""Letters by which it is told."""
_TOLD = 0.08
"""The part of a text's words that must be a language's small ones; running text has a third."""

_FLOOR = 60
"""A pile is never taken to hold fewer texts: in a short one everything looks frequent."""

Specifics = Mapping[str, int]
"""Names (folded, without accents) and numbers (digits without marks and closing zeros, after #) with their counts."""

Placed = tuple[tuple[str, Span], ...]
"""The same in text order, with where they stand."""


def place_specifics(text: str) -> Placed:
    """All names and numbers of a text; what starts with a capital counts as a name, wherever it stands: small words at
    the start of sentences weigh nothing later, since every text has them."""
    names = ((_fold(m[0]), Span(*m.span())) for m in _NAME.finditer(text) if m[0][0].isupper())
    numbers = ((_figure(m[0]), Span(*m.span())) for m in _NUMBER.finditer(text))
    return tuple(sorted([*(n for n in names if len(n[0]) >= _SHORTEST), *numbers], key=lambda found: found[1]))


def count_specifics(placed: Placed) -> Specifics:
    return Counter(key for key, _ in placed)


def find_specifics(text: str) -> Specifics:
    """The names and numbers of a text with their counts."""
    return count_specifics(place_specifics(text))


def _fold(name: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.sub(r"['’]s?$", "", bare).casefold()


def _figure(number: str) -> str:
    """`40 billion`, `40,000 million` and `40.000 Millionen` meet in their first digits."""
    return "#" + (re.sub(r"\D", "", number).strip("0") or "0")


def weigh_specifics(texts: Iterable[Specifics]) -> dict[str, float]:
    """For each name and number how rare it is, from 0 (in every text of many) to 1 (in one)."""
    counts: Counter[str] = Counter()
    total = 0
    for found in texts:
        total += 1
        counts.update(found.keys())
    full = math.log1p(max(_FLOOR, total))
    return {key: 1 - math.log(count) / full for key, count in counts.items()}


def agreement(left: Specifics, right: Specifics, weights: Mapping[str, float]) -> float:
    """How far two texts name the same, from 0 to 1: the cosine of their weighed names and numbers."""
    return _dot(left, right, weights) / math.sqrt((_dot(left, left, weights) * _dot(right, right, weights)) or 1.0)


def _dot(left: Specifics, right: Specifics, weights: Mapping[str, float]) -> float:
    return sum(
        (1 + math.log(count)) * (1 + math.log(right[key])) * weights[key] ** 2
        for key, count in sorted(left.items())
        if key in right
    )


def near(
    texts: Mapping[str, Specifics], weights: Mapping[str, float], *, rare: float, crowd: int
) -> Iterator[tuple[str, str]]:
    """Pairs of texts, ids in order, that share two names or numbers of weight `rare`, which at most `crowd` texts
    have."""
    postings: dict[str, list[str]] = defaultdict(list)
    for id in sorted(texts):
        for key in texts[id]:
            if weights[key] >= rare:
                postings[key].append(id)
    for id in sorted(texts):
        shared: Counter[str] = Counter()
        for key in texts[id]:
            if len(postings.get(key, ())) <= crowd:
                shared.update(other for other in postings.get(key, ()) if id < other)
        yield from ((id, other) for other in sorted(shared) if shared[other] >= 2)


@cache
def _small_words() -> dict[str, tuple[str, ...]]:
    """Each small word with the languages that it stands in."""
    found: dict[str, tuple[str, ...]] = {}
    for language in languages():
        for form in language.forms:
            found[form] = (*found.get(form, ()), language.id)
    return found


def language_of(text: str) -> str:
    """The language of a text by its small words (`en`, `es`); empty where they do not tell."""
    return _by_small_words([word for word, _ in find_words(text[:_ENOUGH])])


def language_of_wording(wording: Wording) -> str:
    """The same of a text whose words are known."""
    return _by_small_words(wording.words[: bisect_left(wording.starts, _ENOUGH)])


def _by_small_words(words: Sequence[str]) -> str:
    hits = Counter(language for word in words for language in _small_words().get(word, ()))
    best = sorted(hits.items(), key=lambda item: (-item[1], item[0]))[:2]
    if len(words) < _SEEN or not best or best[0][1] < _TOLD * len(words):
        return ""
    return "" if len(best) > 1 and best[1][1] == best[0][1] else best[0][0]
