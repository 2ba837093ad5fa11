"""Names that military writing shapes: ships with their prefix, numbered units, task forces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import msgspec

from firsthand.lexicon.naming import naming_words
from firsthand.model import EntityKind, Span

_HULL = re.compile(r" \((?P<number>[A-Z]{1,4}[ -]?\d{1,4})\)")
_TASK_FORCE = re.compile(r"\b(?:(?:Combined )?(?:Joint )?Task (?:Force|Group)|C?J?TF|CTG)[ -]\d{1,3}(?:\.\d)?\b")
_NUMBER = r"(?:\d{1,3}(?:st|nd|rd|th|d)|First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth|[IVX]{1,4})"


class Shaped(msgspec.Struct, frozen=True):
    """A name, what it is the name of, and the rule that reads its shape."""

    span: Span
    kind: EntityKind
    rule: str


def find_shaped(text: str) -> Iterator[Shaped]:
    """Ships, hull numbers behind them, units and task forces, in no order; none inside another."""
    for found in _ships().finditer(text):
        yield Shaped(Span(*found.span()), "weapon", "ship")
        if hull := _HULL.match(text, found.end()):
            yield Shaped(Span(*hull.span("number")), "weapon", "ship")
    for found in _units().finditer(text):
        yield Shaped(Span(*found.span()), "government", "unit")
    for found in _TASK_FORCE.finditer(text):
        yield Shaped(Span(*found.span()), "government", "unit")


@cache
def _ships() -> re.Pattern[str]:
    """A prefix in capitals, and a name that is not: a line all in capitals tells nothing."""
    prefixes = "|".join(sorted(word.upper() for word in naming_words("ship-prefixes")))
    word = r"(?:[A-Z][a-z'’-]+[A-Za-z'’-]*|[A-Z]\.)"
    return re.compile(
        rf"\b(?:{prefixes}) [A-Z][a-z]+[A-Za-z'’-]*(?: (?:(?:de|du|des|la|of|the|von|van|al) )?{word}){{0,2}}"
    )


@cache
def _units() -> re.Pattern[str]:
    """An ordinal and a unit, with what arm it is of between; units of units are one name."""
    words = "|".join(sorted(word.capitalize() for word in naming_words("unit-words")))
    unit = rf"{_NUMBER} (?:[A-Z][a-z]+ (?:and [A-Z][a-z]+ )?){{0,4}}(?:{words})\b"
    return re.compile(rf"\b{unit}(?:, {unit})*")
