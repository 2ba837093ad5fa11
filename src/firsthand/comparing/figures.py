"""Figures that can be compared: what is measured, in which unit, between which bounds."""

from __future__ import annotations

from firsthand.comparing.tellings import Figure
from firsthand.comparing.terms import stem
from firsthand.comparing.tolls import find_tolls
from firsthand.comparing.wording import Wording, find_words
from firsthand.model import Assertion, Quantity

_INFINITE = float("inf")
_ABOUT = 0.1
""""About 100" may be 90 or 110."""


def find_figures(assertion: Assertion, wording: Wording) -> tuple[Figure, ...]:
    """The figures of an assertion; what it measures twice is left out, since nothing shows which is meant."""
    tolls = find_tolls(assertion, wording)
    figures = [_figure(q, tolls.get(q)) for q in assertion.quantities]
    measures = [f.measure for f in figures]
    return tuple(f for f in figures if measures.count(f.measure) == 1)


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
    unit = quantity.si_unit or " ".join(stem(word) for word, _ in find_words(quantity.unit)) or quantity.unit
    return f"{unit} per {quantity.per}" if quantity.per else unit


def agree(left: Figure, right: Figure) -> bool:
    """Whether both can hold."""
    return left.low <= right.high and right.low <= left.high
