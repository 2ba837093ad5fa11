"""What dates and figures are read by: calendar words, shapes of dates, number words, units, currencies and bounds."""

from __future__ import annotations

from functools import cache
from typing import Literal

import msgspec

from firsthand.lexicon.records import BoundRule, Rule, Unit
from firsthand.lexicon.tables import load_rules
from firsthand.model import Change

CalendarKind = Literal[
    "month", "weekday", "season", "unit", "shift", "day", "about", "part", "daypart", "feast", "zone", "ago", "vague",
    "often", "ref", "approx", "to come", "past", "asking", "moved to", "ends", "begins", "before a length",
    "not a month", "before a month", "before a slip", "before a year", "before any year", "behind a number",
]  # fmt: skip
"""`shift` moves by whole units ("last"), `ago` by counted ones; `day` names a day by its distance from today; `about` a
time around now, `ref` no more than past, present or future; `part` a part of what follows; `often` tells how often;
`vague` is an inexact number, `approx` makes one of the count behind it; `to come`, `past`, `asking` and `moved to` tell
the tense of a clause; `ends` and `begins` place a length."""


class CalendarWord(Rule, frozen=True, kw_only=True):
    """Words of the calendar.

    `number` is the month, the ISO weekday, the season's first month, the shift in units or days, or month * 100 + day
    of a feast (its day 0 where `code` says how it moves). `first` and `last` bound what is inexact: days from today
    (`about`), shares of the whole (`part`), how many at least and at most (`vague`, and a `unit` in the plural without
    a number).
    `code` is TIMEX3's, or a UTC offset.
    """

    forms: tuple[str, ...]
    kind: CalendarKind
    number: int = 0
    first: float = 0.0
    last: float = 0.0
    code: str = ""


class DateShape(Rule, frozen=True, kw_only=True):
    """Words in a row that make a date. `pattern` is a regular expression over words, with `{class}` for a class of
    words and a space for any short gap; `reading` names the function of `reading/date_values.py` that computes it."""

    pattern: str
    reading: str


NumberKind = Literal["unit", "ten", "scale", "fraction", "vague", "label", "victim", "harm", "group", "toll"]
BESIDE: tuple[NumberKind, ...] = ("label", "victim", "harm", "group", "toll")
"""Kinds that are no numbers: they stand beside one."""


class NumberWord(Rule, frozen=True, kw_only=True):
    """A word that counts. A `scale` multiplies what stands before it; `vague` gives `value` as a
    lower or rough bound; behind a `label` a number is a name. A number alone counts people before a `victim` ("12
    wounded"), behind a `harm` ("killing 12"), of a `group` ("a crew of 12") and where a `toll` is measured."""

    forms: tuple[str, ...]
    kind: NumberKind
    value: float = 0.0
    bound: Literal[">=", "~"] | None = None


class ChangeRule(Rule, frozen=True, kw_only=True):
    """Words before an amount by which something went up or down, with `by` only where that word stands between;
    without `change`, they say no such thing."""

    forms: tuple[str, ...]
    by: bool = False
    change: Change | None = None


@cache
def calendar_words() -> tuple[CalendarWord, ...]:
    return load_rules("en/calendar.toml", "word", CalendarWord)


@cache
def date_shapes() -> tuple[DateShape, ...]:
    return load_rules("en/dates.toml", "shape", DateShape)


@cache
def number_words() -> tuple[NumberWord, ...]:
    return load_rules("en/numbers.toml", "number", NumberWord)


@cache
def units() -> tuple[Unit, ...]:
    return load_rules("en/units.toml", "unit", Unit)


@cache
def currencies() -> tuple[Unit, ...]:
    return load_rules("en/currencies.toml", "unit", Unit)


@cache
def bound_rules() -> tuple[BoundRule, ...]:
    return load_rules("en/bounds.toml", "bound", BoundRule)


@cache
def change_rules() -> tuple[ChangeRule, ...]:
    return load_rules("en/changes.toml", "change", ChangeRule)


class Words(msgspec.Struct, frozen=True):
    """Calendar words of one kind by form (lower case)."""

    by_form: dict[str, CalendarWord]

    def get(self, form: str) -> CalendarWord | None:
        """The word of this form, with or without a final full stop, spaces made one."""
        plain = " ".join(form.lower().split())
        return self.by_form.get(plain) or self.by_form.get(plain.rstrip("."))


@cache
def words_of(kind: CalendarKind) -> Words:
    return Words({form: word for word in calendar_words() if word.kind == kind for form in word.forms})
