"""Words as the search index has them, and what a person may ask of it.

    drone factory             both words
    drone OR shahed           either
    drone NOT (toy OR hobby)  the first without the others
    "drone factory"           these words in this order
    sanct*                    words that begin so

Capitals, accents and marks do not count. Both engines get words that are split here, so they find the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import msgspec

from firsthand.errors import QueryError

_WORD = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f]|[^\\W_\u3040-\u30ff\u3400-\u9fff"
                   "\uf900-\ufaff\U00020000-\U0003134f]+")  # fmt: skip
"""A run of letters and digits; of Chinese and Japanese, which put no blanks between words, each sign."""

_PART = re.compile(r'"([^"]*)(?:"|$)|([()])|([^\s()"]+)')

LONGEST = 2_000
"""Code points of a query: more than anybody types, less than what makes an engine slow."""

DEEPEST = 20
"""Brackets within brackets."""

_LETTERS = 255
"""Code points of a word that the index keeps: longer ones are found by their beginning."""


class Term(msgspec.Struct, frozen=True):
    """Words that stand side by side in this order; with `prefix` the last is a beginning."""

    words: tuple[str, ...]
    prefix: bool = False


class All(msgspec.Struct, frozen=True):
    """Every one of `parts`, and none of `without`."""

    parts: tuple[Query, ...]
    without: tuple[Query, ...] = ()


class Any(msgspec.Struct, frozen=True):
    """At least one of them."""

    parts: tuple[Query, ...]


Query = Term | All | Any


def split_words(text: str) -> tuple[str, ...]:
    """The words of a text, in order, as they are compared."""
    if text.isascii():
        return tuple(w[:_LETTERS] for w in _WORD.findall(text.lower()))
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(c for c in plain if not unicodedata.combining(c))
    return tuple(w[:_LETTERS] for w in _WORD.findall(bare))


def parse_query(text: str) -> Query:
    """What is asked; QueryError says why nothing can be looked for. Marks that mean nothing are passed over."""
    if len(text) > LONGEST:
        raise QueryError(f"the query has {len(text):,} characters", hint=f"at most {LONGEST:,}; ask for fewer words")
    parts = list(_parts(text))
    found, rest = _alternatives(parts, 0, 0)
    while rest < len(parts):  # a bracket that closes nothing
        more, rest = _alternatives(parts, rest + 1, 0)
        found = _join(tuple(q for q in (found, more) if q is not None), ())
    if found is None:
        shown = text.strip()[:40]
        raise QueryError(
            f"no word to look for in '{shown}'",
            hint='give a word, a "phrase" or a beginning*; AND, OR, NOT and brackets join them, NOT only after a word',
        )
    return found


class _Part(msgspec.Struct, frozen=True):
    """A piece of the query: an operator or a bracket, or words."""

    mark: str = ""
    term: Term | None = None


def _parts(text: str) -> Iterator[_Part]:
    for match in _PART.finditer(text):
        quoted, bracket, bare = match.groups()
        if bracket:
            yield _Part(bracket)
        elif bare in ("AND", "OR", "NOT"):
            yield _Part(bare)
        else:
            stars = quoted is None and bare.endswith("*") or text[match.end() : match.end() + 1] == "*"
            if words := split_words(bare if quoted is None else quoted):
                yield _Part(term=Term(words, stars))


def _alternatives(parts: list[_Part], at: int, depth: int) -> tuple[Query | None, int]:
    """Up to the bracket that closes, or the end: conjunctions between ORs."""
    if depth > DEEPEST:
        raise QueryError(f"more than {DEEPEST} brackets within brackets", hint="ask more simply")
    found: list[Query] = []
    while True:
        one, at = _conjunction(parts, at, depth)
        if one is not None:
            found.append(one)
        if at >= len(parts) or parts[at].mark != "OR":
            break
        at += 1
    if not found:
        return None, at
    return (found[0] if len(found) == 1 else Any(tuple(found))), at


def _conjunction(parts: list[_Part], at: int, depth: int) -> tuple[Query | None, int]:
    wanted: list[Query] = []
    unwanted: list[Query] = []
    negated = False
    while at < len(parts) and parts[at].mark not in ("OR", ")"):
        part = parts[at]
        at += 1
        one: Query | None = part.term
        if part.mark == "(":
            one, at = _alternatives(parts, at, depth + 1)
            at += 1  # the bracket that closes, or the end
        if one is not None:
            (unwanted if negated else wanted).append(one)
        negated = part.mark == "NOT"
    return _join(tuple(wanted), tuple(unwanted)), at


def _join(wanted: tuple[Query, ...], unwanted: tuple[Query, ...]) -> Query | None:
    if not wanted:
        return None
    return wanted[0] if len(wanted) == 1 and not unwanted else All(wanted, unwanted)


KEPT = 255
"""Places of one word in one passage that the index keeps: PostgreSQL's limit."""


def places(words: tuple[str, ...]) -> dict[str, tuple[int, ...]]:
    """Where each word stands, counted from one."""
    found: dict[str, list[int]] = {}
    for place, word in enumerate(words, start=1):
        found.setdefault(word, []).append(place)
    return {word: tuple(at) for word, at in found.items()}
