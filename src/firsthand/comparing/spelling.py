"""Whether an English word is spelt as it should be, by the words that the parser's lemmatizer lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from importlib.machinery import SourceFileLoader
from importlib.util import find_spec
from pathlib import Path

import msgspec

from firsthand.comparing.terms import articles, stem
from firsthand.lexicon.wording import article_counts
from firsthand.reading.models import PARSERS

_COMMON = 12
"""A word that stands in so many of the counted news articles is what a writer may have meant."""

_LOOKUPS = "lemmatizer/lookups/lookups.bin"


class _Listed(msgspec.Struct, frozen=True):
    """All listed words, and by which endings others come from them (as written, as listed)."""

    words: frozenset[str]
    endings: tuple[tuple[str, str], ...]


@cache
def _listed() -> _Listed:
    """The lists that came with the parser; empty where it is not installed."""
    for name, version in PARSERS:
        found = find_spec(name)
        if found is not None and isinstance(found.loader, SourceFileLoader) and found.origin is not None:
            folder = Path(found.origin).parent / f"{name}-{version}"
            with suppress(OSError):
                return _read(found.loader.get_data(str(folder / _LOOKUPS)))
    return _Listed(frozenset(), ())


def _read(packed: bytes) -> _Listed:
    tables: dict[str, dict[int, object]] = msgspec.msgpack.decode(packed, type=dict[str, dict[int, object]])
    listed = [*tables["lemma_index"].values(), *tables["lemma_exc"].values()]
    rules = [msgspec.convert(found, list[tuple[str, str]]) for found in tables["lemma_rules"].values()]
    words = frozenset(word for table in listed for word in msgspec.convert(list(table), list[str]))  # type: ignore[call-overload]
    return _Listed(words, tuple(sorted({ending for table in rules for ending in table if ending[0]})))


def is_word(word: str) -> bool:
    """Whether a word in small letters is known: counted in the news, listed, or an inflected form of what is. True of
    all where nothing is listed, since then no word is known to be none."""
    listed = _listed()
    if not listed.words or word in listed.words or articles(stem(word)):
        return True
    return any(word.endswith(old) and word[: -len(old)] + new in listed.words for old, new in listed.endings)


@cache
def _shortened() -> dict[str, tuple[str, ...]]:
    """Common stems, by what is left of each without one letter or none."""
    found: dict[str, list[str]] = defaultdict(list)
    for known, count in article_counts().items():
        if count >= _COMMON and len(known) > 3:
            for key in {known, *without_one(known)}:
                found[key].append(known)
    return {key: tuple(stems) for key, stems in found.items()}


def is_misspelt(word: str) -> bool:
    """Whether it is no word itself, and one slip of the pen off a common one; compared without endings.

    >>> is_misspelt("goverment"), is_misspelt("government"), is_misspelt("brevanka")
    (True, False, False)
    """
    if is_word(word):
        return False
    own = stem(word)
    return any(is_slip(own, known) for key in (own, *without_one(own)) for known in _shortened().get(key, ()))


def without_one(word: str) -> Iterator[str]:
    """The word without each of its letters."""
    return (word[:i] + word[i + 1 :] for i in range(len(word)))


def is_slip(written: str, right: str) -> bool:
    """Whether one letter was left out, put in, changed, or changed places with the next: two words that differ so.

    >>> is_slip("recieve", "receive"), is_slip("recive", "receive"), is_slip("relieve", "receive")
    (True, True, False)
    """
    start = next((i for i, (a, b) in enumerate(zip(written, right, strict=False)) if a != b), None)
    if start is None:
        return abs(len(written) - len(right)) == 1
    here, there = written[start:], right[start:]
    return (
        here[1:] == there
        or here == there[1:]
        or here[1:] == there[1:]
        or (here[:2] == there[:2][::-1] and here[2:] == there[2:])
    )
