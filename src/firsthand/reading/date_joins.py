"""Dates that stand beside each other and mean one: ranges, a clock and its day, a day beside another, and lengths that
a date places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import zip_longest
from typing import Literal

import msgspec

from firsthand.reading.calendar_arithmetic import NO_DAY, When, day_on, until
from firsthand.reading.date_bounds import placed
from firsthand.reading.date_grammar import GAP, word_before


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


_RANGE_LEADS = {
    "from": re.compile(rf"(?:{GAP}(?:to|until|till|through){GAP}(?:the{GAP})?|{GAP}?[-–—]{GAP}?)", re.IGNORECASE),
    "between": re.compile(rf"{GAP}and{GAP}(?:the{GAP})?", re.IGNORECASE),
}  # fmt: skip


def join_ranges(text: str, founds: tuple[Found, ...]) -> Iterator[Found]:
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


def join_days_beside(text: str, founds: tuple[Found, ...]) -> tuple[Found, ...]:
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


def join_clocks(text: str, founds: tuple[Found, ...]) -> tuple[Found, ...]:
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


def place_lengths(text: str, founds: tuple[Found, ...]) -> Iterator[Found]:
    """Lengths that end or begin at the date behind them are dates too."""
    for found, following in zip_longest(founds, founds[1:]):
        told = None
        if following is not None and found.when.first == NO_DAY != following.when.first:
            told = placed(text, found.end, found.when, following.start, following.when)
        yield found if told is None else msgspec.structs.replace(found, when=told[0], rules=(*found.rules, told[1]))
