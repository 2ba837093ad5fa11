"""How many origins a claim likely has: how sure each page is held to derive, and each two roots to be independent."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

import msgspec

from firsthand.comparing.track_records import Records
from firsthand.model import Independence, Origins, Supposition

UNTIED = 0.72
"""How often two reports of one event are independent that nothing ties (eval/harder.py, train: 33 of 46 pairs)."""

SAME_SOURCE, SAME_NEWSROOM = 0.05, 0.1
"""One named source is one origin, and a newsroom shares its notes; neither was counted, both leave room for error."""

_FOLDED = 0.9
"""How sure a page derives that is folded by its chain alone: the outlet that it cites, the speaker whom it shares."""

_TAIL = 0.05
"""Left out at each end of the interval."""

_SHOWN = 5
"""Only so many suppositions are told."""


class Standing(msgspec.Struct, frozen=True):
    """A page that tells a claim: its root, where it is one; the named sources it rests on; the documents that it has
    something from, with how likely that is."""

    page: str
    outlet: str | None
    newsroom: str
    root: str | None
    sources: frozenset[str]
    ties: Mapping[str, float]


def weigh_origins(origins: Origins, standings: tuple[Standing, ...], records: Records | None = None) -> Origins:
    """The origins with the expected count, its interval, the pairs, and what would change the count."""
    roots = [s for s in standings if s.root is not None]
    pairs = [(one, other, *_part(one, other, records or Records())) for one, other in combinations(roots, 2)]
    chances = [*_own(roots, pairs), *(1 - _derived(s) for s in standings if s.root is None)]
    spread = _spread(chances)
    return msgspec.structs.replace(
        origins,
        expected=round(sum(chances), 2),
        interval=(_quantile(spread, _TAIL), _quantile(spread, 1 - _TAIL)),
        pairs=tuple(Independence((str(a.root), str(b.root)), p, rules) for a, b, p, rules in pairs),
        suppositions=_suppose(standings, dict(zip((s.page for s in roots), chances, strict=False)), len(origins.roots)),
    )


def _part(one: Standing, other: Standing, records: Records) -> tuple[float, tuple[str, ...]]:
    """How likely two roots are independent, and why."""
    chances = {"independence/untied": UNTIED}
    if one.newsroom and one.newsroom == other.newsroom:
        chances["independence/newsroom"] = SAME_NEWSROOM
    if one.sources & other.sources:
        chances["independence/source"] = SAME_SOURCE
    tied = max(one.ties.get(other.page, 0.0), other.ties.get(one.page, 0.0))
    if tied:
        chances["independence/text"] = round(1 - tied, 2)
    least = min(chances.values())
    if one.newsroom and other.newsroom and (weighed := records.weigh(least, one.newsroom, other.newsroom)) < least:
        return weighed, ("independence/record",)
    return least, tuple(sorted(rule for rule, chance in chances.items() if chance == least))


Pairs = list[tuple[Standing, Standing, float, tuple[str, ...]]]


def _own(roots: list[Standing], pairs: Pairs) -> list[float]:
    """For each root the chance that it is independent of all before it."""
    chances = [1.0] * len(roots)
    place = {s.page: n for n, s in enumerate(roots)}
    for _, later, chance, _ in pairs:
        chances[place[later.page]] *= chance
    return chances


def _derived(standing: Standing) -> float:
    return max(standing.ties.values(), default=_FOLDED)


def _spread(chances: list[float]) -> list[float]:
    """The chance of each number of origins, from none on."""
    spread = [1.0]
    for chance in chances:
        spread = [
            (spread[n] * (1 - chance) if n < len(spread) else 0.0) + (spread[n - 1] * chance if n else 0.0)
            for n in range(len(spread) + 1)
        ]
    return spread


def _quantile(spread: list[float], part: float) -> int:
    reached = 0.0
    for number, chance in enumerate(spread):
        reached += chance
        if reached >= part - 1e-9:
            return max(1, number)
    return len(spread) - 1


def _suppose(standings: tuple[Standing, ...], own: Mapping[str, float], count: int) -> tuple[Supposition, ...]:
    """What would change the count: a folded page that is its own, a root that is not."""
    found = [
        Supposition(s.page, s.outlet, True, count + 1, round(1 - _derived(s), 2))
        if s.root is None
        else Supposition(s.page, s.outlet, False, count - 1, round(1 - own[s.page], 2))
        for s in standings
        if s.root is None or own[s.page] < 1
    ]
    return tuple(sorted(found, key=lambda s: (-s.probability, s.document)))[:_SHOWN]
