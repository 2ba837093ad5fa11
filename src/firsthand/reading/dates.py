"""Finds the dates of a report and says which days they mean."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

import msgspec

from firsthand.errors import LexiconError
from firsthand.lexicon.values import CalendarKind, date_shapes, words_of
from firsthand.model import Date, Reading, Span
from firsthand.reading import date_lengths, date_values, relative_dates
from firsthand.reading.calendar_arithmetic import NO_DAY, Reader, Setting, When, part_of
from firsthand.reading.date_grammar import (
    Match,
    article_before,
    find_shapes,
    left_of,
    part_before,
    word_after,
    word_before,
    words_before,
)
from firsthand.reading.date_joins import Found, join_clocks, join_days_beside, join_ranges, place_lengths
from firsthand.reading.date_tense import tense_around
from firsthand.reading.pipeline import Stage

READERS: dict[str, Reader] = {
    f.__name__: f
    for f in (
        date_lengths.length,
        date_lengths.half_unit,
        date_lengths.length_between,
        date_lengths.joined_length,
        date_lengths.open_length,
        date_lengths.units_ahead,
        date_lengths.length_ended,
        date_lengths.every_unit,
        date_lengths.every_weekday,
        date_lengths.every_month,
        date_lengths.every_season,
        date_lengths.every_daypart,
        date_lengths.often,
        date_lengths.unplaced,
        date_values.quarter_of_year,
        date_values.period_of_year,
        relative_dates.same_period,
        relative_dates.day_beside,
        date_values.clock_of_daypart,
        date_values.iso_day,
        date_values.slashed_day,
        date_values.day_of_month,
        date_values.days_of_month,
        date_values.days_across_months,
        date_values.month_of_year,
        date_values.months_of_year,
        date_values.month_of_shifted_year,
        date_values.month_alone,
        date_values.mistyped_month,
        date_values.shifted_month,
        date_values.quarter,
        date_values.half_year,
        date_values.season,
        date_values.season_alone,
        date_values.year,
        date_values.fiscal_year,
        date_values.year_end,
        date_values.years,
        date_values.decade,
        date_values.century,
        date_values.clock,
        date_values.feast,
        date_values.feast_week,
        date_values.further_day,
        date_lengths.rate_of_units,
        relative_dates.weekday,
        relative_dates.shifted_weekday,
        relative_dates.weekday_of_week,
        relative_dates.named_day,
        relative_dates.shifted_daypart,
        relative_dates.shifted_unit,
        relative_dates.shifted_units,
        relative_dates.first_units,
        relative_dates.counted_ago,
        relative_dates.uncounted_ago,
        relative_dates.unit_ago,
        relative_dates.about,
        relative_dates.told_unit,
        relative_dates.definite_unit,
    )
}
"""The readings that `en/dates.toml` may name."""


@cache
def reader_of(shape: str) -> Reader:
    """The reading that the shape names; LexiconError where it does not exist."""
    reading = next(s.reading for s in date_shapes() if s.id == shape)
    if reading not in READERS:
        raise LexiconError(
            f"en/dates.toml: shape '{shape}' names an unknown reading '{reading}'", hint=", ".join(READERS)
        )
    return READERS[reading]


def resolve_dates(reading: Reading) -> Reading:
    """All dates in text order, none overlapping. Without a day of publication only absolute ones are read."""
    text = reading.document.text
    joined = tuple(join_ranges(text, find_times(text, reading.document.published)))
    dated = (f for f in place_lengths(text, joined) if f.when.first != NO_DAY)
    return msgspec.structs.replace(reading, dates=tuple(_date(text, f) for f in dated))


def find_times(text: str, published: str | None) -> tuple[Found, ...]:
    """All expressions of time in text order, as TIMEX3 has them: dates, how long and how often; the two ends of a range
    stand apart. No parse is needed."""
    memory = Memory(text, published_day(published))
    return join_days_beside(text, join_clocks(text, tuple(find_shapes(text, memory.resolve))))


def published_day(published: str | None) -> date | None:
    """The day of an ISO 8601 date or date-time; None where there is none."""
    if not (found := re.match(r"\d{4}-\d\d-\d\d", published or "")):
        return None
    try:
        return date.fromisoformat(found[0])
    except ValueError:
        return None


class Memory:
    """What has been told so far, against which the next date is read: the last date, and the latest quarter."""

    def __init__(self, text: str, anchor: date | None) -> None:
        self.text = text
        self.anchor = anchor
        self.told: When | None = None
        self.quarter: When | None = None
        self.longer = False

    def resolve(self, match: Match) -> Found | None:
        """What the shape means here; None where it is no date."""
        text = self.text
        before, after = word_before(text, match.start), word_after(text, match.end)
        tense = tense_around(text, match.start, match.end)
        left, right = left_of(text, match.start), text[match.end : match.end + _RIGHT]
        setting = Setting(self.anchor, tense, self.told, self.quarter, before, after, left, right, self.longer)
        try:
            when = reader_of(match.shape)({**match.groups, "_all": text[match.start : match.end]}, setting)
        except (ValueError, OverflowError):  # datetime ends with the year 9999
            return None
        if when is None:
            return None
        found = _with_part(text, match, when)
        self._keep(found)
        return found

    def _keep(self, found: Found) -> None:
        self._keep_business(found)
        if found.when.first == NO_DAY:
            return
        if found.shape not in ("about", "clock", "definite-unit"):
            self.told = found.when

    def _keep_business(self, found: Found) -> None:
        """The latest quarter that is over, else the latest; and whether "the nine months" or the like came after it."""
        when = found.when
        if when.precision == "quarter" and found.shape in _OWN_QUARTER:
            self.longer = False
            if self.quarter is None or self._over(when) > self._over(self.quarter):
                self.quarter = when
        elif found.shape in ("fiscal-year", "length-ended") or _MONTHS.fullmatch(when.value):
            words = self.text[max(0, found.start - 8) : found.end]
            self.longer = found.shape != "length" or _DEFINITE.search(words) is not None

    def _over(self, quarter: When) -> tuple[bool, date]:
        return (self.anchor is None or quarter.last <= self.anchor, quarter.first)


_RIGHT = 40
"""How many letters behind a date its reading sees."""

_OWN_QUARTER = ("quarter", "quarter-short", "shifted-year-quarter", "length-ended", "year-quarter")
"""Shapes that tell a quarter by themselves; the rest look back to one."""

_DEFINITE = re.compile(r"\b(?:the|first|latest)\s+\w+\s+\w+$", re.IGNORECASE)
_MONTHS = re.compile(r"P(?:[4-9]|1[0-2])M|P[23]Q")
"""More than a quarter of a year and no more than the whole; behind an article, a stretch that is reported on."""


def _with_part(text: str, match: Match, when: When) -> Found:
    start = match.start if when.corrected else article_before(text, match.start)
    rules = (f"dates/{match.shape}", *when.rules, *_words_used(match))
    if when.corrected:
        rules = tuple(dict.fromkeys(("dates/month-typo", *rules)))
    if (part := part_before(text, start)) is not None and when.precision not in ("day", "time"):
        word = words_of("part").get(part[1])
        return Found(
            part[0], match.end, part_of(when, part[1]), (*rules, f"calendar/{word.id}") if word else rules, match.shape
        )
    if match.shape in _COUNTED and (rough := words_before("approx", text, start)) is not None:
        return Found(rough[0], match.end, when, (*rules, f"calendar/{rough[1].id}"), match.shape)
    return Found(start, match.end, when, rules, match.shape)


_COUNTED = ("length", "length-half", "half-length", "length-between", "counted-ago", "uncounted-ago")
"""Shapes that a word such as "about" belongs to."""

_CLASSES: dict[str, CalendarKind] = {
    "month": "month", "weekday": "weekday", "season": "season", "unit": "unit", "shift": "shift",
    "often": "often", "ref": "ref", "daily": "day",
    "about": "about", "daypart": "daypart", "feast": "feast", "zone": "zone", "ago": "ago", "count": "vague",
}  # fmt: skip


def _words_used(match: Match) -> tuple[str, ...]:
    """The ids of the calendar's words that took part."""
    found = (
        words_of(kind).get(match.groups[name].replace("’", "'"))
        for name, kind in _CLASSES.items()
        if name in match.groups
    )
    return tuple(f"calendar/{word.id}" for word in found if word is not None)


def _date(text: str, found: Found) -> Date:
    when = found.when
    span = Span(found.start, found.end)
    return Date(
        span=span, start=when.first.isoformat(), end=when.last.isoformat(), precision=when.precision, zone=when.zone,
        corrected_from=span.of(text) if when.corrected else None, value=when.value, rules=found.rules,
    )  # fmt: skip


STAGE = Stage("dates", resolve_dates, makes=("dates",))
