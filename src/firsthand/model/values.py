"""Dates and quantities: normalised, always beside their words."""

from __future__ import annotations

from typing import Literal

import msgspec

from firsthand.model.spans import Span

Precision = Literal["time", "day", "week", "month", "quarter", "season", "year", "decade", "century", "period"]


class Date(msgspec.Struct, frozen=True):
    """When, as said at `span`: the first and the last day it can mean, both included (ISO 8601 dates).

    `precision` is that of the words; `zone` a UTC offset or IANA name where one is said; `corrected_from` holds the
    words as written where they were read with a correction ("Jume 4"); `value` is TIMEX3's value attribute.
    """

    span: Span
    start: str
    end: str
    precision: Precision
    zone: str | None = None
    corrected_from: str | None = None
    value: str | None = None
    rules: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.start > self.end:
            raise ValueError(f"a date must not end before it starts: {self.start} > {self.end}")


Bound = Literal["<", "<=", ">", ">=", "~"]
Change = Literal["up", "down"]


class Quantity(msgspec.Struct, frozen=True):
    """How much, as said at `span`.

    `value` counts `unit` (a unit's id from the lexicon, an ISO 4217 code for money, or the noun that is counted);
    `high` closes a range that `value` opens; `bound` says that the words give only a limit (`>` "over", `~` "about");
    `of` is what is measured, in the report's words; `per` the unit of time or thing it is said for; `si_value` and
    `si_unit` the same amount in SI units (kilometres for lengths above 100 m), None for money and counts.
    `change` says that something went up or down by this much ("fell 3 percent"); None of a level ("fell to 3 percent").
    `whom` are the words for those of whom it is said ("Iran" and "Tajikistan" of their trade), empty where none are.
    """

    span: Span
    value: float
    unit: str
    bound: Bound | None = None
    of: str | None = None
    si_value: float | None = None
    si_unit: str | None = None
    high: float | None = None
    per: str | None = None
    rules: tuple[str, ...] = ()
    change: Change | None = None
    whom: tuple[Span, ...] = ()

    def __post_init__(self) -> None:
        if self.high is not None and self.high < self.value:
            raise ValueError(f"a range must not end below its start: {self.value}..{self.high}")
