"""Why two assertions are one claim: the signs that say so, and how likely what happens in them is one."""

from __future__ import annotations

from collections.abc import Mapping

from firsthand.comparing.coreference import how_common
from firsthand.comparing.matching import judge_open, match
from firsthand.comparing.pairs import score_events
from firsthand.comparing.pile import Pile
from firsthand.model import Tie

RULE = "sign"
"""The family of `lexicon/en/claim_signs.toml`, where each sign has its reason."""


def find_ties(headline: str, others: tuple[str, ...], pile: Pile) -> tuple[Tie, ...]:
    """What ties each of the others to the telling that says it best, in order."""
    common = how_common(h for a in (headline, *others) if (h := pile.tellings[a].happening) is not None)
    return tuple(tie(headline, other, pile, common) for other in others if other != headline)


def tie(left: str, right: str, pile: Pile, common: Mapping[str, float]) -> Tie:
    """The signs that are there: those of the tellings first, then those of what happens in them."""
    one, other = pile.tellings[left], pile.tellings[right]
    found = match(pile.assertions[left], pile.assertions[right], one, other)
    events = score_events(one, other, common)
    judged = judge_open(found.score, events, left, right, pile)
    signs = found.features + (() if events is None else events.signs)
    signs += () if judged is None else (("judge", judged.supports),)
    return Tie(
        assertions=(left, right),
        score=found.score,
        probability=None if events is None else events.chance / 1000,
        signs=tuple((f"{RULE}/{name}", value) for name, value in signs if value),
        model=None if judged is None else judged.model,
    )
