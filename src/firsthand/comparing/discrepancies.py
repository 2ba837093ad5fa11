"""Where tellings of one claim part: the rival values side by side.

Figures part by what they measure, dates by the one day that each names. Places, actors and wording part where two
tellings say the same but for one name, or but for one word.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import combinations
from typing import Literal

import msgspec

from firsthand.comparing.asof import AsOf, as_of, is_apart, order_times
from firsthand.comparing.judged import REFUTED, ask
from firsthand.comparing.pile import Pile
from firsthand.comparing.rivals import Setting, forbids, set_figure
from firsthand.comparing.tellings import Telling, Term, compare_tellings
from firsthand.comparing.voices import is_another
from firsthand.comparing.wording import Wording
from firsthand.lexicon.values import BESIDE, number_words
from firsthand.model import Assertion, Date, Discrepancy, Rival, Span

_LIMITS = frozenset({"by", "until", "till", "to", "since", "from", "before", "after"})

_INFINITE = float("inf")

_TWIN = 0.7
"""Tellings are the same but for one thing where they share so much of the heavier one."""
_MOST = 24
"""So many tellings of a claim, the first ones, are laid side by side: what parts them shows in those."""
_TELLING = 0.45
"""A word that weighs less is no word of its own: another stands for it in every second report."""
_ACTORS = frozenset({"person", "organisation", "state", "government", "armed group", "people"})
_SETTLED = "figures/other-measure"
"""The one rule against comparing that matching has settled for tellings of one claim."""

Verdict = Literal["conflict", "update", "compatible", "unclear"]


class Value(msgspec.Struct, frozen=True):
    """What one assertion says, as a range with both ends included; `grows` where later reports may well say more."""

    assertion: str
    span: Span
    low: float | str
    high: float | str
    grows: bool = False


def part_tellings(groups: Iterable[tuple[str, tuple[str, ...]]], pile: Pile) -> Iterator[Discrepancy]:
    """Discrepancies within claims (id and assertions), in no order."""
    for claim, group in groups:
        yield from _of_claim(claim, group, pile)


def _of_claim(claim: str, group: tuple[str, ...], pile: Pile) -> Iterator[Discrepancy]:
    if len(group) < 2:
        return
    told = [pile.assertions[a] for a in group]
    for measure, values in sorted(_figures(group, pile).items()):
        yield from _part(claim, f"figure ({measure})", values, pile, "figure")
    yield from _part(claim, "date", _days(told, pile), pile, "date")
    yield from _odd_ones(claim, group, pile)


def _figures(group: tuple[str, ...], pile: Pile) -> dict[str, list[Value]]:
    """Figures of the group by what they measure."""
    found: dict[str, list[Value]] = defaultdict(list)
    for assertion in group:
        for figure in pile.tellings[assertion].figures:
            found[figure.measure].append(Value(assertion, figure.span, figure.low, figure.high, grows=figure.toll))
    return found


def _days(told: list[Assertion], pile: Pile) -> list[Value]:
    """The one day that an assertion names, unless it only bounds a stretch of time."""
    return [
        Value(a.id, day.span, day.start, day.end)
        for a in told
        for day in a.dates
        if len(a.dates) == 1 and day.precision in ("day", "time") and not is_limit(day, pile.page_of(a.id).wording)
    ]


def is_limit(day: Date, wording: Wording) -> bool:
    """ "By Friday", "as of Friday evening", "up to Friday": nothing happened on that day."""
    at = wording.within(day.span).start
    before = wording.words[max(0, at - 2) : at]
    return before[-1:] == ("of",) and before[:1] == ("as",) or bool(_LIMITS & set(before[-1:]))


def _part(claim: str, about: str, values: list[Value], pile: Pile, kind: str) -> Iterator[Discrepancy]:
    """One discrepancy for each verdict, with the first telling of each value that has a part in it."""
    first: dict[tuple[float | str, float | str], Value] = {}
    for value in values:
        first.setdefault((value.low, value.high), value)
    sides: dict[tuple[Verdict, str], set[str]] = defaultdict(set)
    times: dict[tuple[Verdict, str], set[str]] = defaultdict(set)
    for left, right in combinations(first.values(), 2):
        if (
            _are_two(left, right, pile)
            and not _same_words(left, right, pile)
            and left.low != right.low
            and not (kind == "figure" and _is_forbidden(left, right, pile))
        ):
            verdict, rule, told = settle(left, right, pile)
            sides[verdict, rule].update((left.assertion, right.assertion))
            times[verdict, rule].update(told)
    for verdict, rule in sorted(sides):
        if kind == "date" and verdict != "conflict":
            continue
        rivals = tuple(show_rival(v, pile) for v in first.values() if v.assertion in sides[verdict, rule])
        signed = (rule, *sorted(times[verdict, rule])) if kind == "figure" else ()
        yield Discrepancy(claim, about, rivals, verdict, (f"discrepancy/{kind}", *signed))


def _are_two(left: Value, right: Value, pile: Pile) -> bool:
    """Whether two tell it, in two reports or as two sources of one."""
    one, other = pile.assertions[left.assertion], pile.assertions[right.assertion]
    return is_another(one, other, pile.page_of(one.id), pile.page_of(other.id))


def _same_words(left: Value, right: Value, pile: Pile) -> bool:
    """Two reports that both say "Sunday" may have been anchored differently; they do not contradict each other."""
    one, other = (v.span.of(pile.page_of(v.assertion).document.text).casefold() for v in (left, right))
    return one == other


def _is_forbidden(left: Value, right: Value, pile: Pile) -> bool:
    """Whether what stands around two figures forbids to compare them, though both tell one claim."""
    one, other = set_value(left, pile), set_value(right, pile)
    if not left.grows and times_apart(left, right, pile):
        return True
    return one is not None and other is not None and forbids(one, other) not in (None, _SETTLED)


def set_value(value: Value, pile: Pile) -> Setting | None:
    """The setting of a value. Its days are those that the telling itself names, whatever they are called: the day on
    which somebody says it parts nothing."""
    page, assertion = pile.page_of(value.assertion), pile.assertions[value.assertion]
    quantity = next((q for q in assertion.quantities if q.span == value.span), None)
    sentence = next((s for s in page.sentences if s.spans[0].covers(value.span)), None)
    found = None if quantity is None or sentence is None else set_figure(page.document.text, sentence, quantity)
    if found is None:
        return None
    days = frozenset(d.start for d in assertion.dates if d.precision in ("day", "time"))
    return msgspec.structs.replace(found, days=days)


def settle(left: Value, right: Value, pile: Pile) -> tuple[Verdict, str, tuple[str, ...]]:
    """A count that grows with time is brought up to date, also one that was "at least" so much; else ranges that meet
    are compatible, and others conflict. With the rule that says so, and of counts those by which it is known up to when
    they count."""
    one, other = pile.page_of(left.assertion).document, pile.page_of(right.assertion).document
    if not left.grows:
        return ("compatible", "figures/meet", ()) if _meet(left, right) else ("conflict", "figures/apart", ())
    when = [_as_of(v, pile) for v in (left, right)]
    told = tuple(sorted({w.rule for w in when if w is not None}))
    order = order_times(when[0], when[1], one, other)
    old, new = (left, right) if order == "before" else (right, left)
    if order in ("before", "after") and ("asof/earlier" in told or _grew(old, new)):
        return "update", "figures/earlier" if "asof/earlier" in told else "figures/grew", told
    if _meet(left, right):
        return "compatible", "figures/meet", told
    if order == "open" and None in (one.published, other.published):
        return "unclear", "figures/order-unknown", told
    return "conflict", "figures/same-time" if order == "same" else "figures/apart", told


def times_apart(left: Value, right: Value, pile: Pile) -> bool:
    """Whether both figures say up to when they count, and these times have nothing in common."""
    return is_apart(_as_of(left, pile), _as_of(right, pile))


def _as_of(value: Value, pile: Pile) -> AsOf | None:
    return as_of(value.span, pile.assertions[value.assertion], pile.page_of(value.assertion))


def _grew(old: Value, new: Value) -> bool:
    """Whether a count was less before, each taken at the number that is said."""
    return _said(old) < _said(new)


def _said(value: Value) -> float:
    return float(value.high if value.low == -_INFINITE else value.low)


def _meet(left: Value, right: Value) -> bool:
    return not _less(left, right) and not _less(right, left)


def _less(left: Value, right: Value) -> bool:
    """Whether all that the first can be lies below the second; a date is compared with dates only."""
    if isinstance(left.high, str) or isinstance(right.low, str):
        return str(left.high) < str(right.low)
    return left.high < right.low


def show_rival(value: Value, pile: Pile) -> Rival:
    return Rival(value.assertion, value.span.of(pile.page_of(value.assertion).document.text), value.span)


def _odd_ones(claim: str, group: tuple[str, ...], pile: Pile) -> Iterator[Discrepancy]:
    """One discrepancy for each pair of names or words that alone part two tellings, the first tellings of each."""
    kinds = {e.id: e.kind for a in group for e in pile.page_of(a).reading.entities or ()}
    seen: set[tuple[str, str, str]] = set()
    for left, right in combinations(group[:_MOST], 2):
        if pile.assertions[left].document == pile.assertions[right].document:
            continue
        found = _odd_one(pile.tellings[left], pile.tellings[right], kinds)
        if found is None:
            continue
        about, one, other = found
        key = (about, *sorted((one.key, other.key)))
        if key not in seen:
            seen.add((about, key[1], key[2]))
            values = Value(left, one.span, 0, 0), Value(right, other.span, 0, 0)
            rivals = tuple(show_rival(v, pile) for v in values)
            if about == "wording":
                yield _judge_wording(claim, rivals, pile)
            else:
                verdict: Verdict = "conflict" if about == "actor" else "unclear"
                yield Discrepancy(claim, about, rivals, verdict, (f"discrepancy/{about}",))


def _judge_wording(claim: str, rivals: tuple[Rival, ...], pile: Pile) -> Discrepancy:
    """A conflict where the judge of sentences holds that both cannot be; that he holds them for the same is shown, and
    decides nothing: one word in two long tellings he often passes over."""
    opinion = ask(rivals[0].assertion, rivals[1].assertion, pile)
    if opinion is None:
        return Discrepancy(claim, "wording", rivals, "unclear", ("discrepancy/wording",))
    refuted = opinion.refutes >= REFUTED
    rules = ("discrepancy/wording", "judge/refutes") if refuted else ("discrepancy/wording",)
    verdict: Verdict = "conflict" if refuted else "unclear"
    return Discrepancy(claim, "wording", rivals, verdict, rules, opinion.signs, opinion.model)


def _odd_one(left: Telling, right: Telling, kinds: Mapping[str, str]) -> tuple[str, Term, Term] | None:
    """What alone parts two tellings, and what it is about; None where more does, or less."""
    like = compare_tellings(left, right)
    if like.covered < _TWIN:
        return None
    ours, theirs = {i for i, _ in like.pairs}, {j for _, j in like.pairs}
    one = [t for i, t in enumerate(left.terms) if i not in ours and t.weight >= _TELLING]
    other = [t for j, t in enumerate(right.terms) if j not in theirs and t.weight >= _TELLING]
    if len(one) != 1 or len(other) != 1 or {one[0].key[0], other[0].key[0]} & set("#="):
        return None
    about = _about(one[0], other[0], kinds)
    return None if about is None else (about, one[0], other[0])


@cache
def _numerals() -> frozenset[str]:
    return frozenset(form for word in number_words() if word.kind not in BESIDE for form in word.forms)


def _counts(term: Term) -> bool:
    """Whether it is a numeral: those part as figures do, or not at all."""
    return term.key in _numerals()


def _about(one: Term, other: Term, kinds: Mapping[str, str]) -> str | None:
    """Place, actor or wording; None where a name stands for a word."""
    if one.key[0] != "@" and other.key[0] != "@":
        return None if _counts(one) or _counts(other) else "wording"
    if one.key[0] != "@" or other.key[0] != "@":
        return None
    sides = kinds.get(one.key[1:]), kinds.get(other.key[1:])
    if sides == ("place", "place"):
        return "place"
    return "actor" if sides[0] == sides[1] and sides[0] in _ACTORS else None
