"""Days, months, years and their parts: the arithmetic under the readings of dates."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import Literal

import msgspec

from firsthand.lexicon.values import CalendarKind, CalendarWord, words_of
from firsthand.model import Precision

Tense = Literal["past", "future", "present", "open", "limit"]

NO_DAY = date.min
"""Both ends of what no day bounds: how long, how often, and a time of day without a day."""

Groups = dict[str, str]


class When(msgspec.Struct, frozen=True):
    """First and last day that are meant, both `NO_DAY` where nothing places them; `value` is TIMEX3's."""

    first: date
    last: date
    precision: Precision
    value: str
    zone: str | None = None
    rules: tuple[str, ...] = ()
    corrected: bool = False
    repeats: bool = False


class Setting(msgspec.Struct, frozen=True):
    """What a date is read against: the day of publication, the tense of its clause, the date told before it, the latest
    quarter told so far, the words around it, and whether the last stretch of business told is longer than a quarter."""

    anchor: date | None
    tense: Tense | None
    told: When | None
    quarter: When | None
    before: str
    after: str
    left: str
    right: str
    longer: bool = False


Reader = Callable[[Groups, Setting], When | None]


def word_for(kind: CalendarKind, form: str) -> CalendarWord:
    found = words_of(kind).get(form.replace("’", "'"))
    if found is None:
        raise KeyError(f"{kind}: {form}")
    return found


def day_or_none(year: int, month: int, day: int) -> date | None:
    return (
        date(year, month, day)
        if 1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]
        else None
    )


def one_day(day: date | None) -> When | None:
    return None if day is None else When(day, day, "day", day.isoformat())


def day_on(day: date, by: int) -> When:
    """The day `by` days on, or the calendar's first or last."""
    on = date.fromordinal(min(max(day.toordinal() + by, 1), date.max.toordinal()))
    return When(on, on, "day", on.isoformat())


def whole_month(year: int, month: int) -> When:
    last = date(year, month, monthrange(year, month)[1])
    return When(last.replace(day=1), last, "month", f"{year:04}-{month:02}")


def months(year: int, month: int, count: int, precision: Precision, value: str) -> When:
    """`count` whole months from `month` of `year`."""
    first = date(year, month, 1)
    return When(first, shift_months(first, count) - timedelta(days=1), precision, value)


def whole_year(year: int) -> When:
    return When(date(year, 1, 1), date(year, 12, 31), "year", f"{year:04}")


def shift_months(day: date, by: int) -> date:
    """The same day `by` months on, or the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + by, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def whole_years(first: int, count: int, precision: Precision, figures: int) -> When:
    return When(date(first, 1, 1), date(first + count - 1, 12, 31), precision, f"{first:04}"[:figures])


_ZONES = timedelta(days=1)
"""It can be tomorrow already where something happened."""


_AHEAD = timedelta(days=300)
"""A year-less date is not read further ahead than this: plans are told by the year then."""


_SOON = timedelta(days=60)
"""News whose tense says nothing looks back, but for what is near (flat from 45 to 120 on TimeBank and AQUAINT)."""


def nearest(choices: list[When], setting: Setting) -> When | None:
    """The choice that the tense points to: the last that has begun, the next to end, or the one least far away."""
    if setting.anchor is None or not choices:
        return None
    day = setting.anchor
    past = [c for c in choices if c.first <= day + _ZONES]
    to_come = [c for c in choices if c.last >= day]
    soon = any(c.first <= day + _SOON for c in to_come)
    if past and (setting.tense == "past" or setting.tense not in ("future", "limit") and not soon):
        return max(past, key=lambda c: c.first)
    if setting.tense == "future" and to_come and (soonest := min(to_come, key=lambda c: c.first)).first <= day + _AHEAD:
        return soonest
    return min(choices, key=lambda c: (max((c.first - day).days, (day - c.last).days, 0), c.first))


def years_around(setting: Setting) -> range:
    return (
        range(0)
        if setting.anchor is None
        else range(max(1, setting.anchor.year - 1), min(9999, setting.anchor.year + 2))
    )


def directed(choices: list[When], by: int, anchor: date) -> When | None:
    """The last choice that is over (by < 0), the next to begin (by > 0), or the one of the running year."""
    if by < 0:
        return max((c for c in choices if c.last < anchor), key=lambda c: c.first, default=None)
    if by > 0:
        return min((c for c in choices if c.first > anchor), key=lambda c: c.first, default=None)
    return next((c for c in choices if c.first.year == anchor.year), None)


def until(first: When, last: When) -> When | None:
    """From the first day of the one to the last day of the other."""
    if first.first > last.last or first.value == last.value:
        return None
    precision: Precision = first.precision if first.precision == last.precision else "period"
    return When(first.first, last.last, precision, f"{first.value}/{last.value}", last.zone)


def unit_around(day: date, code: str, by: int = 0) -> When | None:
    """The whole unit of the calendar that holds `day`, or the one `by` units on."""
    if code == "D":
        return one_day(day + timedelta(days=by))
    if code in ("W", "2W", "WE"):
        first = day - timedelta(days=day.weekday()) + timedelta(days=7 * by * (2 if code == "2W" else 1))
        year, week, _ = first.isocalendar()
        end = "-WE" if code == "WE" else ""
        return When(
            first + timedelta(days=5 if end else 0), first + timedelta(days=6), "week", f"{year:04}-W{week:02}{end}"
        )
    if code == "M":
        moved = shift_months(day.replace(day=1), by)
        return whole_month(moved.year, moved.month)
    if code == "Q":
        moved = shift_months(day.replace(day=1), 3 * by)
        quarter_number = (moved.month + 2) // 3
        return months(moved.year, quarter_number * 3 - 2, 3, "quarter", f"{moved.year:04}-Q{quarter_number}")
    return _long_unit_around(day.year, code, by)


def _long_unit_around(year: int, code: str, by: int) -> When | None:
    if code == "Y":
        return whole_year(year + by)
    if code == "E":
        return whole_years(year // 10 * 10 + 10 * by, 10, "decade", 3)
    if code == "C":
        return whole_years((year - 1) // 100 * 100 + 1 + 100 * by, 100, "century", 2)
    return None


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the computus as Oudin put it, 1940)."""
    century = year // 100
    golden = year % 19
    epact = (century - century // 4 - (century - (century - 17) // 25) // 3 + 19 * golden + 15) % 30
    moon = epact - epact // 28 * (1 - epact // 28 * (29 // (epact + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    return date(year, 3, 28) + timedelta(days=moon - weekday)


def move(day: date, unit: CalendarWord, by: float) -> date:
    """`by` units on from `day`."""
    if unit.code in ("M", "Q", "Y", "E", "C"):
        return shift_months(day, round(unit.number * by))
    return day + timedelta(days=round(unit.number * by))


def part_of(when: When, form: str) -> When:
    """The part of a stretch that `form` takes ("early", "the end of"), in whole years of a decade and whole months of a
    year; a single day stays whole."""
    part = word_for("part", form)
    days = (when.last - when.first).days + 1
    if days < 3 or (part.first == 0 and part.last == 1):
        return when
    step = 12 if days > 3000 else 1 if days > 80 else 0
    if step == 0:
        first, end = (when.first + timedelta(days=round(days * p)) for p in (part.first, part.last))
    else:
        steps = round(days / 30.44) // step
        first, end = (shift_months(when.first, step * round(steps * p)) for p in (part.first, part.last))
    return msgspec.structs.replace(when, first=first, last=max(first, end - timedelta(days=1)), precision="period")
