"""Which newsrooms have their values from each other, by the values that they gave: those that share rare errors do.

Only values of one block are laid side by side, as everything else: what a block tells never changes by reports that
have nothing to do with it. So records count where newsrooms meet in a long story, and are silent otherwise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

import msgspec

from firsthand.comparing.asof import as_of
from firsthand.comparing.outlets import Outlets
from firsthand.comparing.pile import Pile
from firsthand.comparing.truth import PRIOR, Said, keep_ledger

LEAST = 5
"""Two newsrooms have a record together from so many values on that both gave. One rare error in common says a lot, but
of fewer values it may be the event that was mistaken."""


class Records(msgspec.Struct, frozen=True):
    """How likely two newsrooms, named in order, have no value from each other; no pair with fewer than `LEAST`."""

    independent: Mapping[tuple[str, str], float] = {}

    def weigh(self, chance: float, one: str, other: str) -> float:
        """The chance that two reports are independent, by what the record of their newsrooms says beside. Never more:
        agreeing on what is so shows nothing."""
        apart = self.independent.get((min(one, other), max(one, other)))
        if apart is None or not 0 < chance < 1:
            return chance
        odds = chance / (1 - chance) * max(apart, 0.001) / max(1 - apart, 0.001) * PRIOR / (1 - PRIOR)
        return min(chance, round(odds / (1 + odds), 2))


def keep_records(groups: Iterable[tuple[str, ...]], pile: Pile, outlets: Outlets) -> Records:
    """The records of all newsrooms that gave values for the same things."""
    return records_of(tuple(s for group in groups if len(group) > 1 for s in _said(group, pile, outlets)))


def records_of(said: tuple[Said, ...]) -> Records:
    """The records of whoever said enough of the same things."""
    shared = _shared(said)
    if not shared:
        return Records()
    ledger = keep_ledger(said)
    found = {(t.left, t.right): round(1 - t.dependent, 3) for t in ledger.ties}
    return Records({pair: found[pair] for pair in sorted(shared) if pair in found})


def _said(group: tuple[str, ...], pile: Pile, outlets: Outlets) -> Iterator[Said]:
    """What each newsroom says of each measure and day of one claim. Counts up to two days are two things."""
    for id in group:
        page, assertion = pile.page_of(id), pile.assertions[id]
        newsroom = outlets.key_of(page.document)
        if not newsroom:
            continue
        for figure in pile.tellings[id].figures:
            when = as_of(figure.span, assertion, page) if figure.toll else None
            until = when.last.date().isoformat() if when is not None else ""
            yield Said(newsroom, f"{group[0]} {figure.measure} {until}", f"{figure.low:.6g} {figure.high:.6g}")
        if len(assertion.dates) == 1 and assertion.dates[0].precision in ("day", "time"):
            yield Said(newsroom, f"{group[0]} day", assertion.dates[0].start)


def _shared(said: tuple[Said, ...]) -> frozenset[tuple[str, str]]:
    """Pairs of newsrooms with enough values of the same things."""
    told: dict[str, set[str]] = {}
    for s in said:
        told.setdefault(s.item, set()).add(s.source)
    counts = Counter(pair for sources in told.values() for pair in combinations(sorted(sources), 2))
    return frozenset(pair for pair, count in counts.items() if count >= LEAST)
