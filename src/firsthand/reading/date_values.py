"""What dates told by month, year, quarter or clock mean: one small function a reading, named in `en/dates.toml`."""

from __future__ import annotations

import re
from datetime import date, timedelta

import msgspec

from firsthand.lexicon.values import CalendarKind, CalendarWord, number_words, words_of
from firsthand.reading.calendar_arithmetic import (
    NO_DAY,
    Groups,
    Setting,
    When,
    day_or_none,
    directed,
    easter,
    months,
    nearest,
    one_day,
    unit_around,
    until,
    whole_month,
    whole_year,
    whole_years,
    word_for,
    years_around,
)
from firsthand.reading.date_grammar import ORDINALS, month_slips


def _context(kind: CalendarKind) -> dict[str, CalendarWord]:
    """The words that may stand beside a bare month or year."""
    return words_of(kind).by_form


def _number(text: str | None) -> int | None:
    """A day's or another ordinal number, in figures or words."""
    if text is None:
        return None
    if digits := re.match(r"\d+", text):
        return int(digits[0])
    return ORDINALS.index(text.lower()) + 1


def year_number(text: str) -> int:
    """A year in figures or as spoken ("nineteen ninety-six", "two thousand and one")."""
    if text.isdigit():
        return int(text)
    if text.lower().startswith("two"):
        return counted(text) or 2000
    return 1900 + (counted(re.split(r"[ -]", text, maxsplit=1)[1]) or 0)


def counted(text: str) -> int | None:
    """The whole number that these words give; None when they leave it open ("several")."""
    if text.isdigit():
        return int(text)
    values = {f: n for n in number_words() for f in n.forms}
    total, part = 0.0, 0.0
    for word in re.findall(r"[a-z]+", text.lower()):
        if word in ("a", "an"):
            part += 1
        elif word in values and values[word].kind == "scale":
            part = max(part, 1) * values[word].value
            if values[word].value >= 1000:
                total, part = total + part, 0.0
        elif word in values:
            part += values[word].value
    return round(total + part) or None


def iso_day(groups: Groups, setting: Setting) -> When | None:
    day = day_or_none(*map(int, groups["iso"][:10].split("-")))
    if day is None or len(groups["iso"]) == 10:
        return one_day(day)
    clock = re.fullmatch(r".{11}(\d\d:\d\d(?::\d\d)?)(.*)", groups["iso"])
    if clock is None or int(clock[1][:2]) > 23:
        return one_day(day)
    zone = "+00:00" if clock[2] == "Z" else clock[2] or None
    return When(day, day, "time", f"{day.isoformat()}T{clock[1]}", zone)


def slashed_day(groups: Groups, setting: Setting) -> When | None:
    a, b, year = map(int, re.split(r"[./-]", groups["slashed"]))
    if year < 100:
        year = _century_of(year, setting)
    if a > 12 or a == b:
        return one_day(day_or_none(year, b, a))
    return one_day(day_or_none(year, a, b)) if b > 12 else None


def _century_of(year: int, setting: Setting) -> int:
    """Two figures stand for the year within fifty before or after publication."""
    now = setting.anchor.year if setting.anchor else 2000
    return min((year + c for c in range(1500, 2101, 100)), key=lambda y: (abs(y - now), y))


def _dated(month: int, day: int, year: str | None, setting: Setting) -> When | None:
    if year is not None:
        return one_day(day_or_none(year_number(year), month, day))
    return nearest([w for y in years_around(setting) if (w := one_day(day_or_none(y, month, day)))], setting)


def day_of_month(groups: Groups, setting: Setting) -> When | None:
    month, day = word_for("month", groups["month"]).number, _number(groups["day"])
    if "weekday" in groups and "year" not in groups:
        wanted = word_for("weekday", groups["weekday"]).number
        fitting = [
            w
            for y in years_around(setting)
            if (w := one_day(day_or_none(y, month, day or 0))) and w.first.isoweekday() == wanted
        ]
        return nearest(fitting, setting) or _dated(month, day or 0, None, setting)
    return _dated(month, day or 0, groups.get("year"), setting)


def further_day(groups: Groups, setting: Setting) -> When | None:
    """The second day of "May 3 and 5"."""
    told, day = setting.told, _number(groups["day"]) or 0
    if told is None or told.first != told.last or _AND_DAY.search(setting.left) is None:
        return None
    if setting.after and setting.after not in _CAN_FOLLOW_DAY:
        return None
    return one_day(day_or_none(told.first.year, told.first.month, day)) if day > told.first.day else None


_CAN_FOLLOW_DAY = ("in", "at", "for", "to", "with", "by", "on", "when", "where", "but", "and", "or", "as", "after")
_AND_DAY = re.compile(r"[A-Z][a-z]+\.? \d{1,2}(?:, \d{1,2})*,? and $")


def days_across_months(groups: Groups, setting: Setting) -> When | None:
    """The year stands at the end; the first day is of the same year, or of the one before."""
    last = _dated(
        word_for("month", groups["month_b"]).number, _number(groups["day_b"]) or 0, groups.get("year"), setting
    )
    if last is None:
        return None
    month, day = word_for("month", groups["month"]).number, _number(groups["day"]) or 0
    starts = (one_day(day_or_none(year, month, day)) for year in (last.first.year, last.first.year - 1))
    first = next((s for s in starts if s is not None and s.first < last.first), None)
    return None if first is None else until(first, last)


def days_of_month(groups: Groups, setting: Setting) -> When | None:
    month, year = word_for("month", groups["month"]).number, groups.get("year")
    first, last = (_dated(month, _number(groups[g]) or 0, year, setting) for g in ("day", "day_b"))
    return None if first is None or last is None else until(first, last)


def month_of_year(groups: Groups, setting: Setting) -> When | None:
    return whole_month(year_number(groups["year"]), word_for("month", groups["month"]).number)


def months_of_year(groups: Groups, setting: Setting) -> When | None:
    year = year_number(groups["year"])
    return until(*(whole_month(year, word_for("month", groups[g]).number) for g in ("month", "month_b")))


def month_of_shifted_year(groups: Groups, setting: Setting) -> When | None:
    if setting.anchor is None:
        return None
    return whole_month(
        setting.anchor.year + word_for("shift", groups["shift"]).number, word_for("month", groups["month"]).number
    )


_MONTH_NEEDS_HELP = ("march", "april", "may", "june", "august")
"""Also names, verbs or adjectives: read as months alone only after a word that a month can follow."""


def month_alone(groups: Groups, setting: Setting) -> When | None:
    if setting.before in ("each", "every"):
        return None
    month = word_for("month", groups["month"])
    name = groups["month"].lower().rstrip(".")
    if name != month.forms[0] and setting.before not in _context("before a month"):
        return None
    if name != month.forms[0] and not groups["month"].endswith(".") and setting.after[:1].isupper():
        return None
    if month.forms[0] in _MONTH_NEEDS_HELP and (
        setting.before not in _context("before a month") or setting.after[:1].isupper()
    ):
        return None
    return nearest([whole_month(y, month.number) for y in years_around(setting)], setting)


def mistyped_month(groups: Groups, setting: Setting) -> When | None:
    """A month with one wrong letter. A short one needs a word before it that a date follows, or a year after it."""
    names = month_slips()[groups["slip"].lower()]
    if len(groups["slip"]) < 6 and setting.before not in _context("before a slip") and "year" not in groups:
        return None
    if setting.after[:1].isupper() or setting.after in ("percent", "people", "years", "km", "miles"):
        return None
    choices = [
        _dated(word_for("month", n).number, _number(groups["day"]) or 0, groups.get("year"), setting) for n in names
    ]
    dates = sorted((c for c in choices if c is not None), key=lambda c: c.first)
    if len(dates) == 1:
        return msgspec.structs.replace(dates[0], corrected=True)
    past = [d for d in dates if setting.anchor and d.last <= setting.anchor]
    if not past:
        return None
    return msgspec.structs.replace(past[-1], corrected=True, rules=("dates/month-typo-nearest",))


def shifted_month(groups: Groups, setting: Setting) -> When | None:
    by, month = word_for("shift", groups["shift"]).number, word_for("month", groups["month"]).number
    if setting.anchor is None:
        return None
    if "day" in groups:
        choices = [
            w for y in years_around(setting) if (w := one_day(day_or_none(y, month, _number(groups["day"]) or 0)))
        ]
    else:
        choices = [whole_month(y, month) for y in years_around(setting)]
    return directed(choices, by, setting.anchor)


def quarter(groups: Groups, setting: Setting) -> When | None:
    number = _number(groups.get("ordinal") or groups["digit"])
    if number is None or not 1 <= number <= 4:
        return None
    if (year := _said_year(groups, setting)) is not None:
        return _quarter(year, number)
    choices = [_quarter(y, number) for y in years_around(setting)]
    if setting.anchor is None:
        return None
    soonest = min((c for c in choices if c.first > setting.anchor), key=lambda c: c.first)
    if setting.tense == "future" and (soonest.first - setting.anchor).days < 100:
        return soonest
    return max((c for c in choices if c.first <= setting.anchor), key=lambda c: c.first, default=None)


def _quarter(year: int, number: int) -> When:
    return months(year, number * 3 - 2, 3, "quarter", f"{year:04}-Q{number}")


def quarter_of_year(groups: Groups, setting: Setting) -> When | None:
    """ "The 1988 third quarter", or the third quarter of the year before the one told."""
    number = _number(groups["ordinal"])
    if number is None or not 1 <= number <= 4:
        return None
    if "year" in groups:
        return _quarter(year_number(groups["year"]), number)
    found = quarter(groups, setting)
    return None if found is None else _quarter(found.first.year - 1, number)


def period_of_year(groups: Groups, setting: Setting) -> When | None:
    """ "The 1988 period" is as long as the one told last."""
    told, year = setting.quarter, year_number(groups["year"])
    return whole_year(year) if told is None or setting.longer else _quarter(year, (told.first.month + 2) // 3)


def _said_year(groups: Groups, setting: Setting) -> int | None:
    if "year" in groups:
        return year_number(groups["year"])
    if "shift" in groups and setting.anchor is not None:
        return setting.anchor.year + word_for("shift", groups["shift"]).number
    return None


def half_year(groups: Groups, setting: Setting) -> When | None:
    year, number = _said_year(groups, setting), _number(groups["ordinal"])
    return months(year, number * 6 - 5, 6, "period", f"{year:04}-H{number}") if year and number in (1, 2) else None


def season(groups: Groups, setting: Setting) -> When | None:
    word = word_for("season", groups["season"])
    if "year" in groups:
        return _season(year_number(groups["year"]), word)
    choices = [_season(y, word) for y in years_around(setting)]
    if setting.anchor is None:
        return None
    by = word_for("shift", groups["shift"]).number
    return (
        directed(choices, by, setting.anchor) if by else nearest(choices, msgspec.structs.replace(setting, tense=None))
    )


def _season(year: int, word: CalendarWord) -> When:
    return months(year, word.number, 3, "season", f"{year:04}-{word.code}")


def season_alone(groups: Groups, setting: Setting) -> When | None:
    word = word_for("season", groups["season"])
    if (
        setting.before not in ("the", "in", "by", "since", "until", "early", "late", "mid", "-")
        or word.id == "spring"
        and setting.after
    ):
        return None
    if groups["season"].lower() == "fall" or setting.after and not setting.after[:1].islower():
        return None
    return nearest([_season(y, word) for y in years_around(setting)], setting)


def year(groups: Groups, setting: Setting) -> When | None:
    """Four figures are a year after a word that a year follows, or before a noun in the singular."""
    number = year_number(groups["year"])
    if not groups["year"].isdigit():
        return whole_year(number)
    follows = setting.before in _context("before a year") or not setting.before
    if number < 1900 and setting.before not in _context("before any year"):
        return None
    if not follows and not (setting.after.islower() and not _many(setting.after)):
        return None
    if (
        setting.after in _context("behind a number")
        or setting.before in ("about", "around", "than", "for", "to", "with", "and", "or", ",", "")
        and _many(setting.after)
    ):
        return None
    return whole_year(number)


def fiscal_year(groups: Groups, setting: Setting) -> When | None:
    return whole_year(year_number(groups["year"]))


def year_end(groups: Groups, setting: Setting) -> When | None:
    return None if setting.anchor is None else one_day(date(setting.anchor.year, 12, 31))


def _many(word: str) -> bool:
    return (
        word.endswith("s")
        and word.islower()
        and word not in ("as", "was", "has", "is", "his", "its", "this", "does", "versus")
    )


def years(groups: Groups, setting: Setting) -> When | None:
    first, end = year_number(groups["year"]), groups["yy"]
    last = int(end) if len(end) == 4 else first // 100 * 100 + int(end)
    return until(whole_year(first), whole_year(last)) if first < last <= first + 300 else None


def decade(groups: Groups, setting: Setting) -> When | None:
    digits = re.match(r"\d+", groups["decade"])
    if digits is None:
        tens = ("twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties")
        first = 1920 + 10 * tens.index(groups["decade"].lower())
        return whole_years(first, 10, "decade", 3) if setting.before in ("the", "early", "late", "mid", "-") else None
    if len(digits[0]) == 4:
        return whole_years(int(digits[0]), 10, "decade", 3)
    return (
        whole_years(1900 + int(digits[0]), 10, "decade", 3)
        if setting.before in ("the", "'", "’", "early", "late", "mid", "-")
        else None
    )


def century(groups: Groups, setting: Setting) -> When | None:
    number = _number(groups["ordinal"]) or 0
    return whole_years(100 * number - 99, 100, "century", 2) if 1 <= number <= 30 and number > 1 else None


def feast(groups: Groups, setting: Setting) -> When | None:
    found = [w for day in _feast_days(groups, setting) if (w := one_day(day))]
    return nearest(found, setting) if "year" not in groups else found[0] if found else None


def feast_week(groups: Groups, setting: Setting) -> When | None:
    found = [w for day in _feast_days(groups, setting) if (w := unit_around(day, "W"))]
    return nearest(found, setting) if "year" not in groups else found[0] if found else None


def _feast_days(groups: Groups, setting: Setting) -> list[date]:
    """The feast in the year said, or in the years around publication."""
    word = word_for("feast", groups["feast"])
    years = [year_number(groups["year"])] if "year" in groups else list(years_around(setting))
    found = (_feast_day(year, word) for year in years)
    return [day for day in found if day is not None]


def _feast_day(year: int, word: CalendarWord) -> date | None:
    """The day of a feast: fixed, beside Easter (`easter-2` is Good Friday), or by weekday."""
    month, day = divmod(word.number, 100)
    if word.code.startswith("easter"):
        return easter(year) + timedelta(days=int(word.code.removeprefix("easter")))
    return day_or_none(year, month, _nth_weekday(year, month, word.code) if word.code else day)


def _nth_weekday(year: int, month: int, code: str) -> int:
    """Day of the month for a code such as `4-4`: the fourth ISO weekday 4 (Thursday); `1-1+1`: the day after the first
    Monday."""
    nth, wanted, later = (int(n) for n in (code if "+" in code else code + "+0").replace("+", "-").split("-"))
    return 1 + (wanted - date(year, month, 1).isoweekday()) % 7 + 7 * (nth - 1) + later


def clock(groups: Groups, setting: Setting) -> When | None:
    time = time_of_day(groups["clock"])
    bare = re.fullmatch(r"[\d:.]+", groups["clock"]) is not None
    if time is None or bare and "zone" not in groups and setting.before not in _TIME_CAN_FOLLOW:
        return None
    if setting.before == "high":
        return None
    zone = word_for("zone", groups["zone"]).code if "zone" in groups else None
    return _time_on(_day_of_clock(setting), time, zone)


def _day_of_clock(setting: Setting) -> date:
    """The day told before, where one was told; else that of publication."""
    if setting.told is not None and setting.told.first == setting.told.last:
        return setting.told.first
    return setting.anchor or NO_DAY


def _time_on(day: date, time: str, zone: str | None) -> When:
    return When(day, day, "time", f"{day.isoformat()}T{time}", zone)


def clock_of_daypart(groups: Groups, setting: Setting) -> When | None:
    """ "Four in the morning"."""
    hour = counted(groups["hour"])
    if hour is None or not 1 <= hour <= 12:
        return None
    late = groups["half"].lower() != "morning" and not (groups["half"].lower() == "night" and hour < 5)
    return _time_on(_day_of_clock(setting), f"{hour % 12 + 12 * late:02}:00", None)


_TIME_CAN_FOLLOW = ("at", "around", "by", "until", "since", "from", "about")


def time_of_day(text: str) -> str | None:
    """Hours and minutes on the 24-hour clock; None for 13 p.m. and the like."""
    plain = text.lower().replace(" ", "").replace(".", "")
    if plain in ("noon", "midday", "midnight"):
        return "00:00" if plain == "midnight" else "12:00"
    parts = re.match(r"(\d{1,2})(?:[:.]([0-5]\d))?", text)
    if parts is None:
        return None
    hour, minute = int(parts[1]), int(parts[2] or 0)
    half = plain[-2:] if plain[-2:] in ("am", "pm") else ""
    if half and not 1 <= hour <= 12:
        return None
    return f"{hour % 12 + 12 * (half == 'pm') if half else hour:02}:{minute:02}"
