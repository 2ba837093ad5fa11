"""Finds the dates of a report and says which days they mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import zip_longest
from typing import Literal

import msgspec

from firsthand.errors import LexiconError
from firsthand.lexicon.values import CalendarKind, date_shapes, words_of
from firsthand.model import Date, Reading, Span
from firsthand.reading import date_lengths, date_values, relative_dates
from firsthand.reading.calendar_arithmetic import NO_DAY, Reader, Setting, When, day_on, part_of, until
from firsthand.reading.date_bounds import placed
from firsthand.reading.date_grammar import (
    GAP,
    Match,
    article_before,
    find_shapes,
    left_of,
    part_before,
    word_after,
    word_before,
    words_before,
)
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


class Found(msgspec.Struct, frozen=True):
    """A date with its place, its shape's id and the words that were corrected."""

    start: int
    end: int
    when: When
    rules: tuple[str, ...]
    shape: str

    @property
    def type(self) -> Literal["DATE", "TIME", "DURATION", "SET"]:
        """TIMEX3's type."""
        if self.when.repeats:
            return "SET"
        if re.match(r"P[\dXT]", self.when.value):
            return "DURATION"
        return "TIME" if re.search(r"\dT", self.when.value) else "DATE"


def resolve_dates(reading: Reading) -> Reading:
    """All dates in text order, none overlapping. Without a day of publication only absolute ones are read."""
    text = reading.document.text
    joined = tuple(_join_ranges(text, find_times(text, reading.document.published)))
    dated = (f for f in _place_lengths(text, joined) if f.when.first != NO_DAY)
    return msgspec.structs.replace(reading, dates=tuple(_date(text, f) for f in dated))


def find_times(text: str, published: str | None) -> tuple[Found, ...]:
    """All expressions of time in text order, as TIMEX3 has them: dates, how long and how often; the two ends of a range
    stand apart. No parse is needed."""
    memory = Memory(text, published_day(published))
    return _join_days_beside(text, _join_clocks(text, tuple(find_shapes(text, memory.resolve))))


def _place_lengths(text: str, founds: tuple[Found, ...]) -> Iterator[Found]:
    """Lengths that end or begin at the date behind them are dates too."""
    for found, following in zip_longest(founds, founds[1:]):
        told = None
        if following is not None and found.when.first == NO_DAY != following.when.first:
            told = placed(text, found.end, found.when, following.start, following.when)
        yield found if told is None else msgspec.structs.replace(found, when=told[0], rules=(*found.rules, told[1]))


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
        setting = Setting(self.anchor, tense, self.told, self.quarter, before, after,
                          left_of(text, match.start), self.text[match.end : match.end + 40], self.longer)  # fmt: skip
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
            if self.quarter is None or self._over(when, when.first) > self._over(self.quarter, self.quarter.first):
                self.quarter = when
        elif found.shape in ("fiscal-year", "length-ended") or _MONTHS.fullmatch(when.value):
            before = self.text[found.start : found.end].lower().startswith("the ") or word_before(
                self.text, found.start
            )
            self.longer = found.shape != "length" or before in (True, "first", "latest")

    def _over(self, when: When, first: date) -> tuple[bool, date]:
        return (self.anchor is None or when.last <= self.anchor, first)


_OWN_QUARTER = ("quarter", "quarter-short", "shifted-year-quarter", "length-ended", "year-quarter")
"""Shapes that tell a quarter by themselves; the rest look back to one."""

_MONTHS = re.compile(r"P(?:[4-9]|1[0-2])M|P[23]Q")
"""More than a quarter of a year and no more than the whole."""


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


_RANGE_LEADS = {
    "from": re.compile(rf"(?:{GAP}(?:to|until|till|through){GAP}(?:the{GAP})?|{GAP}?[-–—]{GAP}?)", re.IGNORECASE),
    "between": re.compile(rf"{GAP}and{GAP}(?:the{GAP})?", re.IGNORECASE),
}  # fmt: skip


def _join_ranges(text: str, founds: tuple[Found, ...]) -> Iterator[Found]:
    """ "From A to B" and "between A and B" are one stretch; a year said only at its end holds for both ends."""
    waiting: Found | None = None
    for found in founds:
        if waiting is None:
            waiting = found
            continue
        joined = _range(text, waiting, found)
        if joined is None:
            yield waiting
        waiting = joined or found
    if waiting is not None:
        yield waiting


def _range(text: str, first: Found, last: Found) -> Found | None:
    lead = word_before(text, first.start)
    if first.shape == "about" or NO_DAY in (first.when.first, last.when.first):
        return None
    if lead not in _RANGE_LEADS or _RANGE_LEADS[lead].fullmatch(text[first.end : last.start]) is None:
        return None
    start = first.when
    if start.first > last.when.last and first.shape in ("month", "month-day", "day-month"):
        start = _in_year_of(start, last.when)
    when = until(start, last.when)
    return (
        None
        if when is None
        else Found(first.start, last.end, when, (*first.rules, *last.rules, "dates/range"), "range")
    )


def _in_year_of(when: When, other: When) -> When:
    """The same days in the year of `other`, or one year earlier where they would come after it."""
    for year in (other.first.year, other.first.year - 1):
        if year < 1 or (when.first.month, when.first.day) == (2, 29):
            break
        value = f"{year:04}{when.value[4:]}"
        moved = msgspec.structs.replace(
            when, first=when.first.replace(year=year), last=_same_day(when.last, year), value=value
        )
        if moved.first <= other.last:
            return moved
    return when


def _same_day(day: date, year: int) -> date:
    return day.replace(year=year, day=min(day.day, 28) if day.month == 2 else day.day)


_BESIDE = re.compile(rf"{GAP}(before|after|following){GAP}", re.IGNORECASE)


def _join_days_beside(text: str, founds: tuple[Found, ...]) -> tuple[Found, ...]:
    """ "The day after Christmas" is one date, a day beside the one named."""
    joined: list[Found] = []
    for found in founds:
        gap = _BESIDE.fullmatch(text[joined[-1].end : found.start]) if joined else None
        if gap is None or joined[-1].shape != "day-beside" or found.when.precision != "day":
            joined.append(found)
            continue
        rules = (*joined[-1].rules, *found.rules)
        when = day_on(found.when.first, -1 if gap[1].lower() == "before" else 1)
        joined[-1] = Found(joined[-1].start, found.end, when, rules, "day-beside")
    return tuple(joined)


_CLOCK_THEN_DAY = re.compile(rf",?{GAP}(?:on{GAP})?", re.IGNORECASE)
_BRACKETED = re.compile(rf"{GAP}\((?:[^()\n]{{1,30}}\),?{GAP}(?:on{GAP})?)?", re.IGNORECASE)
_DAY_THEN_CLOCK = re.compile(rf",?{GAP}(?:at{GAP}|around{GAP}|by{GAP}|about{GAP})?", re.IGNORECASE)


def _join_clocks(text: str, founds: tuple[Found, ...]) -> tuple[Found, ...]:
    """A time of day and the day beside it are one date."""
    joined: list[Found] = []
    for found in founds:
        if joined and (clock := _clock_in_two(text, joined[-1], found)):
            joined[-1] = clock
        merged = _clocked(text, joined[-1], found) if joined else None
        if merged is None:
            joined.append(found)
        else:
            joined[-1] = merged
    return tuple(joined)


def _clocked(text: str, left: Found, right: Found) -> Found | None:
    gap = text[left.end : right.start]
    if left.shape == "clock" and right.when.precision == "day" and _CLOCK_THEN_DAY.fullmatch(gap):
        return _at_time(right, left, left.start, right.end)
    if right.shape == "clock" and left.when.precision == "day" and _DAY_THEN_CLOCK.fullmatch(gap):
        return _at_time(left, right, left.start, right.end)
    return None


_IN_GMT = re.compile(r"\((\d\d):?(\d\d) ?(?:GMT|UTC)\)", re.IGNORECASE)


def _zoned(clock: Found, gap: str) -> Found:
    """A local time with Greenwich's in brackets behind it tells its own offset."""
    told = _IN_GMT.search(gap)
    if told is None or clock.when.zone is not None:
        return clock
    hour, minute = map(int, clock.when.value[11:16].split(":"))
    ahead = (hour * 60 + minute - int(told[1]) * 60 - int(told[2]) + 720) % 1440 - 720
    zone = f"{'-' if ahead < 0 else '+'}{abs(ahead) // 60:02}:{abs(ahead) % 60:02}"
    return msgspec.structs.replace(clock, when=msgspec.structs.replace(clock.when, zone=zone))


def _clock_in_two(text: str, left: Found, right: Found) -> Found | None:
    """The clock of "10:35 a.m. (0735 GMT) Friday", or of "four in the morning (4 a.m. GMT Friday)", on that day; the
    other words stay a date of their own."""
    gap = text[left.end : right.start]
    if left.shape not in ("clock", "clock-of-daypart") or right.when.precision not in ("day", "time"):
        return None
    if right.shape == "clock" or _BRACKETED.fullmatch(gap) is None:
        return None
    return _at_time(right, _zoned(left, gap), left.start, left.end)


def _at_time(day: Found, clock: Found, start: int, end: int) -> Found:
    value = day.when.value[:10] + clock.when.value[10:]
    when = msgspec.structs.replace(day.when, precision="time", value=value, zone=clock.when.zone)
    return Found(start, end, when, (*day.rules, *clock.rules), "time")


def _date(text: str, found: Found) -> Date:
    when = found.when
    span = Span(found.start, found.end)
    return Date(
        span=span, start=when.first.isoformat(), end=when.last.isoformat(), precision=when.precision, zone=when.zone,
        corrected_from=span.of(text) if when.corrected else None, value=when.value, rules=found.rules,
    )  # fmt: skip


STAGE = Stage("dates", resolve_dates, makes=("dates",))
