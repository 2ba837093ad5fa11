"""Counts of people by what befell them: "four sailors lost their lives" and "a toll of seven" measure the same."""

from __future__ import annotations

from functools import cache

from firsthand.comparing.terms import stem
from firsthand.comparing.wording import Wording, find_words
from firsthand.lexicon.wording import tolls
from firsthand.model import Assertion, Quantity

_NEAR = 8
"""A figure belongs to the nearest word of a toll within so many words."""

_THINGS = frozenset({"%", "time", "times", "percent", "o'clock"})


@cache
def toll_forms() -> dict[tuple[str, ...], str]:
    return {tuple(map(stem, form.split())): toll.id for toll in tolls() for form in toll.forms}


def find_tolls(assertion: Assertion, wording: Wording) -> dict[Quantity, str]:
    """Quantities of the assertion that count people, with what befell them; one for each toll, the nearest."""
    if not assertion.quantities:
        return {}
    inside = [i for span in assertion.content for i in wording.within(span)]
    told = [(i, toll) for i in inside if (toll := _toll_at(i, wording.stems)) is not None]
    found: dict[str, tuple[int, int, Quantity]] = {}
    for quantity in assertion.quantities:
        near = _nearest(quantity, told, wording)
        if near is not None:
            gap, toll = near
            here = (gap, quantity.span.start, quantity)
            found[toll] = min(found.get(toll, here), here, key=lambda f: f[:2])
    return {quantity: toll for toll, (_, _, quantity) in sorted(found.items(), key=lambda f: f[0])}


def _nearest(quantity: Quantity, told: list[tuple[int, str]], wording: Wording) -> tuple[int, str] | None:
    """How far the toll is to which a quantity belongs; a bare number belongs to one only where it measures it."""
    if quantity.si_unit is not None or quantity.unit.isupper() or quantity.unit in _THINGS:
        return None
    measured = tuple(stem(word) for word, _ in find_words(quantity.of or ""))
    counted = [toll for i in range(len(measured)) if (toll := _toll_at(i, measured)) is not None]
    if counted:
        return 0, counted[0]
    place = wording.within(quantity.span)
    if not told or not len(place) or not quantity.unit.isalpha():
        return None
    gap, toll = min((abs(i - place[0]), toll) for i, toll in told)
    return (gap, toll) if gap <= _NEAR else None


def _toll_at(i: int, stems: tuple[str, ...]) -> str | None:
    return next((toll for n in (3, 2, 1) if (toll := toll_forms().get(stems[i : i + n])) is not None), None)
