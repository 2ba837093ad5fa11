"""Figures that can be compared: what is measured, in which unit, between which bounds."""

from __future__ import annotations

from collections.abc import Iterator

from firsthand.comparing.tellings import Figure
from firsthand.comparing.tolls import find_tolls
from firsthand.comparing.wording import Wording, word_stems
from firsthand.model import Assertion, Quantity

_INFINITE = float("inf")
_ABOUT = 0.1
""""About 100" may be 90 or 110."""


_SECONDS = {
    "minute": 60.0, "hour": 3600.0, "day": 86400.0, "week": 604800.0, "fortnight": 1209600.0,
    "month": 2629746.0, "year": 31556952.0,
}  # fmt: skip
"""Of a month and a year the mean of the calendar."""
_ONE = frozenset({"a", "an", "one"})
_BOUNDS = {("less", "than"): "<", ("under",): "<", ("within",): "<", ("at", "most"): "<",
           ("more", "than"): ">", ("over",): ">", ("at", "least"): ">"}  # fmt: skip


def find_figures(assertion: Assertion, wording: Wording) -> tuple[Figure, ...]:
    """The figures of an assertion; what it measures twice is left out, since nothing shows which is meant."""
    tolls = find_tolls(assertion, wording)
    figures = [_figure(q, tolls.get(q)) for q in assertion.quantities]
    figures += _lengths(assertion, wording)
    measures = [f.measure for f in figures]
    return tuple(f for f in figures if measures.count(f.measure) == 1)


def _lengths(assertion: Assertion, wording: Wording) -> Iterator[Figure]:
    """Lengths of time that are only bounded, by an article and a unit: "in less than a month". By themselves ("a month
    ago") they measure nothing."""
    for span in assertion.content:
        for i in wording.within(span):
            seconds = _SECONDS.get(wording.words[i])
            if seconds is None or wording.words[i - 1] not in _ONE:
                continue
            for size in (2, 1):
                bound = _BOUNDS.get(wording.words[max(0, i - 1 - size) : i - 1])
                if bound is not None:
                    low, high = (-_INFINITE, seconds) if bound == "<" else (seconds, _INFINITE)
                    yield Figure("s", low, high, wording.span(i - 1 - size, i))
                    break


def _figure(quantity: Quantity, toll: str | None) -> Figure:
    low = quantity.value if quantity.si_value is None else quantity.si_value
    high = low if quantity.high is None else quantity.high * (low / quantity.value if quantity.value else 1.0)
    match quantity.bound:
        case ">" | ">=":
            high = _INFINITE
        case "<" | "<=":
            low = -_INFINITE
        case "~":
            low, high = low * (1 - _ABOUT), high * (1 + _ABOUT)
    return Figure(toll or _measure(quantity), low, high, quantity.span, toll=toll is not None)


def _measure(quantity: Quantity) -> str:
    """The unit, and per what."""
    unit = quantity.si_unit or " ".join(word_stems(quantity.unit)) or quantity.unit
    return f"{unit} per {quantity.per}" if quantity.per else unit


def agree(left: Figure, right: Figure) -> bool:
    """Whether both can hold."""
    return left.low <= right.high and right.low <= left.high
