"""What the shapes of dates mean: one small function a reading, named in `en/dates.toml`. Pure calendar arithmetic."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import Literal

import msgspec

from firsthand.lexicon.values import CalendarKind, CalendarWord, number_words, words_of
from firsthand.model import Precision
from firsthand.reading.date_grammar import ORDINALS, month_slips

Tense = Literal["past", "future", "present"]

Groups = dict[str, str]


class When(msgspec.Struct, frozen=True):
    """First and last day that are meant; `value` is TIMEX3's."""

    first: date
    last: date
    precision: Precision
    value: str
    zone: str | None = None
    rules: tuple[str, ...] = ()
    corrected: bool = False


class Setting(msgspec.Struct, frozen=True):
    """What a date is read against: the day of publication, the tense of its clause, the date told before it, the latest
    quarter told so far, and the words around it."""

    anchor: date | None
    tense: Tense | None
    told: When | None
    quarter: When | None
    before: str
    after: str


Reader = Callable[[Groups, Setting], When | None]


def _word(kind: CalendarKind, form: str) -> CalendarWord:
    found = words_of(kind).get(form.replace("’", "'"))
    if found is None:
        raise KeyError(f"{kind}: {form}")
    return found


def _day(year: int, month: int, day: int) -> date | None:
    return (
        date(year, month, day)
        if 1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]
        else None
    )


def one_day(day: date | None) -> When | None:
    return None if day is None else When(day, day, "day", day.isoformat())


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


def _number(text: str | None) -> int | None:
    """A day's or another ordinal number, in figures or words."""
    if text is None:
        return None
    if digits := re.match(r"\d+", text):
        return int(digits[0])
    return ORDINALS.index(text.lower()) + 1


def _nearest(choices: list[When], setting: Setting) -> When | None:
    """The choice that the tense points to: the last that has begun, the next to end, or the one least far away."""
    if setting.anchor is None or not choices:
        return None
    day = setting.anchor
    past = [c for c in choices if c.first <= day + _ZONES]
    to_come = [c for c in choices if c.last >= day]
    if past and (setting.tense == "past" or setting.tense == "present" and choices[0].precision == "month"):
        return max(past, key=lambda c: c.first)
    if setting.tense == "future" and to_come and (soonest := min(to_come, key=lambda c: c.first)).first <= day + _AHEAD:
        return soonest
    return min(choices, key=lambda c: (max((c.first - day).days, (day - c.last).days, 0), c.first))


_ZONES = timedelta(days=1)
"""It can be tomorrow already where something happened."""

_AHEAD = timedelta(days=240)
"""A year-less date is not read further ahead than this: plans are told by the year then."""


def _around(setting: Setting) -> range:
    return (
        range(0)
        if setting.anchor is None
        else range(max(1, setting.anchor.year - 1), min(9999, setting.anchor.year + 2))
    )


def year_number(text: str) -> int:
    """A year in figures or as spoken ("nineteen ninety-six")."""
    return int(text) if text.isdigit() else 1900 + (counted(re.split(r"[ -]", text, maxsplit=1)[1]) or 0)


def iso_day(groups: Groups, setting: Setting) -> When | None:
    day = _day(*map(int, groups["iso"][:10].split("-")))
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
        return one_day(_day(year, b, a))
    return one_day(_day(year, a, b)) if b > 12 else None


def _century_of(year: int, setting: Setting) -> int:
    """Two figures stand for the year within fifty before or after publication."""
    now = setting.anchor.year if setting.anchor else 2000
    return min((year + c for c in range(1500, 2101, 100)), key=lambda y: (abs(y - now), y))


def day_of_month(groups: Groups, setting: Setting) -> When | None:
    month, day = _word("month", groups["month"]).number, _number(groups["day"])
    if "weekday" in groups and "year" not in groups:
        wanted = _word("weekday", groups["weekday"]).number
        fitting = [
            w for y in _around(setting) if (w := one_day(_day(y, month, day or 0))) and w.first.isoweekday() == wanted
        ]
        return _nearest(fitting, setting) or _dated(month, day or 0, None, setting)
    return _dated(month, day or 0, groups.get("year"), setting)


def _dated(month: int, day: int, year: str | None, setting: Setting) -> When | None:
    if year is not None:
        return one_day(_day(year_number(year), month, day))
    return _nearest([w for y in _around(setting) if (w := one_day(_day(y, month, day)))], setting)


def days_of_month(groups: Groups, setting: Setting) -> When | None:
    month, year = _word("month", groups["month"]).number, groups.get("year")
    first, last = (_dated(month, _number(groups[g]) or 0, year, setting) for g in ("day", "day_b"))
    return None if first is None or last is None else until(first, last)


def until(first: When, last: When) -> When | None:
    """From the first day of the one to the last day of the other."""
    if first.first > last.last or first.value == last.value:
        return None
    precision: Precision = first.precision if first.precision == last.precision else "period"
    return When(first.first, last.last, precision, f"{first.value}/{last.value}", last.zone)


def month_of_year(groups: Groups, setting: Setting) -> When | None:
    return whole_month(year_number(groups["year"]), _word("month", groups["month"]).number)


def months_of_year(groups: Groups, setting: Setting) -> When | None:
    year = year_number(groups["year"])
    return until(*(whole_month(year, _word("month", groups[g]).number) for g in ("month", "month_b")))


def month_of_shifted_year(groups: Groups, setting: Setting) -> When | None:
    if setting.anchor is None:
        return None
    return whole_month(
        setting.anchor.year + _word("shift", groups["shift"]).number, _word("month", groups["month"]).number
    )


_MONTH_NEEDS_HELP = ("march", "april", "may", "june", "august")
"""Also names, verbs or adjectives: read as months alone only after a word that a month can follow."""

_MONTH_CAN_FOLLOW = (
    "in", "since", "by", "until", "till", "of", "from", "to", "during", "after", "before", "through", "throughout", "between",
    "and", "or", "late", "early", "mid", "-", "–", "for", "the", "a", "its", "his", "her", "their", "last", "next", "this",
)  # fmt: skip


def month_alone(groups: Groups, setting: Setting) -> When | None:
    if setting.before in ("each", "every"):
        return None
    month = _word("month", groups["month"])
    name = groups["month"].lower().rstrip(".")
    if name != month.forms[0] and setting.before not in _MONTH_CAN_FOLLOW:
        return None
    if month.forms[0] in _MONTH_NEEDS_HELP and (setting.before not in _MONTH_CAN_FOLLOW or setting.after[:1].isupper()):
        return None
    return _nearest([whole_month(y, month.number) for y in _around(setting)], setting)


_EXPECTS_DATE = ("on", "since", "by", "until", "till", "from", "before", "after", "of", ",")


def mistyped_month(groups: Groups, setting: Setting) -> When | None:
    """A month with one wrong letter. A short one needs a word before it that a date follows, or a year after it."""
    names = month_slips()[groups["slip"].lower()]
    if len(groups["slip"]) < 6 and setting.before not in _EXPECTS_DATE and "year" not in groups:
        return None
    if setting.after[:1].isupper() or setting.after in ("percent", "people", "years", "km", "miles"):
        return None
    choices = [
        _dated(_word("month", n).number, _number(groups["day"]) or 0, groups.get("year"), setting) for n in names
    ]
    dates = sorted((c for c in choices if c is not None), key=lambda c: c.first)
    if len(dates) == 1:
        return msgspec.structs.replace(dates[0], corrected=True)
    past = [d for d in dates if setting.anchor and d.last <= setting.anchor]
    if not past:
        return None
    return msgspec.structs.replace(past[-1], corrected=True, rules=("dates/month-typo-nearest",))


def shifted_month(groups: Groups, setting: Setting) -> When | None:
    by, month = _word("shift", groups["shift"]).number, _word("month", groups["month"]).number
    if setting.anchor is None:
        return None
    if "day" in groups:
        choices = [w for y in _around(setting) if (w := one_day(_day(y, month, _number(groups["day"]) or 0)))]
    else:
        choices = [whole_month(y, month) for y in _around(setting)]
    return _directed(choices, by, setting.anchor)


def _directed(choices: list[When], by: int, anchor: date) -> When | None:
    """The last choice that is over (by < 0), the next to begin (by > 0), or the one of the running year."""
    if by < 0:
        return max((c for c in choices if c.last < anchor), key=lambda c: c.first, default=None)
    if by > 0:
        return min((c for c in choices if c.first > anchor), key=lambda c: c.first, default=None)
    return next((c for c in choices if c.first.year == anchor.year), None)


def weekday(groups: Groups, setting: Setting) -> When | None:
    if setting.before in ("each", "every"):
        return None
    if "shift" in groups:
        return _part_of_day(shifted_weekday(groups, setting), groups)
    if setting.anchor is None:
        return None
    by = (_word("weekday", groups["weekday"]).number - setting.anchor.isoweekday()) % 7
    if by and setting.tense != "future":
        by -= 7
    return _part_of_day(one_day(setting.anchor + timedelta(days=by)), groups)


def _part_of_day(when: When | None, groups: Groups) -> When | None:
    if when is None or "daypart" not in groups:
        return when
    return When(when.first, when.last, "time", f"{when.value}T{_word('daypart', groups['daypart']).code}")


def shifted_weekday(groups: Groups, setting: Setting) -> When | None:
    if setting.anchor is None:
        return None
    by = _word("shift", groups["shift"]).number
    gap = (_word("weekday", groups["weekday"]).number - setting.anchor.isoweekday()) % 7
    if by < 0:
        gap = gap - 7
    elif by > 0:
        gap = gap or 7
    elif setting.tense == "past" and gap:
        gap -= 7
    return one_day(setting.anchor + timedelta(days=gap))


def weekday_of_week(groups: Groups, setting: Setting) -> When | None:
    if setting.anchor is None:
        return None
    by = (
        7 * _word("shift", groups["shift"]).number
        + _word("weekday", groups["weekday"]).number
        - setting.anchor.isoweekday()
    )
    return one_day(setting.anchor + timedelta(days=by))


def named_day(groups: Groups, setting: Setting) -> When | None:
    if setting.anchor is None:
        return None
    word = _word("day", groups["daily"])
    when = one_day(setting.anchor + timedelta(days=word.number))
    if when is not None and word.code:
        return When(when.first, when.last, "time", f"{when.value}{word.code}")
    return _part_of_day(when, groups)


def shifted_daypart(groups: Groups, setting: Setting) -> When | None:
    if setting.anchor is None:
        return None
    return _part_of_day(one_day(setting.anchor + timedelta(days=_word("shift", groups["shift"]).number)), groups)


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
        return _years(year // 10 * 10 + 10 * by, 10, "decade", 3)
    if code == "C":
        return _years((year - 1) // 100 * 100 + 1 + 100 * by, 100, "century", 2)
    return None


def _years(first: int, count: int, precision: Precision, figures: int) -> When:
    return When(date(first, 1, 1), date(first + count - 1, 12, 31), precision, f"{first:04}"[:figures])


def shifted_unit(groups: Groups, setting: Setting) -> When | None:
    shift, unit = _word("shift", groups["shift"]), _word("unit", groups["unit"])
    if shift.id == "following" and setting.told is not None:
        return unit_around(setting.told.first, unit.code, 1)
    if setting.anchor is None:
        return None
    if _is_plural(groups["unit"]):
        return None if shift.number == 0 else _stretch(setting.anchor, unit, shift.number, unit.first, unit.last)
    if shift.id == "past":
        return _rolling(setting.anchor, unit, -1, 1)
    return unit_around(setting.anchor, unit.code, shift.number)


def _is_plural(form: str) -> bool:
    return form.lower().endswith("s")


def move(day: date, unit: CalendarWord, by: float) -> date:
    """`by` units on from `day`."""
    if unit.code in ("M", "Q", "Y", "E", "C"):
        return shift_months(day, round(unit.number * by))
    return day + timedelta(days=round(unit.number * by))


def _stretch(day: date, unit: CalendarWord, sign: int, least: float, most: float) -> When:
    near, far = sorted((move(day, unit, sign * least), move(day, unit, sign * most)))
    return When(near, far, "period", "PAST_REF" if sign < 0 else "FUTURE_REF")


def _rolling(day: date, unit: CalendarWord, sign: int, count: int | None, most: float = 0.0) -> When:
    """`count` units that end (sign < 0) or begin at `day`; where the number is not told, `most` at most."""
    other = move(day, unit, sign * (most if count is None else count))
    return When(min(day, other), max(day, other), "period", _duration(unit, count))


def _duration(unit: CalendarWord, count: int | None) -> str:
    number, code = ("X" if count is None else count), unit.code
    if code == "2W":
        return f"P{'X' if count is None else 2 * count}W"
    if code in ("E", "C"):
        return "PXY" if count is None else f"P{count * (10 if code == 'E' else 100)}Y"
    return f"PT{number}{code[-1]}" if code in ("H", "TM") else f"P{number}{code}"


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


def _counts(text: str) -> tuple[int | None, float, float]:
    """The number, and the least and the most that it can be."""
    vague = words_of("vague").get(text)
    if vague is None:
        number = counted(text)
        return number, float(number or 1), float(number or 1)
    exact = round(vague.first) if vague.first == vague.last else None
    return exact, vague.first, vague.last


def shifted_units(groups: Groups, setting: Setting) -> When | None:
    shift = _word("shift", groups["shift"])
    if setting.anchor is None or shift.number == 0:
        return None
    number, _, most = _counts(groups["count"])
    return _rolling(setting.anchor, _word("unit", groups["unit"]), shift.number, number, most)


def first_units(groups: Groups, setting: Setting) -> When | None:
    number, unit = _counts(groups["count"])[0], _word("unit", groups["unit"])
    if number is None or unit.number == 0 or unit.code in ("Y", "E", "C"):
        return None
    first = date(year_number(groups["year"]), 1, 1)
    return When(first, move(first, unit, number) - timedelta(days=1), "period", _duration(unit, number))


def counted_ago(groups: Groups, setting: Setting) -> When | None:
    ago, unit = _word("ago", groups["ago"]), _word("unit", groups["unit"])
    start = _start_of_count(ago, setting)
    number, least, most = _counts(groups["count"])
    if start is None or (number or 0) > 9000:
        return None
    if number is None:
        return _stretch(start, unit, ago.number, least, most)
    if number == 1 and unit.code == "Y" and ago.number < 0 and setting.quarter is not None:
        return unit_around(shift_months(setting.quarter.first, -12), "Q")
    return _ago(start, unit, ago.number * number)


def _start_of_count(ago: CalendarWord, setting: Setting) -> date | None:
    if ago.id in ("ago", "from-now"):
        return setting.anchor
    return setting.told.first if setting.told is not None else setting.anchor if ago.number < 0 else None


def _ago(start: date, unit: CalendarWord, by: int) -> When | None:
    moved = move(start, unit, by)
    if unit.code in ("H", "TM"):
        return one_day(moved)
    return unit_around(moved, {"2W": "W", "E": "Y", "C": "Y"}.get(unit.code, unit.code))


def uncounted_ago(groups: Groups, setting: Setting) -> When | None:
    ago, unit = _word("ago", groups["ago"]), _word("unit", groups["unit"])
    if setting.anchor is None or not _is_plural(groups["unit"]) or ago.id not in ("ago", "from-now"):
        return None
    return _stretch(setting.anchor, unit, ago.number, unit.first, unit.last)


def unit_ago(groups: Groups, setting: Setting) -> When | None:
    unit = _word("unit", groups["unit"])
    if setting.anchor is None or _is_plural(groups["unit"]):
        return None
    if unit.code == "Y" and setting.quarter is not None:
        return unit_around(shift_months(setting.quarter.first, -12), "Q")
    return _ago(setting.anchor, unit, -1)


def quarter(groups: Groups, setting: Setting) -> When | None:
    number = _number(groups.get("ordinal") or groups["digit"])
    if number is None or not 1 <= number <= 4:
        return None
    if (year := _said_year(groups, setting)) is not None:
        return _quarter(year, number)
    choices = [_quarter(y, number) for y in _around(setting)]
    if setting.anchor is None:
        return None
    soonest = min((c for c in choices if c.first > setting.anchor), key=lambda c: c.first)
    if setting.tense == "future" and (soonest.first - setting.anchor).days < 100:
        return soonest
    return max((c for c in choices if c.first <= setting.anchor), key=lambda c: c.first, default=None)


def _quarter(year: int, number: int) -> When:
    return months(year, number * 3 - 2, 3, "quarter", f"{year:04}-Q{number}")


def _said_year(groups: Groups, setting: Setting) -> int | None:
    if "year" in groups:
        return year_number(groups["year"])
    if "shift" in groups and setting.anchor is not None:
        return setting.anchor.year + _word("shift", groups["shift"]).number
    return None


def half_year(groups: Groups, setting: Setting) -> When | None:
    year, number = _said_year(groups, setting), _number(groups["ordinal"])
    return months(year, number * 6 - 5, 6, "period", f"{year:04}-H{number}") if year and number in (1, 2) else None


def season(groups: Groups, setting: Setting) -> When | None:
    word = _word("season", groups["season"])
    if "year" in groups:
        return _season(year_number(groups["year"]), word)
    choices = [_season(y, word) for y in _around(setting)]
    if setting.anchor is None:
        return None
    by = _word("shift", groups["shift"]).number
    return (
        _directed(choices, by, setting.anchor)
        if by
        else _nearest(choices, msgspec.structs.replace(setting, tense=None))
    )


def _season(year: int, word: CalendarWord) -> When:
    return months(year, word.number, 3, "season", f"{year:04}-{word.code}")


def season_alone(groups: Groups, setting: Setting) -> When | None:
    word = _word("season", groups["season"])
    if setting.before not in ("the", "in", "by", "since", "until", "each") or word.id == "spring" and setting.after:
        return None
    if groups["season"].lower() == "fall" or setting.after and not setting.after[:1].islower():
        return None
    return _nearest([_season(y, word) for y in _around(setting)], setting)


_YEAR_CAN_FOLLOW = (
    "in", "since", "by", "until", "till", "of", "from", "to", "during", "after", "before", "through", "throughout", "between",
    "late", "early", "mid", "-", "(", "[", "the", "a", "an", "its", "his", "her", "their", "our", "for", "around", "about", "circa",
    "and", "or", "year", "that", "this", "due", "than", "'s", "s", ",", "with", "versus", "against", "on",
)  # fmt: skip


def year(groups: Groups, setting: Setting) -> When | None:
    """Four figures are a year after a word that a year follows, or before a noun in the singular."""
    number = year_number(groups["year"])
    follows = setting.before in _YEAR_CAN_FOLLOW or not setting.before
    if number < 1900 and setting.before not in _YEAR_CAN_FOLLOW[:14]:
        return None
    if not follows and not (setting.after.islower() and not _many(setting.after)):
        return None
    if (
        setting.after in _COUNTED
        or setting.before in ("about", "around", "than", "for", "to", "with", "and", "or", ",", "")
        and _many(setting.after)
    ):
        return None
    return whole_year(number)


def fiscal_year(groups: Groups, setting: Setting) -> When | None:
    return whole_year(year_number(groups["year"]))


def year_end(groups: Groups, setting: Setting) -> When | None:
    return None if setting.anchor is None else one_day(date(setting.anchor.year, 12, 31))


_COUNTED = (
    "people", "men", "women", "children", "soldiers", "troops", "dollars", "euros", "pounds", "percent", "per", "miles", "kilometers",
    "kilometres", "metres", "meters", "feet", "tons", "tonnes", "times", "points", "years", "hours", "local", "million",
    "billion", "km", "mph", "rpm", "hp", "kg",
)  # fmt: skip


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
        return _years(first, 10, "decade", 3) if setting.before in ("the", "early", "late", "mid", "-") else None
    if len(digits[0]) == 4:
        return _years(int(digits[0]), 10, "decade", 3)
    return (
        _years(1900 + int(digits[0]), 10, "decade", 3)
        if setting.before in ("the", "'", "’", "early", "late", "mid", "-")
        else None
    )


def century(groups: Groups, setting: Setting) -> When | None:
    number = _number(groups["ordinal"]) or 0
    return _years(100 * number - 99, 100, "century", 2) if 1 <= number <= 30 and number > 1 else None


def about(groups: Groups, setting: Setting) -> When | None:
    word = _word("about", groups["about"])
    if (
        setting.anchor is None
        or setting.after in ("as", "after", "before", "thereafter")
        or word.last > 0
        and setting.tense == "past"
    ):
        return None
    first, last = (setting.anchor + timedelta(days=round(d)) for d in (word.first, word.last))
    return When(first, last, "day" if first == last else "period", word.code)


def told_unit(groups: Groups, setting: Setting) -> When | None:
    """ "That year" and "the following year" stand beside the date told before."""
    words = groups["_all"].lower()
    unit = _word("unit", groups["unit"])
    by = 1 if "following" in words or "next" in words else -1 if "previous" in words else 0
    if setting.told is not None and not _is_plural(groups["unit"]):
        return unit_around(setting.told.first, unit.code, by) if _as_fine(setting.told, unit) else None
    return (
        None
        if setting.anchor is None or by == 0 or _is_plural(groups["unit"])
        else unit_around(setting.anchor, unit.code, by)
    )


def _as_fine(told: When, unit: CalendarWord) -> bool:
    """Whether the date told before is at least as precise as the unit: a year has no "same day"."""
    return (told.last - told.first).days <= 31 * max(unit.number, 1) if unit.code != "D" else told.first == told.last


def definite_unit(groups: Groups, setting: Setting) -> When | None:
    """ "The quarter" is one told before; "the year" the running one."""
    words = groups["_all"].lower()
    if "period" in words or "quarter" in words:
        return setting.quarter
    if setting.anchor is None or _is_plural(groups["unit"]) or setting.after in ("ended", "ending", "of", "to"):
        return None
    code = _word("unit", groups["unit"]).code
    if code == "WE":
        return unit_around(setting.anchor, code, 0 if setting.tense == "future" or setting.anchor.weekday() > 4 else -1)
    return unit_around(setting.anchor, code) if code in ("Y", "M", "W") else None


def clock(groups: Groups, setting: Setting) -> When | None:
    time = time_of_day(groups["clock"])
    bare = re.fullmatch(r"[\d:.]+", groups["clock"]) is not None
    if (
        time is None
        or setting.anchor is None
        or (
            bare
            and "zone" not in groups
            and setting.before not in ("at", "around", "by", "until", "since", "from", "about")
        )
    ):
        return None
    zone = _word("zone", groups["zone"]).code if "zone" in groups else None
    return When(setting.anchor, setting.anchor, "time", f"{setting.anchor.isoformat()}T{time}", zone)


def time_of_day(text: str) -> str | None:
    """Hours and minutes on the 24-hour clock; None for 13 p.m. and the like."""
    plain = text.lower().replace(" ", "").replace(".", "")
    if plain in ("noon", "midnight"):
        return "12:00" if plain == "noon" else "00:00"
    parts = re.match(r"(\d{1,2})(?:[:.]([0-5]\d))?", text)
    if parts is None:
        return None
    hour, minute = int(parts[1]), int(parts[2] or 0)
    half = plain[-2:] if plain[-2:] in ("am", "pm") else ""
    if half and not 1 <= hour <= 12:
        return None
    return f"{hour % 12 + 12 * (half == 'pm') if half else hour:02}:{minute:02}"


def feast(groups: Groups, setting: Setting) -> When | None:
    word = _word("feast", groups["feast"])
    month, day = divmod(word.number, 100)
    if not word.code:
        return _dated(month, day, groups.get("year"), setting)
    years = [year_number(groups["year"])] if "year" in groups else list(_around(setting))
    found = [w for y in years if (w := one_day(_day(y, month, _nth_weekday(y, month, word.code))))]
    return found[0] if "year" in groups else _nearest(found, setting)


def _nth_weekday(year: int, month: int, code: str) -> int:
    """Day of the month for a code such as `4-4`: the fourth ISO weekday 4 (Thursday)."""
    nth, wanted = map(int, code.split("-"))
    return 1 + (wanted - date(year, month, 1).isoweekday()) % 7 + 7 * (nth - 1)


READERS: dict[str, Reader] = {
    f.__name__: f
    for f in (
        iso_day, slashed_day, day_of_month, days_of_month, month_of_year, months_of_year, month_of_shifted_year, month_alone,
        mistyped_month, shifted_month, weekday, shifted_weekday, weekday_of_week, named_day, shifted_daypart, shifted_unit,
        shifted_units, first_units, counted_ago, uncounted_ago, unit_ago, quarter, half_year, season, season_alone, year, fiscal_year, year_end, years,
        decade, century, about, told_unit, definite_unit, clock, feast,
    )
}  # fmt: skip
"""The readings that `en/dates.toml` may name."""


def part_of(when: When, form: str) -> When:
    """The part of a stretch that `form` takes ("early", "the end of"), in whole years of a decade and whole months of a year;
    a single day stays whole."""
    part = _word("part", form)
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
