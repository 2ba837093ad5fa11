"""Why two assertions are one claim: the signs that say so, and how likely what happens in them is one."""

from __future__ import annotations

import math
from collections.abc import Mapping

from firsthand.comparing.coreference import how_common
from firsthand.comparing.matching import is_border, judge_open, match
from firsthand.comparing.pairs import look_again, score_events
from firsthand.comparing.pile import Pile
from firsthand.model import Tie

RULE = "sign"
"""The family of `lexicon/en/claim_signs.toml`, where each sign has its reason."""


_SLOPE, _BASE = 0.54, 2.89
"""What the log-odds of the trained scorer are worth among tellings that are tied already: most are one whatever it says
(`eval/ties.py --fit`: harder train and half of generated_dev, ties between a text and what was made of it)."""


def calibrate(chance: float) -> float:
    """How often two tied tellings are one of which the trained scorer says so; to three places.

    >>> calibrate(0.05), calibrate(0.5), calibrate(0.95)
    (0.786, 0.947, 0.989)
    """
    inside = min(max(chance, 0.005), 0.995)
    return round(1 / (1 + math.exp(-_BASE - _SLOPE * math.log(inside / (1 - inside)))), 3)


def find_ties(headline: str, others: tuple[str, ...], pile: Pile) -> tuple[Tie, ...]:
    """What ties each of the others to the telling that says it best, in order."""
    common = how_common(h for a in (headline, *others) if (h := pile.tellings[a].happening) is not None)
    return tuple(tie(headline, other, pile, common) for other in others if other != headline)


def tie(left: str, right: str, pile: Pile, common: Mapping[str, float]) -> Tie:
    """The signs that are there: those of the tellings first, then those of what happens in them."""
    one, other = pile.tellings[left], pile.tellings[right]
    found = match(pile.assertions[left], pile.assertions[right], one, other)
    events = score_events(one, other, common)
    if is_border(found.score):
        events = look_again(events, one, other, pile)
    judged = judge_open(found.score, events, left, right, pile)
    signs = found.features + (() if events is None else events.signs)
    signs += () if judged is None else (("judge", judged.supports),)
    models = (None if events is None else events.model, None if judged is None else judged.model)
    return Tie(
        assertions=(left, right),
        score=found.score,
        probability=None if events is None else calibrate(events.chance / 1000),
        signs=tuple((f"{RULE}/{name}", value) for name, value in signs if value),
        model=", ".join(filter(None, models)) or None,
    )
