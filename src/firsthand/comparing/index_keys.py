"""What two reports must share to be laid side by side: what each speaks of, whose words it has, whom it names."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache, lru_cache
from zlib import crc32

import msgspec
import numpy as np

from firsthand.comparing.credits import find_credits
from firsthand.comparing.index_rows import DAY_BITS, UNDATED, Keys, Weights
from firsthand.comparing.outlets import packaged_outlets
from firsthand.comparing.pile import Page
from firsthand.comparing.shingles import sketch
from firsthand.comparing.specifics import find_specifics, language_of_wording
from firsthand.comparing.tellings import Telling, Term, telling_key
from firsthand.comparing.terms import articles, stem
from firsthand.lexicon.wording import languages
from firsthand.model import Attribution, Span

UNIT = 250
"""Weights of a report's leading things have squares that sum up to the square of this."""

_TELLING = 0.55
"""Words lighter than this bring no reports together."""

_LEADING = 32
"""A report is found by so many of the things that it speaks of most."""

_WORDED = 1.8
"""A shingle whose words weigh less than this ("at the end of the day that") may be anybody's."""

_SPECIFIC = 24
"""A translation is found by so many of its rarest names and numbers: of 119 in eval/harder.py (train and dev, drawn
three times each) 117 share seven or more with their parent, of pairs that are none one in eight hundred. Of sixteen, as
every capital of another language counts as rare, 114 share four, and one in three hundred of the others."""

_NUMBER = 400
"""A number of one digit is taken to stand in so many articles, one of two in a quarter of them, and so on."""

_LONGEST = 5
"""Words that an outlet's name may have."""

_REACH = 40
"""Letters between the words for a source and its cue in which the rest of its name may stand."""

_EPOCH = date(1900, 1, 1).toordinal()

_PARTS = {"leading": 1, "wording": 2, "specifics": 3, "outlet": 4}
"""Keys of one kind answer none of another."""


class Keys48(msgspec.Struct, frozen=True):
    """Keys of 48 bits in order, each once, and how much each weighs."""

    keys: Keys
    weights: Weights


class Marks(msgspec.Struct, frozen=True):
    """All by which a report is found.

    `mark` is a number made of its id; `leading` what it speaks of most; `wording` its kept shingles; `specifics` its
    rarest names and numbers, each with the number of its language for a weight; `outlet` who published it; `named` the
    outlets that it may have something from.
    """

    mark: int
    day: int
    leading: Keys48
    wording: Keys48
    specifics: Keys48
    outlet: Keys48
    named: Keys48


def find_marks(page: Page) -> Marks:
    """The marks of a report, made from it alone."""
    document = page.document
    own = packaged_outlets().key_of(document)
    named = {key for key in _named(page) if key != own}
    return Marks(
        mark=mark_of(page.id),
        day=day_of(document.published),
        leading=_weighed("leading", _leading(page)),
        wording=plain("wording", (str(n) for n in sketch(page.wording, page.hidden, least=_WORDED))),
        specifics=_specifics(page),
        outlet=plain("outlet", [own] if own else ()),
        named=plain("outlet", named),
    )


def mark_of(id: str) -> int:
    """A number of 64 bits for an id, by which reports are ordered whatever came first."""
    return int.from_bytes(hashlib.blake2b(id.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def day_of(published: str | None) -> int:
    """The stated day as a number, `UNDATED` without one."""
    try:
        day = date.fromisoformat((published or "")[:10]).toordinal() - _EPOCH
    except ValueError:
        return UNDATED
    return day if UNDATED < day < 1 << DAY_BITS else UNDATED


def plain(part: str, things: Iterable[str]) -> Keys48:
    """Keys that all weigh the same."""
    return _weighed(part, ((thing, 1) for thing in things))


def _weighed(part: str, things: Iterable[tuple[str, int]]) -> Keys48:
    found: dict[int, int] = {}
    for thing, weight in things:
        key = _number(part, thing)
        found[key] = max(weight, found.get(key, 0))
    keys = sorted(found)
    return Keys48(np.array(keys, np.uint64), np.array([found[key] for key in keys], np.uint8))


@lru_cache(1 << 16)
def _number(part: str, thing: str) -> int:
    """48 bits: 16 from a second sum over the same letters, since 32 are too few for millions of keys."""
    raw = thing.encode("utf-8", "surrogatepass")
    return (crc32(raw, _PARTS[part]) << 16 | crc32(raw[::-1], _PARTS[part]) & 0xFFFF) & 0xFFFFFFFFFFFF


# What it speaks of


def _leading(page: Page) -> Iterator[tuple[str, int]]:
    """What the report speaks of most: how often, and how telling it is."""
    counts: dict[str, int] = {}
    heavy: dict[str, float] = {}
    for sentence in page.sentences:
        for thing, weight in _things(sentence, page):
            counts[thing] = counts.get(thing, 0) + 1
            heavy[thing] = max(weight, heavy.get(thing, 0.0))
    raw = {thing: round((1 + math.log(n)) * heavy[thing], 6) for thing, n in counts.items()}
    best = sorted(raw, key=lambda thing: (-raw[thing], thing))[:_LEADING]
    length = math.sqrt(math.fsum(raw[thing] ** 2 for thing in best))
    return ((thing, round(UNIT * raw[thing] / length)) for thing in best)


def _things(sentence: Telling, page: Page) -> Iterator[tuple[str, float]]:
    """What stands for each telling term but dates, which all reports of a day have in common. An entity of no list goes
    by its last word, since its id is its report's own."""
    for term in sentence.terms:
        if term.weight >= _TELLING and term.key[0] != "=":
            own = term.key[0] == "@" and "/" not in term.key
            yield _last_word(term, page) if own else telling_key(term), term.weight


def _last_word(term: Term, page: Page) -> str:
    return term.span.of(page.document.text).rpartition(" ")[2].casefold()


# What outlives another language


def _specifics(page: Page) -> Keys48:
    """None where the language is not known: then nothing can be shown to be in another."""
    language = language_of_wording(page.wording)
    if not language:
        return plain("specifics", ())
    best = sorted(find_specifics(page.document.text), key=lambda key: (_commonness(key), key))[:_SPECIFIC]
    return _weighed("specifics", ((key, _language_number()[language]) for key in best))


@cache
def _language_number() -> dict[str, int]:
    return {name: number for number, name in enumerate(sorted(language.id for language in languages()), start=1)}


@lru_cache(1 << 16)
def _commonness(key: str) -> int:
    return _NUMBER // (len(key) - 1) ** 2 if key[0] == "#" else articles(stem(key))


# Whom it names


def _named(page: Page) -> Iterator[str]:
    """The keys of outlets that it credits, and of all that may be an outlet's name among those who let it know: which
    outlets there are in a pile is known only when all of it is there."""
    for credit in find_credits(page.document, packaged_outlets(), page.written):
        yield credit.key
    for attribution in page.reading.attributions or ():
        for span in (*attribution.source, *attribution.addressee):
            yield from _names_at(_lengthened(span, attribution).of(page.document.text))


def _lengthened(span: Span, attribution: Attribution) -> Span:
    """Up to the cue where that stands right behind: "the magazine | Orbit Monthly | said"."""
    after = [cue.start for cue in attribution.cue if span.end <= cue.start <= span.end + _REACH]
    return Span(span.start, min(after, default=span.end))


def _names_at(text: str) -> Iterator[str]:
    """Runs of words that start and end with a capital or a figure."""
    words = text.split()
    for start, word in enumerate(words):
        for end in range(start + 1, min(start + _LONGEST, len(words)) + 1):
            if _is_name(word) and _is_name(words[end - 1]) and (key := _key(" ".join(words[start:end]))):
                yield key


@lru_cache(1 << 14)
def _key(name: str) -> str:
    return packaged_outlets().key(name)


def _is_name(word: str) -> bool:
    letter = word.lstrip("(\"'“‘")[:1]
    return letter.isupper() or letter.isdigit()
