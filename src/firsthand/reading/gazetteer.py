"""Finds listed names and roles in a text, whole words only, the longest first."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

import msgspec
from ahocorasick_rs import AhoCorasick, MatchKind

from firsthand.lexicon.naming import naming_words
from firsthand.lexicon.roles import RoleForm, role_forms
from firsthand.lexicon.world import Meaning, by_name
from firsthand.model import Span

_PLAIN = {
    **dict.fromkeys(map(ord, "’‘ʼ´`"), "'"),
    **dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f\n\t"), " "),
    **dict.fromkeys(map(ord, "\u2010\u2011"), "-"),
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
}
NO_CAPITALS = frozenset({"us"})
"""Forms that are other words where all is written in capitals or that are too short to tell."""
_SHORTEST_IN_CAPITALS = 4


class Hit(msgspec.Struct, frozen=True, gc=False):
    """A listed form at `span`, and all that it can stand for."""

    span: Span
    meanings: tuple[Meaning, ...]


class RoleHit(msgspec.Struct, frozen=True, gc=False):
    """A role's form at `span`."""

    span: Span
    form: RoleForm


def plain(text: str) -> str:
    """The same number of code points with straight apostrophes, hyphens and spaces, so that offsets hold."""
    return text.translate(_PLAIN)


def folded(text: str) -> str:
    """Lower case at the same length: a letter whose lower case is longer stays as it is."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(low if len(low := c.lower()) == 1 else c for c in text)


def without_accents(form: str) -> str:
    """Latin letters alone: "Élysée" as "Elysee"."""
    return "".join(c for c in unicodedata.normalize("NFD", form) if not unicodedata.combining(c))


class Finder:
    """An automaton over a fixed set of forms."""

    def __init__(self, forms: Iterable[str]) -> None:
        self.forms = tuple(forms)
        self._automaton = AhoCorasick(self.forms, matchkind=MatchKind.Standard) if self.forms else None

    def find(self, text: str) -> Iterator[tuple[Span, str]]:
        """Whole-word matches that do not overlap: the leftmost, then the longest."""
        if self._automaton is None:
            return
        found = [
            (start, -end, form)
            for form, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True)
            if _is_whole(text, start, end)
        ]
        reached = 0
        for start, end, form in sorted(found):
            if start >= reached:
                reached = -end
                yield Span(start, reached), self.forms[form]


def _is_whole(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (_is_letter(before) and text[start].isalnum()) and not (_is_letter(after) and text[end - 1].isalnum())


def _is_letter(mark: str) -> bool:
    return mark.isalnum() or (mark > "\u02ff" and unicodedata.combining(mark) > 0) or mark == "_"


@cache
def _names() -> tuple[Finder, dict[str, tuple[Meaning, ...]]]:
    """Listed forms with the spellings that print makes of them: without accents, in capitals."""
    spelt: dict[str, tuple[Meaning, ...]] = {plain(form): meanings for form, meanings in by_name().items()}
    for form, meanings in tuple(spelt.items()):
        spelt.setdefault(without_accents(form), meanings)
        if len(form) >= _SHORTEST_IN_CAPITALS and form.casefold() not in NO_CAPITALS:
            spelt.setdefault(form.upper(), meanings)
    return Finder(spelt), spelt


@cache
def _roles() -> Finder:
    return Finder(role_forms())


def find_names(text: str) -> tuple[Hit, ...]:
    """Listed names in `text`, which must be `plain`."""
    finder, meanings = _names()
    return tuple(Hit(_without_article(span, form), meanings[form]) for span, form in finder.find(text))


def _without_article(span: Span, form: str) -> Span:
    return Span(span.start + 4, span.end) if form.startswith(("the ", "The ", "THE ")) else span


def find_roles(text: str) -> tuple[RoleHit, ...]:
    """Roles in `text`, which must be `plain`, in any case."""
    forms = role_forms()
    return tuple(RoleHit(span, forms[form]) for span, form in _roles().find(folded(text)))


DESIGNATION = re.compile(
    r"(?<![\w-])(?P<stem>[A-Z][A-Za-z]{0,11}(?:/[A-Z]+)?)-(?P<number>\d{1,4})(?P<rest>[A-Z]{0,4}\d?(?:-\d[A-Z]?)?|s)(?![\w-])"
)
"""A name and a number joined by a hyphen, as arms are designated: Ababil-2, Kh-47M2, MQ-9B."""


def find_designations(text: str) -> Iterator[Span]:
    """Whatever is shaped like an arm's designation; its digits are part of a name, not a figure."""
    other = naming_words("not-designations")
    for found in DESIGNATION.finditer(text):
        if found["stem"].lower() not in other:
            yield Span(*found.span())
