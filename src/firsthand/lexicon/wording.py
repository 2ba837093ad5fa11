"""The tables of comparing: what may stand for what, what nobody tells, whose text it is. Each is read once."""

from __future__ import annotations

import csv
import re
from functools import cache
from typing import Literal, TypeVar

from firsthand.errors import LexiconError
from firsthand.lexicon.records import Rule
from firsthand.lexicon.tables import load_rules, packaged
from firsthand.model import DerivationKind


class Synonyms(Rule, frozen=True, kw_only=True):
    """Words that news reports put for one another; `forms` are single words or phrases of up to three words."""

    forms: tuple[str, ...]


class Language(Rule, frozen=True, kw_only=True):
    """A language and the small words by which it is known, in lower case."""

    forms: tuple[str, ...]


class Toll(Rule, frozen=True, kw_only=True):
    """Words for what befell people; `forms` are of up to three words, compared by their stems."""

    forms: tuple[str, ...]


class Notice(Rule, frozen=True, kw_only=True):
    """A standing sentence; `pattern` is a regular expression, tried on a sentence whatever its case."""

    pattern: str


class CreditRule(Rule, frozen=True, kw_only=True):
    """A line that names whose text it is.

    `pattern` is a regular expression with a group `name`, in which {name}, {place}, {date} and {month} stand for what
    those look like; it is tried on the first lines (`place` head), the last ones (tail) or all. `open` takes names that
    no table has.
    """

    pattern: str
    place: Literal["head", "tail", "any"]
    kind: DerivationKind
    open: bool = False


_LONGEST = 3
"""Comparing looks at runs of so many words."""

R = TypeVar("R", Synonyms, Toll)


@cache
def synonyms() -> tuple[Synonyms, ...]:
    """Groups of words that stand for one another."""
    return load_forms("en/synonyms.toml", "synonyms", Synonyms)


@cache
def languages() -> tuple[Language, ...]:
    """Languages that reports are told apart by; what they tell is read in English alone."""
    return load_rules("world/languages.toml", "language", Language)


@cache
def tolls() -> tuple[Toll, ...]:
    """Words for what befalls people."""
    return load_forms("en/tolls.toml", "toll", Toll)


def load_forms(path: str, key: str, kind: type[R], *, text: str | None = None) -> tuple[R, ...]:
    """The groups of a table; LexiconError names a form that stands in two, or that is longer than three words."""
    found = load_rules(path, key, kind, text=text)
    home: dict[str, str] = {}
    for group in found:
        for form in group.forms:
            if home.setdefault(form, group.id) != group.id:
                raise LexiconError(
                    f"{path}: form '{form}' of '{group.id}' stands in '{home[form]}' too", hint="keep it in one of them"
                )
            if len(form.split()) > _LONGEST:
                raise LexiconError(
                    f"{path}: form '{form}' of '{group.id}' is too long", hint="a form has up to three words"
                )
    return found


@cache
def notices() -> tuple[Notice, ...]:
    """Sentences that outlets put under anything."""
    return load_notices()


def load_notices(path: str = "en/notices.toml", *, text: str | None = None) -> tuple[Notice, ...]:
    """The notices of a table; LexiconError names one whose pattern is none."""
    found = load_rules(path, "notice", Notice, text=text)
    for notice in found:
        _compile(path, notice.id, notice.pattern)
    return found


@cache
def credit_rules() -> tuple[CreditRule, ...]:
    """Lines that name whose text it is."""
    return load_credits()


def load_credits(path: str = "en/credits.toml", *, text: str | None = None) -> tuple[CreditRule, ...]:
    """The credits of a table; LexiconError names one whose pattern is none, or names nobody."""
    found = load_rules(path, "credit", CreditRule, text=text)
    for rule in found:
        shown = re.sub(r"\{(?:name|place|date|month)\}", "x", rule.pattern)
        if "name" not in _compile(path, rule.id, shown).groupindex:
            raise LexiconError(f"{path}: the pattern of '{rule.id}' names nobody", hint="give it a group (?P<name>...)")
    return found


def _compile(path: str, entry: str, pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error as error:
        raise LexiconError(f"{path}: the pattern of '{entry}' is none: {error}", hint="see Python's re") from error


@cache
def irregular_forms() -> dict[str, str]:
    """Inflected forms that no ending shows, with their dictionary form."""
    return load_pairs("en/irregular.csv", ("form", "lemma"))


@cache
def article_counts() -> dict[str, int]:
    """In how many news articles each stem stands."""
    path = "en/frequencies.csv"
    return {stem: _number(path, stem, count) for stem, count in load_pairs(path, ("stem", "articles")).items()}


def _number(path: str, stem: str, count: str) -> int:
    if not count.isdecimal():
        raise LexiconError(f"{path}: '{stem}' has no count but '{count}'", hint="a whole number of articles")
    return int(count)


def load_pairs(path: str, columns: tuple[str, str], *, text: str | None = None) -> dict[str, str]:
    """A CSV table of two columns; LexiconError names a row that is not whole, or whose first cell stands there
    twice."""
    reader = csv.reader((packaged(path) if text is None else text).splitlines(), strict=True)
    if tuple(next(reader, ())) != columns:
        raise LexiconError(f"{path}: its columns are not {columns[0]},{columns[1]}", hint="they are its first line")
    found: dict[str, str] = {}
    for row in reader:
        if len(row) != 2 or not all(row) or row[0] in found:
            raise LexiconError(
                f"{path}:{reader.line_num}: two cells are needed, the first one new", hint=",".join(row) or "empty"
            )
        found[row[0]] = row[1]
    return found


class Tally(Rule, frozen=True, kw_only=True):
    """Units that are counted anew with each player, game and season; `forms` are of up to three words."""

    forms: tuple[str, ...]


@cache
def tallies() -> tuple[Tally, ...]:
    """What is counted in games."""
    return load_rules("en/tallies.toml", "tally", Tally)
