"""Where accounts part, within claims and across them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from firsthand.comparing.crossing import cross_figures, limits_met
from firsthand.comparing.discrepancies import part_tellings
from firsthand.comparing.occasions import part_days
from firsthand.comparing.pile import Pile
from firsthand.comparing.whereabouts import part_places
from firsthand.model import Discrepancy, Rival


def find_discrepancies(groups: Iterable[tuple[str, tuple[str, ...]]], pile: Pile) -> tuple[Discrepancy, ...]:
    """Discrepancies of claims (id and assertions) in the claims' order, what they are about, the verdict and the place
    of their values; each once."""
    named = tuple(groups)
    place = {claim: n for n, (claim, _) in enumerate(named)}
    found = dict.fromkeys(
        chain(
            part_tellings(named, pile),
            cross_figures(named, pile),
            limits_met(named, pile),
            part_days(named, pile),
            part_places(named, pile),
        )
    )
    return tuple(sorted(found, key=lambda d: (place[d.claim], d.about, d.verdict, [_at(v, pile) for v in d.values])))


def _at(rival: Rival, pile: Pile) -> tuple[int, int, int]:
    return pile.order[rival.assertion], rival.span.start, rival.span.end
