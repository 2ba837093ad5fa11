"""What two sentences say in numbers and dates: values with their bounds, and how one stands to another."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from calendar import isleap
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Literal

import msgspec

from firsthand.comparing.terms import group_stems, stem, weight
from firsthand.comparing.tolls import toll_forms
from firsthand.comparing.wording import find_words
from firsthand.model import Document, Quantity, Reading, Span
from firsthand.reading.calendar_arithmetic import NO_DAY
from firsthand.reading.date_joins import join_ranges
from firsthand.reading.dates import find_times
from firsthand.reading.measures import bound_before, bound_behind
from firsthand.reading.numerals import find_numerals
from firsthand.reading.quantities import find_quantities

Standing = Literal["same", "inside", "more", "less", "open"]
"""How a value of the evidence stands to one of the claim: equal to it, within its bounds, beyond them at either end, or
not to be said."""

INFINITE = math.inf
_ABOUT = 0.1
""""About 100" may be 90 or 110, as in `figures`."""
_ROUND = 0.05
"""A round number may stand for one that is off by so much of it."""
_NEAR = 7
"""Words to either side of a value that say what is measured."""
_SCOPE = re.compile(r"(?:as of|as at|through|until|till|to date)(?: the)?\s*$", re.IGNORECASE)
_LIMIT = re.compile(
    r"\b(?P<form>before|prior to|earlier than|ahead of|after|later than|following|since|by|until|till|up to|through|"
    r"no later than|between|from)(?: (?:on|the|late|early|mid))?\s*$",
    re.IGNORECASE,
)
_FIGURES = re.compile(r"(?<![\w.,/-])\d[\d,]*(?:\.\d+)?(?![\d,]*\.?\d)(?! ?BC)")
_OUT_OF = re.compile(r"\s?(?:/|out of)\s?(?P<whole>4|5|10|100|20)(?![\d.,]*\d)")
_RANK = re.compile(r"(?:#|\bno\.? |\bnumber |\brank(?:ed|s)? |\bplace )\s?$", re.IGNORECASE)
_ORDINAL = re.compile(
    r"(?<![\w.,])(?P<digits>\d+)(?:st|nd|rd|th)\b(?! century)|\b(?P<word>first|second|third|fourth|fifth|sixth|seventh|"
    r"eighth|ninth|tenth)\b(?!-|[ -](?:half|quarter|week|day|weekend|round|time|to last))",
    re.IGNORECASE,
)
_WORDS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


class Value(msgspec.Struct, frozen=True):
    """An amount or a date at `span`, as the range between `low` and `high`.

    Dates are day numbers. `bound` says that only a limit is told, which itself is outside where `strict`; `said` is the
    number that stands there. `unit` is what it may be compared by: `date`, a unit's id, `/10` of a mark, `rank`, `1` of
    a bare count. `near` are the words that say what is measured, each with its weight; `scope` marks a date up to which
    a count goes ("as of 3 May").
    """

    span: Span
    unit: str
    said: float
    low: float
    high: float
    bound: bool = False
    strict: bool = False
    step: float = 0.0
    near: tuple[tuple[str, float], ...] = ()
    scope: bool = False
    yearless: bool = False
    rough: bool = False


@lru_cache(maxsize=64)
def find_values(text: str, published: str | None = None) -> tuple[Value, ...]:
    """The amounts and dates of a sentence or two, in text order. No parse is needed."""
    times = tuple(join_ranges(text, find_times(text, published or _NO_YEAR)))
    document = Document(id="pair", text=text, sha256="")
    dated = tuple(f for f in times if f.type in ("DATE", "TIME") and f.when.first != NO_DAY)
    found = [
        _date(text, f.start, f.end, f.when.first.toordinal(), f.when.last.toordinal(), published is None)
        for f in dated
        if published is not None or _STANDS.search(text[f.start : f.end])
    ]
    taken = [v.span for v in found]
    quantities = find_quantities(Reading(document=document)).quantities or ()
    for value in (*_marks(text), *(v for q in quantities for v in _amount(text, q)), *_bare(text), *_ordinals(text)):
        if not any(value.span.overlaps(s) for s in taken):
            found.append(value)
            taken.append(value.span)
    return _with_words(text, tuple(sorted(found, key=lambda v: v.span)))


_NO_YEAR = "2000-12-31"
"""Stands for the day of publication where none is known: days of an unsaid year are then days of this one."""
_STANDS = re.compile(r"\d{3,4}|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.IGNORECASE)
"""A date that says its year or its month stands without a day of publication; "Friday" and "last year" do not."""
_YEAR = re.compile(r"\d{4}|'\d{2}|\d{3,4}0s")


def _date(text: str, start: int, end: int, first: int, last: int, loose: bool) -> Value:
    """A day or a stretch; "before" and its like leave one end open."""
    span, before = Span(start, end), text[max(0, start - 24) : start]
    yearless = loose and _YEAR.search(span.of(text)) is None
    limit = _LIMIT.search(before)
    form = limit["form"].lower() if limit else ""
    low, high, strict = float(first), float(last), False
    match form:
        case "before" | "prior to" | "earlier than" | "ahead of":
            low, high, strict = -INFINITE, float(first), True
        case "after" | "later than" | "following":
            low, high, strict = float(last), INFINITE, True
        case "since" | "from":
            high = INFINITE
        case "by" | "until" | "till" | "up to" | "through" | "no later than":
            low = -INFINITE
    scope = _SCOPE.search(before) is not None or form in ("by", "until", "till", "through", "up to")
    return Value(
        span, "date", float(first), low, high, math.inf in (-low, high), strict, scope=scope, yearless=yearless
    )


def _amount(text: str, quantity: Quantity) -> Iterator[Value]:
    said = quantity.value if quantity.si_value is None else quantity.si_value
    scale = said / quantity.value if quantity.value else 1.0
    unit = quantity.si_unit or quantity.unit
    if unit == "1" and 0 < quantity.value < 1 and "." not in quantity.span.of(text):
        said, unit, scale = said * 100, "%", scale * 100
    elif quantity.unit == "%":
        said, unit, scale = quantity.value, "%", 1.0
    yield _bounded(quantity.span, unit, said, quantity.bound, quantity.high and quantity.high * scale, text)


def _bounded(span: Span, unit: str, said: float, bound: str | None, top: float | None, text: str) -> Value:
    low, high, strict = said, said if top is None else top, False
    match bound:
        case ">" | ">=":
            high, strict = INFINITE, bound == ">"
        case "<" | "<=":
            low, strict = -INFINITE, bound == "<"
        case "~":
            low, high = low - abs(low) * _ABOUT, high + abs(high) * _ABOUT
    return Value(
        span,
        unit,
        said,
        low,
        high,
        bound in (">", ">=", "<", "<="),
        strict,
        step=_step(span.of(text), said),
        rough=bound == "~",
    )


def _step(words: str, said: float) -> float:
    """The place of the last figure that is written, trailing noughts aside: 1.1 million is told to the hundred
    thousand."""
    digits = re.search(r"\d[\d,]*(?:\.\d+)?", words)
    if digits is None or said == 0:
        return 0.0
    plain = digits[0].replace(",", "")
    scale = abs(said) / float(plain) if float(plain) else 1.0
    if "." in plain:
        return scale * 10.0 ** -len(plain.partition(".")[2])
    noughts = len(plain) - len(plain.rstrip("0"))
    return scale * 10.0**noughts


def _marks(text: str) -> Iterator[Value]:
    """Marks out of a whole: "6.5/10", "75 out of 100"."""
    for figures in _FIGURES_OUT.finditer(text):
        whole = figures["whole"]
        value = float(figures["value"])
        unit = "%" if whole == "100" else f"/{whole}"
        span = Span(figures.start(), figures.end())
        yield _with_bound(text, span, unit, value)


_FIGURES_OUT = re.compile(
    r"(?<![\w.,/])(?P<value>\d{1,3}(?:\.\d+)?)\s?(?:/|out of)\s?(?P<whole>100|20|10|5|4)(?![\d.,/]*\d)"
)


def _with_bound(text: str, span: Span, unit: str, value: float) -> Value:
    rule = bound_before(text, span.start) or bound_behind(text, span.end)
    return _bounded(span, unit, value, rule[0].bound if rule else None, None, text)


def _bare(text: str) -> Iterator[Value]:
    """Figures that nothing else has read: ranks, scores, numbers that name."""
    for numeral in find_numerals(text):
        if not numeral.figures and 2 <= numeral.value < 1000 and numeral.bound is None:
            span = Span(numeral.start, numeral.end)
            yield _with_bound(text, span, "1", numeral.value)
    for figures in _FIGURES.finditer(text):
        span = Span(figures.start(), figures.end())
        rank = _RANK.search(text[max(0, span.start - 10) : span.start]) is not None
        yield _with_bound(text, span, "rank" if rank else "1", float(figures[0].replace(",", "")))


def _ordinals(text: str) -> Iterator[Value]:
    for fit in _ORDINAL.finditer(text):
        value = float(fit["digits"]) if fit["digits"] else float(_WORDS.index(fit["word"].lower()) + 1)
        yield Value(Span(fit.start(), fit.end()), "rank", value, value, value)


def _with_words(text: str, values: tuple[Value, ...]) -> tuple[Value, ...]:
    """Each value with the words around it, nearer ones heavier, none beyond the end of its sentence."""
    words = tuple((w, s) for w, s in find_words(text) if not any(v.span.overlaps(s) for v in values))
    stems = tuple(stem(w) for w, _ in words)
    groups = group_stems(stems)
    starts = [s.start for _, s in words]
    return tuple(msgspec.structs.replace(v, near=_near(v, text, stems, groups, starts)) for v in values)


def _near(
    value: Value, text: str, stems: tuple[str, ...], groups: tuple[str, ...], starts: list[int]
) -> tuple[tuple[str, float], ...]:
    at = bisect_left(starts, value.span.start)
    near: dict[str, float] = {}
    for i in range(max(0, at - _NEAR), min(len(stems), at + _NEAR)):
        gap = i - at + 1 if i >= at else at - i
        between = text[value.span.end : starts[i]] if i >= at else text[starts[i] : value.span.start]
        key = groups[i] if len(groups[i]) > 1 else stems[i]
        heavy = _heavy(stems[i]) * 1.5 ** -(gap - 1) * (0.4 if _BREAK.search(between) else 1.0)
        near[key] = max(near.get(key, 0.0), heavy)
    return tuple(sorted(near.items()))


_BREAK = re.compile(r"[.;:]\s|[,;]\s(?:and|but|while|with)\s|\sand\s|,\s")


@lru_cache(1 << 14)
def _heavy(stemmed: str) -> float:
    return 1.0 if toll_forms().get((stemmed,)) else max(0.05, weight(stemmed))


def comparable(claim: Value, evidence: Value) -> bool:
    """Whether two values may measure the same by their units alone."""
    if claim.unit == evidence.unit:
        return True
    units = {claim.unit, evidence.unit}
    return "date" not in units and ("1" in units) and not units & {"rank"}


def closeness(claim: Value, evidence: Value) -> float:
    """1 for the same number, falling with the ratio of the two; of dates with the days between them."""
    if claim.unit == "date":
        return math.exp(-abs(claim.said - in_year(claim, evidence).said) / 700)
    if claim.said <= 0 or evidence.said <= 0:
        return float(claim.said == evidence.said)
    return math.exp(-abs(math.log(claim.said / evidence.said)) * 3)


def in_year(claim: Value, evidence: Value) -> Value:
    """The evidence's day in the claim's year, where one of the two does not say its year."""
    if claim.unit != "date" or claim.yearless == evidence.yearless:
        return evidence
    year, day = date.fromordinal(int(claim.said)).year, date.fromordinal(int(evidence.said))
    by = date(year, 1, 1).toordinal() - date(day.year, 1, 1).toordinal()
    leap = int(day.month > 2) * (isleap(year) - isleap(day.year))
    moved = {name: getattr(evidence, name) + by + leap for name in ("said", "low", "high")}
    return msgspec.structs.replace(evidence, **moved)


def standing(claim: Value, evidence: Value) -> Standing:
    """How the evidence's value stands to the claim's. Who writes "over 7.1 million" means little more than that: its
    bound is taken at the number that is said."""
    evidence = in_year(claim, evidence)
    if evidence.unit == "date":
        low, high = (evidence.low, evidence.high) if not evidence.bound else (evidence.said, evidence.said)
    elif evidence.bound or claim.bound and evidence.rough:
        low = high = evidence.said
    else:
        low, high = evidence.low, evidence.high
    if claim.bound:
        if evidence.bound and (claim.low, claim.high, claim.strict) == (evidence.low, evidence.high, evidence.strict):
            return "inside"
        return _against_limit(claim, low, high)
    if claim.unit != "date" and abs(evidence.said - claim.said) < min(claim.step / 2, abs(claim.said) * _ROUND):
        return "same"
    if low <= claim.high and claim.low <= high:
        return "same"
    return "more" if low > claim.high else "less"


def _against_limit(claim: Value, low: float, high: float) -> Standing:
    below = claim.high == INFINITE and (low < claim.low or low == claim.low and claim.strict)
    above = claim.low == -INFINITE and (high > claim.high or high == claim.high and claim.strict)
    if claim.unit == "date" and (below and high > claim.low or above and low < claim.high):
        return "open"
    return "less" if below else "more" if above else "inside"
