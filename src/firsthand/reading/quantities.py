"""Finds the quantities of a report: how much, of what, with which bound, in the report's unit and in SI."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from firsthand.lexicon.records import Unit
from firsthand.model import Bound, Change, Date, Quantity, Reading, Span, Token, Tree
from firsthand.reading.alone import Alone, find_alone, goes_on, is_level, is_victim, of_toll
from firsthand.reading.measured import counted_noun, find_measured, find_rate, noun_words
from firsthand.reading.measures import (
    Measure,
    bound_before,
    bound_behind,
    change_before,
    per_behind,
    sign_before,
    unit_behind,
)
from firsthand.reading.numerals import Numeral, find_numerals, words_beside
from firsthand.reading.pipeline import Stage

BARE = "1"
"""The unit of a number that counts nothing named (SI's unit one)."""


class Amount(msgspec.Struct, frozen=True):
    """A number with the unit beside it; `start`..`end` hold both. `high` closes a range; `pair` says that a hyphen
    joins two numbers in it, which without a unit are a score."""

    numeral: Numeral
    start: int
    end: int
    measure: Unit | None = None
    high: float | None = None
    pair: bool = False


def find_quantities(reading: Reading) -> Reading:
    """All quantities in text order, none overlapping another or a date."""
    text, tree = reading.document.text, reading.tree
    amounts = _joined(text, tuple(_amounts(text, reading.dates or ())))
    taken = frozenset(i for a in amounts for i in tree.within(Span(a.start, a.end))) if tree else frozenset()
    nouns = tuple(_noun(tree, a, reading.dates or (), taken) for a in amounts)
    measuring = taken | {noun for noun in nouns if noun is not None}
    amounts, nouns = _handed_on(text, amounts, nouns)
    founds = [_quantity(text, tree, a, noun, measuring) for a, noun in zip(amounts, nouns, strict=True)]
    told = _told_twice(text, amounts, founds)
    return msgspec.structs.replace(reading, quantities=tuple(q for q in told if q is not None))


def _amounts(text: str, dates: tuple[Date, ...]) -> Iterator[Amount]:
    """Numbers outside dates, with a unit where one stands beside them."""
    spans, at = tuple(d.span for d in dates), 0
    for numeral in find_numerals(text):
        while at < len(spans) and spans[at].end <= numeral.start:
            at += 1
        if at < len(spans) and spans[at].start < numeral.end:
            continue
        yield _with_measure(text, numeral)


def _with_measure(text: str, numeral: Numeral) -> Amount:
    sign = sign_before(text, numeral.start) if numeral.figures else None
    behind = unit_behind(text, numeral.end, figures=numeral.figures and not numeral.scaled or numeral.scaled)
    if sign is None and behind is None and numeral.bound is not None and text[numeral.end : numeral.end + 4] == " of ":
        behind = unit_behind(text, numeral.end + 3, figures=False)
    if sign is not None:
        end = behind.end if behind is not None and behind.unit == sign.unit else numeral.end
        return Amount(numeral, sign.start, end, sign.unit)
    return _behind(numeral, behind)


def _behind(numeral: Numeral, behind: Measure | None) -> Amount:
    if behind is None:
        return Amount(numeral, numeral.start, numeral.end)
    return Amount(numeral, numeral.start, behind.end, behind.unit)


_JOINT = re.compile(
    r"(?P<hyphen>[ \u00a0]?[-–—‑][ \u00a0]?|-to-)|[ \u00a0](?P<word>to|and|or|till)[ \u00a0]", re.IGNORECASE
)


def _joined(text: str, amounts: tuple[Amount, ...]) -> tuple[Amount, ...]:
    """Two numbers that make one range are one amount; two that share a unit both get it."""
    made: list[Amount] = []
    for amount in amounts:
        if made and (joint := _JOINT.fullmatch(text[made[-1].end : amount.start])):
            made[-1:] = _join(text, made[-1], amount, joint)
        else:
            made.append(amount)
    return tuple(made)


def _join(text: str, low: Amount, high: Amount, joint: re.Match[str]) -> tuple[Amount, ...]:
    if low.measure is not None and low.measure != high.measure:
        return low, high
    measure = low.measure or high.measure
    least, most = _shared_scale(low, high), high.numeral.value
    before = re.search(r"(\w+)[ \u00a0]$", text[max(0, low.start - 12) : low.start])
    lead = before[1].lower() if before else ""
    in_range = (
        joint["hyphen"]
        or joint["word"].lower() in ("to", "till")
        and (lead not in ("from", "by") or lead == "by" and _is_narrow(low, high))
        or joint["word"].lower() == "and"
        and lead == "between"
    )
    if in_range and least < most and low.high is None:
        numeral = msgspec.structs.replace(high.numeral, value=least, rules=("quantities/range",))
        return (Amount(numeral, low.start, high.end, measure, most, pair=bool(joint["hyphen"])),)
    if joint["hyphen"]:
        return msgspec.structs.replace(low, pair=True), msgspec.structs.replace(high, pair=True)
    if (
        low.measure is None
        and measure is not None
        and joint["word"].lower() in ("to", "or")
        and low.numeral.figures == high.numeral.figures
    ):
        return msgspec.structs.replace(
            low, measure=measure, numeral=msgspec.structs.replace(low.numeral, value=least)
        ), high
    return low, high


def _is_narrow(low: Amount, high: Amount) -> bool:
    """ "By 1 to 1.5 degrees" is a range; "by 5 to 25" tells a change and a level."""
    return low.measure is None and high.measure is not None and high.numeral.value <= 2 * low.numeral.value


def _handed_on(
    text: str, amounts: tuple[Amount, ...], nouns: tuple[int | None, ...]
) -> tuple[tuple[Amount, ...], tuple[int | None, ...]]:
    """A number alone counts what the amount before it counts, where the words between say that they go together."""
    made, kept = list(amounts), list(nouns)
    for i in range(1, len(made)):
        before, amount = made[i - 1], made[i]
        people = before.measure is not None and before.measure.id == "person"
        if amount.measure is not None or kept[i] is not None or not people and kept[i - 1] is None:
            continue
        start, _ = _words_of(text, amount)
        if find_alone(text, start, amount.end) is None and goes_on(text, (before.start, before.end), start, amount.end):
            made[i], kept[i] = msgspec.structs.replace(amount, measure=before.measure), kept[i - 1]
    return tuple(made), tuple(kept)


def _told_twice(text: str, amounts: tuple[Amount, ...], founds: list[Quantity | None]) -> tuple[Quantity | None, ...]:
    """The same amount in another unit has the same limit, "more than 100 kilometres (60 miles)", and tells the same
    change, "fell 190 points, or 0.6 percent"."""
    made = list(founds)
    for i in range(1, len(made)):
        one, other = made[i - 1], made[i]
        if one is None or other is None or not (link := _AGAIN.fullmatch(text, one.span.end, other.span.start)):
            continue
        here, there = amounts[i - 1].measure, amounts[i].measure
        if link["or"] and there and other.change is None:
            made[i] = msgspec.structs.replace(other, change=one.change)
        elif here and there and here.measures == there.measures and here.id != there.id and other.bound is None:
            made[i] = msgspec.structs.replace(other, bound=one.bound, change=one.change)
    return tuple(made)


_AGAIN = re.compile(r" \(| ?/ ?|(?P<or>(?: [a-z]+)?,? or )")


def _words_of(text: str, amount: Amount) -> tuple[int, int]:
    """Where an amount begins and ends with the bound before it."""
    bound = bound_before(text, amount.start)
    return amount.start if bound is None else bound[1], amount.end


def _shared_scale(low: Amount, high: Amount) -> float:
    """ "10 to 12 million" scales both ends."""
    numeral = high.numeral
    if numeral.scaled and not low.numeral.scaled and numeral.figures and low.numeral.value < 1000:
        for scale in (1e12, 1e9, 1e6, 1e3, 1e2):
            if numeral.value >= scale and low.numeral.value < numeral.value / scale:
                return low.numeral.value * scale
    return low.numeral.value


def _quantity(
    text: str, tree: Tree | None, amount: Amount, noun: int | None, measuring: frozenset[int]
) -> Quantity | None:
    counted = None if noun is None or tree is None else tree.tokens[noun]
    of = _of(text, tree, amount, noun, measuring)
    alone = _alone(text, amount, counted, of)
    if amount.measure is None and not _counts(text, amount, counted, alone):
        return None
    bound, rules = _bound(text, amount)
    per = per_behind(text, amount.end)
    end = per[1] if per is not None and amount.measure is not None else amount.end
    rate = per[0] if per else None if tree is None else find_rate(tree, amount.start, amount.end, amounts=measuring)
    named = (f"units/{amount.measure.id}",) if amount.measure else (alone.rule,) if alone else ()
    change, changed = _change(text, amount, counted)
    si = _si(amount.numeral.value, amount.measure)
    return Quantity(
        span=Span(amount.start, end), value=amount.numeral.value, bound=bound,
        unit=alone.unit if alone else _unit(tree, amount, noun), of=alone.of if alone else of,
        change=change, high=amount.high, per=rate,
        si_value=si[0] if si else None, si_unit=si[1] if si else None,
        rules=tuple(dict.fromkeys((*amount.numeral.rules, *named, *rules, *changed))),
    )  # fmt: skip


def _noun(tree: Tree | None, amount: Amount, dates: tuple[Date, ...], taken: frozenset[int]) -> int | None:
    """The counted noun; a noun inside a date or another amount is counted by that one."""
    if tree is None or amount.measure is not None:
        return None
    noun = counted_noun(tree, amount.numeral.start, amount.end, spoken=not amount.numeral.figures)
    if noun is None or noun in taken or any(d.span.covers(tree.tokens[noun].span) for d in dates):
        return None
    return noun


def _alone(text: str, amount: Amount, noun: Token | None, of: str | None) -> Alone | None:
    """What a number that counts no noun counts by the words beside it."""
    if amount.measure is not None or amount.high is not None and amount.pair or _is_share(amount.numeral):
        return None
    if noun is not None and not is_victim(noun.norm):
        return None
    start, end = _words_of(text, amount)
    return find_alone(text, start, end) or (of_toll(of) if noun is None else None)


def _change(text: str, amount: Amount, noun: Token | None) -> tuple[Change | None, tuple[str, ...]]:
    """Whether something went up or down by the amount. "They lost 40 drones" tells of no size unless "by" does,
    and "rose above 40" of a level."""
    start = _words_of(text, amount)[0]
    if _BEYOND.match(text, start):
        return None, ()
    found = change_before(text, start)
    counts = amount.measure.measures == "count" if amount.measure else noun is not None and noun.norm != "points"
    if found is None or counts and not found[1]:
        return None, ()
    return found[0].change, (f"changes/{found[0].id}",)


_BEYOND = re.compile(r"(?:above|below|beyond) ", re.IGNORECASE)


def _unit(tree: Tree | None, amount: Amount, noun: int | None) -> str:
    if amount.measure is not None:
        return amount.measure.id
    return BARE if tree is None or noun is None or _is_share(amount.numeral) else tree.tokens[noun].lemma


def _of(text: str, tree: Tree | None, amount: Amount, noun: int | None, measuring: frozenset[int]) -> str | None:
    if amount.measure is not None and amount.measure.id == "year" and _OLD.match(text, amount.end):
        return "age"
    if tree is None:
        return None
    if noun is not None and _is_share(amount.numeral):
        return noun_words(text, tree, noun, after=amount.end)
    if noun is not None and tree.tokens[noun].end <= amount.start:
        return None
    return find_measured(text, tree, amount.start, amount.end, noun=noun, amounts=measuring)


_OLD = re.compile(r"[ -]old(?!\w)")


def _bound(text: str, amount: Amount) -> tuple[Bound | None, tuple[str, ...]]:
    """The limit said before the number or behind it; else the one that a vague number has by itself."""
    found = bound_before(text, amount.start) or bound_behind(text, amount.end)
    if found is not None:
        return found[0].bound, (f"bounds/{found[0].id}",)
    return amount.numeral.bound, ()


def _si(value: float, unit: Unit | None) -> tuple[float, str] | None:
    """The same amount in SI; lengths above 100 m in kilometres."""
    if unit is None or unit.si is None or unit.si_unit is None:
        return None
    amount, symbol = value * unit.si, unit.si_unit
    if symbol == "m" and abs(amount) > 100:
        amount, symbol = amount / 1000, "km"
    elif symbol == "km" and abs(amount) <= 0.1:
        amount, symbol = amount * 1000, "m"
    return float(f"{amount:.12g}"), symbol


def _counts(text: str, amount: Amount, noun: Token | None, alone: Alone | None) -> bool:
    """Whether a number without a unit is an amount, not a name, a score, a year or a pronoun."""
    numeral = amount.numeral
    if amount.pair and amount.high is None or _is_generation(text, amount) or _is_capital_name(text, amount):
        return False
    if alone is not None:
        return not _is_label(text, amount, noun)
    if numeral.value == 1 and not numeral.figures:
        return (
            noun is not None
            and noun.tag in ("NN", "NNP")
            and noun.norm not in ("day", "one", "thing", "way", "side", "hand")
        )
    if noun is None and not numeral.figures and not amount.pair and is_level(text, _words_of(text, amount)[0]):
        return True
    if noun is None and (
        amount.pair or not numeral.figures and not numeral.scaled and numeral.bound is None and not _is_share(numeral)
    ):
        return False
    if _is_label(text, amount, noun):
        return False
    plural = noun is not None and noun.tag in ("NNS", "NNPS") or noun is not None and noun.norm == "people"
    if plural or numeral.scaled or numeral.bound is not None or "." in text[numeral.start : numeral.end]:
        return True
    return not _is_named_number(text, amount, noun)


def _is_generation(text: str, amount: Amount) -> bool:
    """A capital at the figures that is no unit: "5G", "4K"."""
    return amount.numeral.figures and text[amount.end : amount.end + 1].isupper()


def _is_capital_name(text: str, amount: Amount) -> bool:
    """ "Kick Six", "the Gang of Eight" and "iPhone 14", which count nothing whatever follows."""
    word = _word_before(text, amount.start)
    if amount.numeral.figures:
        return word[:1].islower() and word != word.lower() and "," not in text[amount.start : amount.end]
    return text[amount.start].isupper() and (
        word[:1].isupper() or _OF_NAME.search(text[: amount.start][-24:]) is not None
    )


_OF_NAME = re.compile(r"(?<!\w)[A-Z]\w+ of (?:the )?$")


def _is_share(numeral: Numeral) -> bool:
    return 0 < numeral.value < 1


def _word_before(text: str, start: int) -> str:
    found = re.search(r"([\w.'’&]+)[ \u00a0]$", text[max(0, start - 24) : start])
    return found[1] if found else ""


def _is_label(text: str, amount: Amount, noun: Token | None) -> bool:
    """Whether the word before makes the number a name: "Room 40" always, "room 40" where nothing is counted."""
    word = _word_before(text, amount.start)
    return word.lower() in words_beside("label") and (noun is None or word[0].isupper())


def _is_named_number(text: str, amount: Amount, noun: Token | None) -> bool:
    """ "iPhone 14", "787 Dreamliner", and four figures that are a year."""
    word = _word_before(text, amount.start)
    grouped = "," in text[amount.numeral.start : amount.numeral.end]
    if not amount.numeral.figures:
        return False
    if noun is not None and noun.tag == "NNP" and not grouped:
        return True
    if word[:1].isupper() and not grouped and bound_before(text, amount.start) is None:
        return True
    return noun is None and 1900 <= amount.numeral.value <= 2100 and not grouped


STAGE = Stage("quantities", find_quantities, needs=("tree", "sentences", "dates"), makes=("quantities",))
