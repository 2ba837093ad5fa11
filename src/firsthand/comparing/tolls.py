"""Counts of people by what befell them: "four sailors lost their lives" and "a toll of seven" measure the same."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

from firsthand.comparing.terms import stem
from firsthand.comparing.wording import Wording, word_stems
from firsthand.lexicon.asof import asof_forms
from firsthand.lexicon.wording import tolls
from firsthand.model import Assertion, Quantity

_NEAR = 8
"""A figure belongs to the nearest word of a toll within so many words."""

_NUMBERS = frozenset({"number", "count", "tally", "total"})
_BETWEEN = 4
"""So many words after "number of" its people and what befell them are named: "number of people confirmed dead"."""

_FILLERS = frozenset(
    {"at", "least", "most", "about", "around", "some", "nearly", "almost", "more", "over", "than", "a", "total", "of"}
)
"""Words between such a form and the figure: "up from at least seven"."""

_THINGS = frozenset({"%", "time", "times", "percent", "o'clock"})


@cache
def toll_forms() -> dict[tuple[str, ...], str]:
    return {tuple(map(stem, form.split())): toll.id for toll in tolls() for form in toll.forms}


def find_tolls(assertion: Assertion, wording: Wording) -> dict[Quantity, str]:
    """Quantities of the assertion that count people, with what befell them; one for each toll, the nearest
    that the report does not call an older count."""
    if not assertion.quantities:
        return {}
    inside = [i for span in assertion.content for i in wording.within(span)]
    told = [(i, toll) for i in inside if (toll := _toll_at(i, wording.stems)) is not None]
    found: dict[str, tuple[bool, int, int, Quantity]] = {}
    for quantity in assertion.quantities:
        near = _nearest(quantity, told, wording)
        if near is not None:
            gap, toll = near
            older = is_earlier(wording.within(quantity.span).start, wording)
            here = (older, gap, quantity.span.start, quantity)
            found[toll] = min(found.get(toll, here), here, key=lambda f: f[:3])
    return {quantity: toll for toll, (*_, quantity) in sorted(found.items(), key=lambda f: f[0])}


def is_earlier(at: int, wording: Wording) -> bool:
    """Whether the report calls the figure at a word an older one: "up from seven"."""
    return follows("earlier", at, wording)


def follows(rule: str, at: int, wording: Wording) -> bool:
    """Whether words of a rule of `asof.toml` stand right before a word, but for what says how exact a figure is."""
    words, end = wording.words, at
    while True:
        if any(words[max(0, end - len(form)) : end] == form for form in asof_forms(rule)):
            return True
        if end == 0 or words[end - 1] not in _FILLERS:
            return False
        end -= 1


def _nearest(quantity: Quantity, told: list[tuple[int, str]], wording: Wording) -> tuple[int, str] | None:
    """How far the toll is to which a quantity belongs; a bare number belongs to one only where it measures it."""
    if quantity.si_unit is not None or quantity.unit.isupper() or quantity.unit in _THINGS:
        return None
    measured = word_stems(quantity.of or "")
    counted = [toll for i in range(len(measured)) if (toll := _toll_at(i, measured)) is not None]
    if counted:
        return 0, counted[0]
    if (numbered := _numbered(quantity, told, wording)) is not None:
        return 0, numbered
    place = wording.within(quantity.span)
    if not told or not len(place) or not quantity.unit.isalpha():
        return None
    gap, toll = min((abs(i - place[0]), toll) for i, toll in told)
    return (gap, toll) if gap <= _NEAR else None


def _numbered(quantity: Quantity, told: list[tuple[int, str]], wording: Wording) -> str | None:
    """What befell those whose number a bare figure is, however far from it: "the number of dead … rose to seven"."""
    if quantity.unit != "1" or quantity.of not in _NUMBERS:
        return None
    return next((toll for i, toll in told if _is_numbered(i, quantity.of, wording)), None)


def _is_numbered(i: int, number: str, wording: Wording) -> bool:
    before = wording.words[max(0, i - _BETWEEN) : i]
    return any(one == number and next_ == "of" for one, next_ in pairwise(before))


def _toll_at(i: int, stems: tuple[str, ...]) -> str | None:
    return next((toll for n in (3, 2, 1) if (toll := toll_forms().get(stems[i : i + n])) is not None), None)
