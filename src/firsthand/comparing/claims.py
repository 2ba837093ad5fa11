"""Claims: what several assertions tell, who denies it, and how many origins it has."""

from __future__ import annotations

from firsthand.comparing.denials import split_polarity
from firsthand.comparing.origins import Ground, count_origins
from firsthand.comparing.pile import Pile
from firsthand.comparing.tellings import compare_tellings
from firsthand.comparing.ties import find_ties
from firsthand.model import Claim, content_id

_LONG = 45
"""A headline of more words says more than the claim."""


def claim_id(group: tuple[str, ...]) -> str:
    """Made from the first assertion alone: another telling further on leaves the name as it is."""
    return content_id("claim", group[0])


def make_claim(group: tuple[str, ...], ground: Ground) -> Claim:
    """Each assertion of the group either tells the claim or denies it; what is only denied stands in both lists."""
    positive, negative = split_polarity(group, ground.pile)
    denying = negative if positive else tuple(a for a in negative if ground.pile.assertions[a].act == "deny")
    telling = positive or negative
    pile = ground.pile
    headline = pile.memory.recall(("headline", *telling), lambda: _headline(telling, pile))
    return Claim(
        id=claim_id(group),
        assertions=telling,
        headline=headline,
        denied_by=denying,
        origins=count_origins(telling, ground),
        rules=("claim/same-content",) if len(group) > 1 else (),
        ties=pile.memory.recall(("ties", headline, *group), lambda: find_ties(headline, group, pile)),
    )


def _headline(group: tuple[str, ...], pile: Pile) -> str:
    """The telling that the others are most like, the fuller one of two, and not too long."""
    if len(group) == 1:
        return group[0]
    order = {a: i for i, a in enumerate(group)}
    kept = group[:40]
    return max(
        kept,
        key=lambda a: (
            _is_short(a, pile),
            sum(compare_tellings(pile.tellings[a], pile.tellings[b]).shared for b in kept),
            -order[a],
        ),
    )


def _is_short(assertion: str, pile: Pile) -> bool:
    wording = pile.page_of(assertion).wording
    return sum(len(wording.within(s)) for s in pile.assertions[assertion].content) <= _LONG
