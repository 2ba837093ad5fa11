"""Lengths that the sentence itself places: "the decade-long embargo expired in 2020" began in 2010."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import cache

from firsthand.lexicon.values import CalendarKind, CalendarWord, words_of
from firsthand.reading.calendar_arithmetic import When, move, word_for

_BETWEEN = 120
"""How many letters may stand between the length and the date that places it."""

_LONGEST = 12 * 400
"""Longer spells, in months, are not placed, nor any so near to either end of the calendar."""

_UNITS = {"Y": "year", "M": "month", "W": "week", "D": "day", "Q": "quarter"}


def placed(text: str, end: int, length: When, start: int, day: When) -> tuple[When, str] | None:
    """A length that ends at `end` of the text, placed by the date that begins at `start`, with the rule that does it;
    None where no word of ending or beginning stands between them in one sentence."""
    told = re.fullmatch(r"P(\d+)([YMWDQ])", length.value)
    between = text[end:start]
    if told is None or len(between) > _BETWEEN or re.search(r"[.;:!?\n]", between):
        return None
    count, unit = int(told[1]), word_for("unit", _UNITS[told[2]])
    if count * unit.number > _LONGEST or not _LONGEST // 12 < day.first.year < 9999 - _LONGEST // 12:
        return None
    if _verb("ends").search(between):
        return _until(day, unit, count), "dates/length-until"
    if _verb("begins").search(between):
        return _since(day, unit, count), "dates/length-since"
    return None


@cache
def _verb(kind: CalendarKind) -> re.Pattern[str]:
    forms = "|".join(sorted(map(re.escape, words_of(kind).by_form), key=lambda f: (-len(f), f)))
    return re.compile(rf"\b(?:{forms})(?:\s+[a-z]+ly)?\s+(?:(?:in|on|at)\s+)?(?:the\s+)?$", re.IGNORECASE)


def _until(day: When, unit: CalendarWord, count: int) -> When:
    return When(min(move(day.first, unit, -count), day.last), day.last, "period", f"P{count}{unit.code}")


def _since(day: When, unit: CalendarWord, count: int) -> When:
    last = move(day.last, unit, count) - timedelta(days=1)
    return When(day.first, max(day.first, last), "period", f"P{count}{unit.code}")
