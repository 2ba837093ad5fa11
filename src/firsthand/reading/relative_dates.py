"""What dates told from now, or from the date before, mean: one small function a reading, named in `en/dates.toml`."""

from __future__ import annotations

import re
from datetime import date, timedelta

from firsthand.lexicon.values import CalendarWord, words_of
from firsthand.reading.calendar_arithmetic import (
    NO_DAY,
    Groups,
    Setting,
    When,
    move,
    one_day,
    shift_months,
    unit_around,
    word_for,
)
from firsthand.reading.date_lengths import duration, is_plural
from firsthand.reading.date_values import counted, year_number


def weekday(groups: Groups, setting: Setting) -> When | None:
    if setting.before in ("each", "every"):
        return None
    if "shift" in groups:
        return _part_of_day(shifted_weekday(groups, setting), groups)
    if setting.anchor is None:
        return None
    by = (word_for("weekday", groups["weekday"]).number - setting.anchor.isoweekday()) % 7
    if by and setting.tense != "future":
        by -= 7
    return _part_of_day(one_day(setting.anchor + timedelta(days=by)), groups)


def _part_of_day(when: When | None, groups: Groups) -> When | None:
    if when is None or "daypart" not in groups:
        return when
    return When(when.first, when.last, "time", f"{when.value}T{word_for('daypart', groups['daypart']).code}")


def shifted_weekday(groups: Groups, setting: Setting) -> When | None:
    if setting.anchor is None:
        return None
    by = word_for("shift", groups["shift"]).number
    gap = (word_for("weekday", groups["weekday"]).number - setting.anchor.isoweekday()) % 7
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
        7 * word_for("shift", groups["shift"]).number
        + word_for("weekday", groups["weekday"]).number
        - setting.anchor.isoweekday()
    )
    return one_day(setting.anchor + timedelta(days=by))


def named_day(groups: Groups, setting: Setting) -> When | None:
    if setting.anchor is None:
        return None
    word = word_for("day", groups["daily"])
    when = one_day(setting.anchor + timedelta(days=word.number))
    if when is not None and word.code:
        return When(when.first, when.last, "time", f"{when.value}{word.code}")
    return _part_of_day(when, groups)


def shifted_daypart(groups: Groups, setting: Setting) -> When | None:
    if setting.anchor is None:
        return None
    return _part_of_day(one_day(setting.anchor + timedelta(days=word_for("shift", groups["shift"]).number)), groups)


def shifted_unit(groups: Groups, setting: Setting) -> When | None:
    shift, unit = word_for("shift", groups["shift"]), word_for("unit", groups["unit"])
    if setting.anchor is None:
        return None
    if is_plural(groups["unit"]):
        return (
            None
            if shift.number == 0
            else _stretch(setting.anchor, unit, shift.number, unit.first, unit.last, duration(unit, None))
        )
    if shift.id == "past":
        return _rolling(setting.anchor, unit, -1, 1)
    return unit_around(setting.anchor, unit.code, shift.number)


_REFERENCE = {-1: "PAST_REF", 1: "FUTURE_REF"}


def _stretch(day: date, unit: CalendarWord, sign: int, least: float, most: float, value: str) -> When:
    near, far = sorted((move(day, unit, sign * least), move(day, unit, sign * most)))
    return When(near, far, "period", value)


def _rolling(day: date, unit: CalendarWord, sign: int, count: int | None, most: float = 0.0) -> When:
    """`count` units that end (sign < 0) or begin at `day`; where the number is not told, `most` at most."""
    other = move(day, unit, sign * (most if count is None else count))
    return When(min(day, other), max(day, other), "period", duration(unit, count))


def _counts(text: str) -> tuple[int | None, float, float]:
    """The number, and the least and the most that it can be."""
    vague = words_of("vague").get(text)
    if vague is None:
        number = counted(text)
        return number, float(number or 1), float(number or 1)
    exact = round(vague.first) if vague.first == vague.last else None
    return exact, vague.first, vague.last


def shifted_units(groups: Groups, setting: Setting) -> When | None:
    shift = word_for("shift", groups["shift"])
    if setting.anchor is None or shift.number == 0:
        return None
    number, _, most = _counts(groups["count"])
    return _rolling(setting.anchor, word_for("unit", groups["unit"]), shift.number, number, most)


def first_units(groups: Groups, setting: Setting) -> When | None:
    number, unit = _counts(groups["count"])[0], word_for("unit", groups["unit"])
    if number is None or unit.number == 0 or unit.code in ("Y", "E", "C"):
        return None
    first = date(year_number(groups["year"]), 1, 1)
    return When(first, move(first, unit, number) - timedelta(days=1), "period", duration(unit, number))


def counted_ago(groups: Groups, setting: Setting) -> When | None:
    ago, unit = word_for("ago", groups["ago"]), word_for("unit", groups["unit"])
    start = _start_of_count(ago, setting)
    number, least, most = _counts(groups["count"])
    if start is None or (number or 0) > 9000:
        return None
    if number is None:
        return _stretch(start, unit, ago.number, least, most, _REFERENCE[ago.number])
    if number == 1 and unit.code == "Y" and ago.number < 0 and (told := _year_before(setting)) is not None:
        return told
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


def day_beside(groups: Groups, setting: Setting) -> When | None:
    """ "The day after the vote" stands beside the day told before; right behind a comma it is that day itself."""
    told = setting.told
    if setting.before in ("in", "during"):
        return None
    if told is None or told.first != told.last:
        return When(NO_DAY, NO_DAY, "period", "P1D")
    if setting.before == "," and re.search(r"\d, $", setting.left):
        return told
    return one_day(told.first + timedelta(days=1 if re.search("after|following", setting.right[:10]) else -1))


def uncounted_ago(groups: Groups, setting: Setting) -> When | None:
    ago, unit = word_for("ago", groups["ago"]), word_for("unit", groups["unit"])
    if setting.anchor is None or not is_plural(groups["unit"]) or ago.id not in ("ago", "from-now"):
        return None
    return _stretch(setting.anchor, unit, ago.number, unit.first, unit.last, _REFERENCE[ago.number])


def unit_ago(groups: Groups, setting: Setting) -> When | None:
    unit = word_for("unit", groups["unit"])
    if setting.anchor is None or is_plural(groups["unit"]):
        return None
    if unit.code == "Y" and (told := _year_before(setting)) is not None:
        return told
    return _ago(setting.anchor, unit, -1)


def _year_before(setting: Setting) -> When | None:
    """The quarter a year before the one told; nothing where a longer stretch was told since."""
    if setting.quarter is None or setting.longer:
        return None
    return unit_around(shift_months(setting.quarter.first, -12), "Q")


def same_period(groups: Groups, setting: Setting) -> When | None:
    """ "The same quarter a year earlier": as long as the one told, a year before."""
    if setting.anchor is None:
        return None
    return _year_before(setting) or unit_around(setting.anchor, "Y", -1)


def about(groups: Groups, setting: Setting) -> When | None:
    word = word_for("about", groups["about"])
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
    unit = word_for("unit", groups["unit"])
    by = 1 if re.search("following|next|after", words) else -1 if re.search("previous|before", words) else 0
    if setting.told is not None and not is_plural(groups["unit"]):
        return unit_around(setting.told.first, unit.code, by) if _as_fine(setting.told, unit) else None
    return (
        None
        if setting.anchor is None or by == 0 or is_plural(groups["unit"])
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
    if setting.anchor is None or is_plural(groups["unit"]) or setting.after in ("ended", "ending", "of", "to"):
        return None
    code = word_for("unit", groups["unit"]).code
    if code == "WE":
        return unit_around(setting.anchor, code, 0 if setting.tense == "future" or setting.anchor.weekday() > 4 else -1)
    return unit_around(setting.anchor, code) if code in ("Y", "M", "W") else None
