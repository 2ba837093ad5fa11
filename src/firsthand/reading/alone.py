"""What a number counts that no noun stands by: people by what befell them, years of age, what was counted before."""

from __future__ import annotations

import re
from functools import cache

import msgspec

from firsthand.lexicon.values import NumberKind, change_rules
from firsthand.reading.numerals import words_beside


class Alone(msgspec.Struct, frozen=True):
    """The unit of a number alone, what it is of in the report's words, and the rule that says so."""

    unit: str
    of: str | None
    rule: str


def find_alone(text: str, start: int, end: int) -> Alone | None:
    """What the number whose words, bounds among them, are at `start`..`end` counts by the words beside it."""
    if _EACH_OTHER.match(text, end):
        return None
    if fit := _victim().match(text, end):
        return Alone("person", fit["word"], "numbers/victim")
    if fit := _number_of().search(text, max(0, start - 2 * _WINDOW), start):
        return Alone("person", fit["word"], "numbers/victim")
    if fit := _harm().search(text, max(0, start - _WINDOW), start):
        return Alone("person", fit["word"], "numbers/harm")
    if fit := _group().search(text, max(0, start - _WINDOW), start):
        return Alone("person", fit["word"], "numbers/group")
    return Alone("year", "age", "units/year") if _is_age(text, start, end) else None


def _is_age(text: str, start: int, end: int) -> bool:
    """ "He was 44.", "aged 44", "John Smith, 44, of Leeds"."""
    begin = max(0, start - _WINDOW)
    if end - start > 3 or not text[start:end].isdigit():
        return False
    if _BEHIND_NAME.search(text, begin, start):
        return _BEFORE_MORE.match(text, end) is not None
    if _AT_AGE.search(text, begin, start):
        return True
    return _AGED.search(text, begin, start) is not None and _AGE_ENDS.match(text, end) is not None


def is_victim(word: str) -> bool:
    """Whether a word that the parse takes for the counted noun says what befell people, or only "others"."""
    return word == "others" or word in words_beside("victim")


def of_toll(words: str | None) -> Alone | None:
    """People, where what is measured is a toll ("death toll")."""
    last = words.lower().split()[-1:] if words else []
    return Alone("person", words, "numbers/toll") if last and last[0] in words_beside("toll") else None


def is_level(text: str, start: int) -> bool:
    """Whether what ends at `start` says that something changed to, by or from what follows ("rose sharply to")."""
    return _level().search(text, max(0, start - _WINDOW), start) is not None


def goes_on(text: str, before: tuple[int, int], start: int, end: int) -> bool:
    """Whether a number alone counts what the amount at `before` counts: "to 40 drones from 30", "40 drones by day and
    30 by night"."""
    fit = _LINK.fullmatch(text, before[1], start)
    if fit is None:
        return False
    match fit["link"].lower():
        case "from":
            return True
        case "to":
            return text.endswith("from ", 0, before[0])
    return _AND_ENDS.match(text, end) is not None


_WINDOW = 40
_EACH_OTHER = re.compile(r" (?:another|by one)\b")
_LINK = re.compile(r"[^.;:!?\n\r()]{0,60}[ ](?P<link>from|to|and|or|while)(?: another| a further)? ", re.IGNORECASE)
_AND_ENDS = re.compile(r" (?:by|in|on|at|who|were|was|that|which|of which|of them|from|for)\b")
_AGED = re.compile(r"\b(?:he|she|who|i) (?:is|was|turned|turns) (?:now |just |only |then )?$", re.IGNORECASE)
_AT_AGE = re.compile(r"\b(?:aged|the age of|at age) $", re.IGNORECASE)
_BEHIND_NAME = re.compile(r"(?<!\w)[A-Z][\w'’-]+ [A-Z][\w'’-]+, $")
_BEFORE_MORE = re.compile(r", [a-z]")
_AGE_ENDS = re.compile(r"[.,;)]|$| (?:when|and|but|at the time)\b")


def _one_of(kind: NumberKind) -> str:
    return "|".join(re.escape(f) for f in sorted(words_beside(kind), key=lambda f: (-len(f), f)))


@cache
def _victim() -> re.Pattern[str]:
    between = (
        r"(?: others| more| other people| of (?:them|whom|those))?"
        r"(?:,? (?:was|were|are|is|be|been|being|had|has|have|reported|reportedly|confirmed|believed|feared|later|still"
        r"|also|badly|seriously|severely|critically|lightly)){0,4}"
    )
    return re.compile(rf"{between} (?P<word>{_one_of('victim')})(?!\w)", re.IGNORECASE)


@cache
def _number_of() -> re.Pattern[str]:
    number = rf"\bnumber of (?:the |\w+ )?(?P<word>{_one_of('victim')})(?!\w)"
    return re.compile(rf"{number}[^.;:!?\n\r\d]{{0,40}} (?:to|at|from|is|was|reached) $", re.IGNORECASE)


@cache
def _harm() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?P<word>{_one_of('harm')})(?: another| a further| all)? $", re.IGNORECASE)


@cache
def _group() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?P<word>{_one_of('group')}) of (?:the )?$", re.IGNORECASE)


@cache
def _level() -> re.Pattern[str]:
    forms = sorted({f for c in change_rules() if c.change for f in c.forms}, key=lambda f: (-len(f), f))
    one_of = "|".join(re.escape(f) for f in forms)
    return re.compile(rf"(?<!\w)(?:{one_of})(?: \w+ly| again| further)?(?: to| by| from| at)? $", re.IGNORECASE)
