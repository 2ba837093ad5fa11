"""Figures of different claims that measure the same: whether both can hold.

Two reports may tell one thing in clauses that have little in common, so that no claim joins them. Their figures are
compared all the same where names and words around them are shared, what happens may be one event in one place, and the
rules of `rivals` do not forbid it. Tellings of one claim are compared in `discrepancies`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations

from firsthand.comparing.coreference import how_common
from firsthand.comparing.discrepancies import Value, set_value, settle, show_rival, times_apart
from firsthand.comparing.matching import is_vague
from firsthand.comparing.pairs import look_again, score_events
from firsthand.comparing.pile import Pile
from firsthand.comparing.rivals import Setting, best_fit, compare_figures, settings_on
from firsthand.comparing.tellings import Figure, telling_key
from firsthand.comparing.voices import primary_source, voices
from firsthand.model import Discrepancy, Span

_OTHER_EVENT = 50
"""Below so many chances in a thousand what happens in two tellings is not one event."""
_CROWD = 24
"""A key that more figures of one measure have brings none of them together by itself."""
_SHARED = 2
"""So many names or telling words bring two figures of one measure together, a name or a day among them."""
_RARE = 0.3
_NEAR = 3
"""A paraphrase and the words that it paraphrases stand so many assertions apart."""
_CLOSE = 2.0
"""A limit is told of what comes near to it: within this ratio."""

Groups = tuple[tuple[str, tuple[str, ...]], ...]


def cross_figures(groups: Groups, pile: Pile) -> Iterator[Discrepancy]:
    """Discrepancies between figures of two claims each, in no order."""
    home = {a: claim for claim, group in groups for a in group}
    common = how_common(h for t in pile.tellings.values() if (h := t.happening) is not None)
    settings: dict[Value, Setting | None] = {}
    told: dict[str, dict[Span, Setting]] = {}
    seen: set[tuple[str, str, str]] = set()
    for measure, left, right in _candidates(home, pile):
        pair = (measure, *sorted((home[left.assertion], home[right.assertion])))
        if pair in seen or not _may_be_one(left, right, common, pile):
            continue
        one, other = (settings.setdefault(v, set_value(v, pile)) for v in (left, right))
        if one is None or other is None:
            continue
        found = compare_figures(one, other, fit=best_fit(one, other, *(_others(v, told, pile) for v in (left, right))))
        if found.verdict == "not comparable":
            continue
        seen.add((pair[0], pair[1], pair[2]))
        verdict, rule, when = settle(left, right, pile)
        yield Discrepancy(
            home[left.assertion],
            f"figure ({measure})",
            (show_rival(left, pile), show_rival(right, pile)),
            verdict,
            ("discrepancy/figure", "figures/across", rule, *when),
        )


def _others(value: Value, told: dict[str, dict[Span, Setting]], pile: Pile) -> list[Setting]:
    """The other figures of the value's page; `told` keeps those of pages that were asked for."""
    page = pile.page_of(value.assertion)
    if page.id not in told:
        assertions = (pile.assertions[t.id] for t in page.assertions)
        told[page.id] = settings_on(page, (q for a in assertions for q in a.quantities))
    return [setting for span, setting in told[page.id].items() if span != value.span]


def _candidates(home: Mapping[str, str], pile: Pile) -> Iterator[tuple[str, Value, Value]]:
    """Pairs of figures of one measure that differ, from two reports and claims that share enough, in a fixed order."""
    figures: dict[str, list[tuple[str, Figure]]] = defaultdict(list)
    for id, telling in pile.tellings.items():
        if not is_vague(telling):
            for figure in telling.figures:
                figures[figure.measure].append((id, figure))
    for measure, told in sorted(figures.items()):
        for left, right in _close(told, pile):
            apart = pile.assertions[left[0]].document != pile.assertions[right[0]].document
            if apart and home[left[0]] != home[right[0]] and left[1].low != right[1].low:
                yield measure, _value(*left), _value(*right)


def _value(assertion: str, figure: Figure) -> Value:
    return Value(assertion, figure.span, figure.low, figure.high, grows=figure.toll)


Told = tuple[str, Figure]


def _close(told: list[Told], pile: Pile) -> Iterator[tuple[Told, Told]]:
    """Pairs that share a name or a day and something else, each once."""
    postings: dict[str, list[int]] = defaultdict(list)
    for n, (id, _) in enumerate(told):
        for key in dict.fromkeys(telling_key(t) for t in pile.tellings[id].terms if t.weight >= _RARE):
            if key[0] != "#":
                postings[key].append(n)
    shared: dict[tuple[int, int], list[str]] = defaultdict(list)
    for key, places in postings.items():
        if len(places) <= _CROWD:
            for pair in combinations(places, 2):
                shared[pair].append(key)
    for left, right in sorted(shared):
        keys = shared[left, right]
        if len(keys) >= _SHARED and any(key[0] in "@=" for key in keys):
            yield told[left], told[right]


def _may_be_one(left: Value, right: Value, common: Mapping[str, float], pile: Pile) -> bool:
    """Whether nothing shows another event, another place, or another time up to which it counts."""
    one, other = pile.tellings[left.assertion], pile.tellings[right.assertion]
    places = [_places(v.assertion, pile) for v in (left, right)]
    if all(places) and not places[0] & places[1]:
        return False
    if not left.grows and times_apart(left, right, pile):
        return False
    events = look_again(score_events(one, other, common), one, other, pile)
    return events is None or events.chance >= _OTHER_EVENT


def _places(assertion: str, pile: Pile) -> frozenset[str]:
    kinds = {f"@{e.id}" for e in pile.page_of(assertion).reading.entities or () if e.kind == "place"}
    return frozenset(t.key for t in pile.tellings[assertion].terms if t.key in kinds)


# One source's limit, and the number within it


def limits_met(groups: Groups, pile: Pile) -> Iterator[Discrepancy]:
    """Where a report puts as a limit what it then quotes as a number: the limit beside the first print of that."""
    home = {a: (claim, group) for claim, group in groups for a in group}
    for page in pile.pages:
        told = [t for t in page.assertions if t.figures]
        order = {t.id: n for n, t in enumerate(page.assertions)}
        for one, other in ((a, b) for a in told for b in told if a.id != b.id):
            if home[one.id] == home[other.id] or abs(order[one.id] - order[other.id]) > _NEAR:
                continue
            for limit, number in ((f, g) for f in one.figures for g in other.figures):
                if _holds(limit, number) and _one_source(one.id, other.id, pile):
                    yield from _met(limit, one.id, number, other.id, home, pile)


def _holds(limit: Figure, number: Figure) -> bool:
    """Whether a figure is a limit that the other, an exact one, keeps to and comes near to."""
    bound = limit.high if limit.low == float("-inf") else limit.low
    return (
        limit.measure == number.measure
        and (limit.low == float("-inf")) != (limit.high == float("inf"))
        and number.low == number.high
        and not limit.toll
        and limit.low <= number.low <= limit.high
        and 1 / _CLOSE <= abs(number.low) / (abs(bound) or 1.0) <= _CLOSE
    )


def _one_source(left: str, right: str, pile: Pile) -> bool:
    """Whether one page lets one source say both; the source of a lead may be named only in the next sentence."""
    page = pile.page_of(left)
    chains = [voices(pile.assertions[a], page) for a in (left, right)]
    named = {s for a in (left, right) if (s := primary_source(pile.assertions[a], page)) is not None}
    return all(chains) and len(named) == 1


def _met(
    limit: Figure, left: str, number: Figure, right: str, home: Mapping[str, tuple[str, tuple[str, ...]]], pile: Pile
) -> Iterator[Discrepancy]:
    """The limit beside the first print of the number, where that is in another report."""
    claim, group = home[right]
    same = [
        Value(a, f.span, f.low, f.high)
        for a in group
        for f in pile.tellings[a].figures
        if (f.measure, f.low, f.high) == (number.measure, number.low, number.high)
    ]
    first = min(same, key=lambda v: (pile.page_of(v.assertion).document.published or "9999", pile.order[v.assertion]))
    if pile.assertions[first.assertion].document == pile.assertions[left].document:
        return
    rivals = tuple(show_rival(v, pile) for v in (first, Value(left, limit.span, limit.low, limit.high)))
    about = f"figure ({number.measure})"
    yield Discrepancy(claim, about, rivals, "compatible", ("discrepancy/figure", "figures/one-source", "figures/meet"))
