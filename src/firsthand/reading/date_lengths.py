"""How long and how often: one small function a reading, named in `en/dates.toml`. No day bounds what they make."""

from __future__ import annotations

import re

from firsthand.lexicon.values import CalendarWord, words_of
from firsthand.reading.calendar_arithmetic import NO_DAY, Groups, Setting, When, day_or_none, unit_around, word_for
from firsthand.reading.date_values import counted, year_number

_HALVES = {"Y": "6M", "H": "30M", "TM": "30S", "D": "T12H"}
"""Half of a unit in the next smaller one; weeks, months and the rest take a decimal."""

_A_HALF = re.compile(r"½|\.5|\b1/2|\band\s+a\s+half", re.IGNORECASE)


def lasting(value: str) -> When:
    return When(NO_DAY, NO_DAY, "period", value)


def repeated(value: str) -> When:
    return When(NO_DAY, NO_DAY, "period", value, repeats=True)


def is_plural(form: str) -> bool:
    return form.lower().endswith("s")


def duration(unit: CalendarWord, count: int | None, *, half: bool = False) -> str:
    """TIMEX3's value of so many units; X where their number is left open."""
    code, number = unit.code, "X" if count is None else str(count)
    if code == "WE":
        return "PXWE" if count is None else f"P{count}WE"
    if code in ("2W", "E") and count is not None:
        number, code = str(count * (2 if code == "2W" else 10)), "W" if code == "2W" else "Y"
    if code == "C" and count is not None:
        number, code = str(count * 100), "Y"
    code = {"2W": "W", "E": "Y"}.get(code, code)
    time = "T" if code in ("H", "TM") else ""
    tail = "" if not half else _HALVES.get(code, ".5")
    if tail == ".5":
        return f"P{time}{number}.5{code[-1]}"
    return f"P{time}{number}{code[-1]}{tail}"


def amount(text: str) -> tuple[int | None, bool]:
    """The number that a count gives, None where it is left open, and whether a half goes with it."""
    vague = words_of("vague").get(text)
    if vague is not None:
        return (round(vague.first) if vague.first == vague.last else None), False
    half = _A_HALF.search(text)
    return counted((text[: half.start()] if half else text).strip()), half is not None


_NO_LENGTH = ("old", "apart", "away")
"""Behind these, units tell an age or a distance."""


def length(groups: Groups, setting: Setting) -> When | None:
    """So many units; "a year" only where a length is expected, or as a rate behind an amount."""
    unit = word_for("unit", groups["unit"])
    if setting.after in _NO_LENGTH or unit.code == "WE" or _is_name(groups["_all"]) or _is_share(unit, groups, setting):
        return None
    if groups["count"].lower() in ("a", "an") and "half" not in groups:
        return _one(unit, setting)
    number, half = amount(groups["count"])
    if number is not None and 1900 <= number <= 2100 and unit.code != "Y":
        return None
    if "half" in groups:
        half = True
    return lasting(duration(unit, number, half=half))


def _is_share(unit: CalendarWord, groups: Groups, setting: Setting) -> bool:
    """ "Three-quarters" and "a quarter of" are shares."""
    return (
        unit.code == "Q"
        and groups["count"].lower() in ("a", "one", "three")
        and (setting.after == "of" or "-" in groups["_all"] and is_plural(groups["unit"]))
    )


def _is_name(words: str) -> bool:
    """ "60 Minutes" is a programme."""
    return re.search(r"[ -][A-Z]", words) is not None


def _one(unit: CalendarWord, setting: Setting) -> When | None:
    if setting.before in words_of("before a length").by_form:
        return lasting(duration(unit, 1))
    if _RATED.search(setting.left):
        return repeated(duration(unit, 1))
    return lasting(duration(unit, 1)) if setting.after in ("of", "that", "or", "to", "after", "before") else None


_RATED = re.compile(r"(?:\d|\b(?:[mb]illion|thousands?|hundreds?|dozens?|times|once|twice)\b)[^.;:()]{0,24}$")
"""An amount right before "a year" makes it a rate."""


def rate_of_units(groups: Groups, setting: Setting) -> When | None:
    """ "Four days a week" comes again every week."""
    return repeated(duration(word_for("unit", groups["unit_b"]), 1))


def half_unit(groups: Groups, setting: Setting) -> When | None:
    """ "Half an hour" in the next smaller unit."""
    unit = word_for("unit", groups["unit"])
    smaller = _HALVES.get(unit.code)
    if smaller is None or is_plural(groups["unit"]):
        return None
    return lasting(f"P{smaller}" if unit.code in ("Y", "D") else f"PT{smaller}")


def length_between(groups: Groups, setting: Setting) -> When | None:
    """Between two numbers of units nothing exact is said."""
    if groups["count_b"].lower() in ("a", "an") or setting.after == "old":
        return None
    unit = word_for("unit", groups["unit"])
    same = amount(groups["count"]) == amount(groups["count_b"])
    return lasting(duration(unit, amount(groups["count"])[0] if same else None))


def joined_length(groups: Groups, setting: Setting) -> When | None:
    """ "A ten-year plan"; an age is none."""
    unit = word_for("unit", groups["unit"])
    if setting.after == "old" or _is_name(groups["_all"]):
        return None
    if "count" not in groups:
        return lasting(duration(unit, None if is_plural(groups["unit"]) else 1))
    if _is_share(unit, groups, setting):
        return None
    number, half = amount(groups["count"])
    return lasting(duration(unit, number, half=half))


def open_length(groups: Groups, setting: Setting) -> When | None:
    """Units without a number, after a word that a length follows."""
    if setting.after in _NO_LENGTH:
        return None
    if not is_plural(groups["unit"]) or setting.before not in words_of("before a length").by_form:
        return None
    unit = word_for("unit", groups["unit"])
    return None if unit.code == "WE" else lasting(duration(unit, None))


def units_ahead(groups: Groups, setting: Setting) -> When | None:
    """Units that lie ahead, or behind something else than a date: how long they are is left open."""
    return lasting(duration(word_for("unit", groups["unit"]), None)) if is_plural(groups["unit"]) else None


def length_ended(groups: Groups, setting: Setting) -> When | None:
    """ "The year ended May 31" lasts a year; a quarter that has ended is one of the calendar's."""
    unit = word_for("unit", groups["unit"])
    if unit.code == "Y":
        return lasting("P1Y")
    if unit.code != "Q" or setting.anchor is None:
        return None
    return _quarter_ended(setting, word_for("month", groups["month"]).number, groups.get("year"))


def _quarter_ended(setting: Setting, month: int, year: str | None) -> When | None:
    assert setting.anchor is not None
    told = year_number(year) if year else setting.anchor.year - (month > setting.anchor.month)
    day = day_or_none(told, month, 1)
    return None if day is None else unit_around(day, "Q")


def every_unit(groups: Groups, setting: Setting) -> When | None:
    unit = word_for("unit", groups["unit"])
    number = amount(groups["count"])[0] if "count" in groups else 1
    return repeated(duration(unit, number))


def every_weekday(groups: Groups, setting: Setting) -> When | None:
    """A weekday that comes again and again, perhaps a part of it."""
    name = groups.get("weekday") or groups["weekdays"][:-1]
    part = groups.get("daypart", "")
    again = "weekdays" in groups or is_plural(part) or groups["_all"].lower().startswith(("each", "every"))
    code = f"T{word_for('daypart', part).code}" if part else ""
    return repeated(f"XXXX-WXX-{word_for('weekday', name).number}{code}") if again else None


def every_month(groups: Groups, setting: Setting) -> When | None:
    return repeated(f"XXXX-{word_for('month', groups['month']).number:02}")


def every_season(groups: Groups, setting: Setting) -> When | None:
    return repeated(f"XXXX-{word_for('season', groups['season']).code}")


def every_daypart(groups: Groups, setting: Setting) -> When | None:
    return repeated(f"XXXX-XX-XXT{word_for('daypart', groups['daypart']).code}")


def often(groups: Groups, setting: Setting) -> When | None:
    """ "Daily" and its kin; a capital makes it the name of a paper."""
    word = groups["often"]
    if word[0].isupper() and (setting.after[:1].isupper() or setting.before not in ("", ".")):
        return None
    return repeated(word_for("often", word).code)


def unplaced(groups: Groups, setting: Setting) -> When | None:
    """Past, present or future, and no more than that."""
    word = word_for("ref", groups["ref"])
    if setting.after in words_of("vague").by_form or words_of("unit").get(setting.after) or counted(setting.after):
        return None
    if re.match(r"\s+\d", setting.right):
        return None
    return When(NO_DAY, NO_DAY, "period", word.code)
