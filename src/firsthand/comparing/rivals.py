"""Two figures side by side: whether they measure the same thing, and if so, whether both can hold.

Rules say first when two figures cannot be compared: another unit, another toll, a figure that the other sentence
repeats, scores of games, rows of which every figure differs, rates, ages of people who are not named alike. What
is left is weighed by named features, one of them whether another figure of the two reports fits better; the weights
were fitted on pairs read by hand (`eval/figure_pairs.jsonl`).
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Literal

import msgspec

from firsthand.comparing.numeric import Value, closeness, find_values
from firsthand.comparing.pile import Page
from firsthand.comparing.tellings import Telling
from firsthand.comparing.terms import stem, weight
from firsthand.comparing.tolls import toll_forms
from firsthand.comparing.wording import find_words, word_keys, word_stems
from firsthand.lexicon.wording import tallies
from firsthand.model import Quantity, Span

Verdict = Literal["conflict", "update", "compatible", "not comparable"]

WEIGHTS: Mapping[str, float] = {
    "near": 0.744,
    "words": 1.651,
    "both": 2.079,
    "close": 2.806,
    "beaten": -2.317,
    "toll": 1.178,
    "clash": -0.257,
    "money": 0.908,
    "bound": 0.278,
}
BIAS = -2.904
ENOUGH = 0.45
"""From this chance on two figures are held to measure the same: chosen with the weights held out topic by topic, on the
topics of which errors were read."""

_ROUGHLY = 0.1
""""More than 160" means little more; "at least 160" may be any number."""
_CROSSED = re.compile(r"\band\b|\bbut\b|\bwhile\b|;|(?<!\d),")
_FAR = 60
"""Letters between a figure and the word for what befell; each "and" counts as so many."""
_RATE = re.compile(r"\b(?:one|1)(?: person| user)? (?:in|out of)(?: every)?\s*$", re.IGNORECASE)
_DAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
_MORE = re.compile(r"\s+(?:more|others?|further|additional)\b", re.IGNORECASE)
_TIMES = frozenset({"s", "day", "week", "month", "year", "time", "times", "%"})


class Setting(msgspec.Struct, frozen=True):
    """A figure with what stands around it in its sentence.

    `unit` is what is counted, `toll` what befell the people who are, `of` the stems of what is measured. `others` are
    all amounts of the sentence by unit, `alike` those that count the same toll; `words` what the sentence says by
    weight, `names` whom and what it names, `days` the days of the week that it names.
    """

    value: Value
    unit: str
    toll: str | None
    of: frozenset[str]
    others: Mapping[str, frozenset[float]]
    alike: frozenset[float]
    words: Mapping[str, float]
    names: frozenset[str]
    days: frozenset[str]
    rate: bool
    tally: bool


class Comparison(msgspec.Struct, frozen=True):
    """The verdict on two figures, the rule that gave it, and how likely they measure the same with the features that
    say so; without features where a rule forbade to compare."""

    verdict: Verdict
    rule: str
    chance: float = 0.0
    features: tuple[tuple[str, float], ...] = ()


def set_figure(text: str, sentence: Telling, quantity: Quantity) -> Setting | None:
    """The setting of a quantity of that sentence; None where its number cannot be read by itself."""
    whole = sentence.spans[0]
    words = whole.of(text)
    here = Span(quantity.span.start - whole.start, quantity.span.end - whole.start)
    values = find_values(words)
    value = next((v for v in values if v.unit != "date" and v.span.overlaps(here)), None)
    if value is None:
        return None
    keys, tolls = word_keys(words), {v: _toll_at(words, v) for v in values if v.unit != "date"}
    unit = quantity.si_unit or (quantity.unit if quantity.unit.isupper() else " ".join(word_stems(quantity.unit)))
    people = quantity.si_unit is None and not quantity.unit.isupper() and quantity.unit not in _TIMES
    toll = tolls[value] if people else None
    return Setting(
        value=value,
        unit=unit,
        toll=toll,
        of=frozenset(word_stems(quantity.of or "")),
        others=_amounts(sentence, quantity),
        alike=frozenset(
            v.said for v, t in tolls.items() if (toll is None or t in (toll, None)) and not _is_added(words, v)
        ),
        words={key: _heavy(key) for key in sorted(keys)},
        names=frozenset(t.key for t in sentence.terms if t.key[0] == "@"),
        days=frozenset(d.lower() for d in _DAY.findall(words)),
        rate=_RATE.search(words[: value.span.start]) is not None,
        tally=_is_tally(quantity.unit),
    )


def settings_on(page: Page, quantities: Iterable[Quantity]) -> dict[Span, Setting]:
    """Those of the page's figures that can be read by themselves, by where they stand."""
    found: dict[Span, Setting] = {}
    for quantity in quantities:
        sentence = next((s for s in page.sentences if s.spans[0].overlaps(quantity.span)), None)
        setting = None if sentence is None else set_figure(page.document.text, sentence, quantity)
        if setting is not None:
            found[quantity.span] = setting
    return found


def _is_added(words: str, value: Value) -> bool:
    """Whether so many are only what came on top: "three more bodies" is no count of the bodies."""
    return value.unit == "1" and _MORE.match(words, value.span.end) is not None


def _heavy(key: str) -> float:
    return max(0.05, weight(key)) if len(key) > 1 else 0.05


def _amounts(sentence: Telling, quantity: Quantity) -> dict[str, frozenset[float]]:
    """The other amounts of the sentence by what they count."""
    found: dict[str, set[float]] = defaultdict(set)
    for term in sentence.terms:
        value, _, unit = term.key[1:].partition(" ")
        if term.key[0] == "#" and not term.span.overlaps(quantity.span) and unit not in ("1", quantity.unit.casefold()):
            found[unit].add(float(value))
    return {unit: frozenset(values) for unit, values in sorted(found.items())}


def _toll_at(words: str, value: Value) -> str | None:
    """What befell the people counted there: the nearest word for it, with no "and" or comma between."""
    found: list[tuple[int, int, str]] = []
    spelled = tuple(find_words(words))
    stems = tuple(stem(w) for w, _ in spelled)
    for i, (_, span) in enumerate(spelled):
        toll = next((toll_forms()[stems[i : i + n]] for n in (3, 2, 1) if stems[i : i + n] in toll_forms()), None)
        if toll is not None:
            before = span.end <= value.span.start
            gap = words[span.end : value.span.start] if before else words[value.span.start : span.start]
            found.append((len(gap) + _FAR * len(_CROSSED.findall(gap)), span.start, toll))
    nearest = min(found, default=None)
    return nearest[2] if nearest is not None and nearest[0] <= _FAR else None


@cache
def _tally_forms() -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(map(stem, form.split())) for tally in tallies() for form in tally.forms) | {("yd",)}


def _is_tally(unit: str) -> bool:
    return word_stems(unit) in _tally_forms()


def compare_figures(one: Setting, other: Setting, *, grew: bool | None = None, fit: float = 0.0) -> Comparison:
    """What two figures of two sentences have to do with each other; `grew` says whether the later one, as stated, is
    the larger, None where the order is not known. `fit` is how well other figures of the two reports go together with
    these (`best_fit`)."""
    if (veto := forbids(one, other)) is not None:
        return Comparison("not comparable", veto)
    features = weigh_features(one, other, fit)
    chance = round(1 / (1 + math.exp(-BIAS - sum(WEIGHTS[name] * value for name, value in features))), 4)
    if chance < ENOUGH:
        return Comparison("not comparable", "figures/unlike", chance, features)
    return Comparison(*_settle(one, other, grew), chance, features)


def forbids(one: Setting, other: Setting) -> str | None:
    """The rule by which two figures do not measure the same, whatever else is alike."""
    if not _one_measure(one, other):
        return "figures/other-measure"
    if one.value.said != other.value.said and (one.value.said in other.alike or other.value.said in one.alike):
        return "figures/answered"
    if one.rate or other.rate:
        return "figures/rate"
    shared = [unit for unit in one.others if unit in other.others]
    agreed = [unit for unit in shared if one.others[unit] & other.others[unit]]
    if one.tally and (not agreed or len(agreed) < len(shared)):
        return "figures/tally"
    if one.toll is None and shared and not agreed:
        return "figures/other-row"
    if one.toll is None and one.days and other.days and not one.days & other.days:
        return "figures/other-day"
    if "age" in one.of | other.of and not one.names & other.names:
        return "figures/age"
    return None


def weigh_features(one: Setting, other: Setting, fit: float = 0.0) -> tuple[tuple[str, float], ...]:
    """What speaks for one measure or, as `beaten` and `clash`, against it, each from 0 to 1. These two are beaten by as
    much as other figures of the reports go together better."""
    near, words, close = _alike(one, other)
    values = {
        "near": near,
        "words": words,
        "both": near * words,
        "close": close,
        "beaten": max(0.0, fit - (near + words + close) / 3),
        "toll": float(one.toll is not None and bool(one.names & other.names)),
        "clash": float(one.toll is None and bool(one.of) and bool(other.of) and not one.of & other.of),
        "money": float(one.unit.isupper() and len(one.unit) == 3),
        "bound": float(one.value.bound or other.value.bound),
    }
    return tuple((name, round(value, 4)) for name, value in values.items())


def best_fit(one: Setting, other: Setting, left: Iterable[Setting], right: Iterable[Setting]) -> float:
    """How well the best of the other figures on one's page (`left`) goes together with `other`, or of those on the
    other's page (`right`) with `one`, from 0 to 1: the same toll or unit, like words, a like number."""
    pairs = [(one, s) for s in right if _one_measure(one, s)] + [(s, other) for s in left if _one_measure(s, other)]
    return max((sum(_alike(a, b)) / 3 for a, b in pairs), default=0.0)


def _one_measure(one: Setting, other: Setting) -> bool:
    return one.toll == other.toll and (one.toll is not None or one.unit == other.unit)


def _alike(one: Setting, other: Setting) -> tuple[float, float, float]:
    """How much the two have in common of the words beside them, of their sentences' words, and as numbers."""
    left, right = dict(one.value.near), dict(other.value.near)
    near = sum(min(w, right[k]) for k, w in left.items() if k in right)
    sides = sum(left.values()) or 1.0, sum(right.values()) or 1.0
    shared = sum(w for k, w in one.words.items() if k in other.words)
    return (
        (near / min(sides) + near / max(sides)) / 2,
        shared / (min(sum(one.words.values()), sum(other.words.values())) or 1.0),
        closeness(one.value, other.value),
    )


def _settle(one: Setting, other: Setting, grew: bool | None) -> tuple[Verdict, str]:
    """A toll grows with time; else ranges that meet are compatible, and others conflict."""
    left, right = one.value, other.value
    if one.toll is not None and left.said != right.said:
        small = min(left, right, key=lambda v: v.said)
        if grew or (grew is None and small.bound):
            return "update", "figures/grew"
        return "conflict", "figures/apart"
    if meets(left, right):
        return "compatible", "figures/meet"
    return "conflict", "figures/apart"


def meets(left: Value, right: Value) -> bool:
    """Whether both can hold: a bare number beyond "more than" by far contradicts it, beyond "at least" it does not."""
    for limit, plain in ((left, right), (right, left)):
        if limit.strict and not plain.bound and abs(plain.said - limit.said) > _ROUGHLY * abs(limit.said):
            return False
    return left.low <= right.high and right.low <= left.high
