"""Words brought to a common form, so that two tellings of one thing can be recognised, and how telling each word is."""

from __future__ import annotations

import math
import re
import sys
from functools import cache, lru_cache

from firsthand.lexicon.wording import article_counts, irregular_forms, synonyms

NEWS_ARTICLES = 840
"""How many news articles `en/frequencies.csv` was counted on."""

_SUFFIXES = (
    ("ies", "y", 2), ("ied", "y", 2), ("sses", "ss", 2), ("ches", "ch", 2), ("shes", "sh", 2), ("xes", "x", 2),
    ("s", "", 3), ("izing", "", 4), ("ising", "", 4), ("ized", "", 4), ("ised", "", 4), ("ingly", "", 4),
    ("edly", "", 4), ("ing", "", 3), ("ed", "", 3), ("ation", "", 4), ("ition", "", 4), ("ion", "", 4),
    ("ment", "", 4), ("ness", "", 4), ("ity", "", 4), ("ful", "", 4), ("ise", "", 4), ("ize", "", 4),
    ("ably", "", 4), ("able", "", 4), ("ible", "", 4), ("ally", "", 4), ("ly", "", 4), ("al", "", 4), ("en", "", 6),
)  # fmt: skip
"""Endings, what stands in their place, and how many letters must be left before them; the first that fits."""

_KEEP_S = ("ss", "us", "is")
_SHORT = re.compile(r"[^aeiou]*[aeiouy][^aeiouwxy]")
"""One vowel, one consonant: such a word keeps its final e ("plane" is no plan) and gets it back ("named")."""

REST = "…"
"""Stands for the group of a word that only goes on with a phrase: who opens fire burns nothing."""


@lru_cache(1 << 16)
def stem(word: str) -> str:
    """The word without its endings: "allies" and "ally", "friendly" and "friend", "sold" and "sell" meet."""
    word = word.removesuffix("'s")
    word = irregular_forms().get(word, word)
    if word.endswith("s") and not word.endswith(_KEEP_S):
        word = _without_suffix(word)
    for _ in range(2):
        word = word if word.endswith("s") else _without_suffix(word)
    return sys.intern(_without_e(word))


def _without_suffix(word: str) -> str:
    for suffix, replacement, least in _SUFFIXES:
        if (
            word.endswith(suffix)
            and len(word) - len(suffix) >= least
            and not (suffix == "s" and word.endswith(_KEEP_S))
        ):
            rest = word[: -len(suffix)] + replacement
            return _whole(rest) if suffix in ("ed", "ing") else rest
    return word


def _whole(rest: str) -> str:
    """Without the doubled consonant that "-ed" brought ("shipped"), with the e that it took ("named")."""
    if len(rest) > 3 and rest[-1] == rest[-2] and rest[-1] not in "aeiouls":
        return rest[:-1]
    return f"{rest}e" if _SHORT.fullmatch(rest) else rest


def _without_e(word: str) -> str:
    return word[:-1] if word.endswith("e") and len(word) > 3 and not _SHORT.fullmatch(word[:-1]) else word


@cache
def synonym_groups() -> dict[tuple[str, ...], str]:
    """The group of every form, keyed by the stems of its words."""
    return {tuple(map(stem, form.split())): group.id for group in synonyms() for form in group.forms}


@cache
def _first_stems() -> dict[str, int]:
    """With how many words the longest form of a group goes on that begins with a stem."""
    longest: dict[str, int] = {}
    for stems in synonym_groups():
        longest[stems[0]] = max(len(stems), longest.get(stems[0], 0))
    return longest


def group_stems(stems: tuple[str, ...]) -> tuple[str, ...]:
    """The synonym group that each word, or the phrase from it on, belongs to; empty for none, `REST` for the rest of a
    phrase; longest phrase first."""
    known, first, groups, i = synonym_groups(), _first_stems(), [""] * len(stems), 0
    while i < len(stems):
        for size in range(min(first.get(stems[i], 0), len(stems) - i), 0, -1):
            if (group := known.get(stems[i : i + size])) is not None:
                groups[i : i + size] = group, *[REST] * (size - 1)
                i += size - 1
                break
        i += 1
    return tuple(groups)


def articles(stemmed: str) -> int:
    """In how many of the counted news articles a word stands."""
    return article_counts().get(stemmed, 0)


@lru_cache(1 << 16)
def weight(stemmed: str) -> float:
    """How telling a word is, from 0 (in every news article) to 1 (in none of those that were counted)."""
    return max(0.0, 1 - math.log1p(articles(stemmed)) / math.log1p(NEWS_ARTICLES))
