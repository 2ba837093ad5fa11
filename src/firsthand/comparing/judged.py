"""The trained judge as one sign among others: asked only where the cheap signs leave a pair open.

It reads both texts twice, each as the evidence of the other; of its two opinions the less sure one counts. It is loaded
when it is first asked. Where it is not installed the other signs decide alone.
"""

from __future__ import annotations

from functools import cache

import msgspec

from firsthand.comparing.pile import Pile
from firsthand.comparing.verdicts_model import weigh_pair
from firsthand.comparing.verdicts_package import judge_version
from firsthand.errors import ModelError

SURE = 0.7
"""From this chance of bearing out on, two tellings that the other signs leave open are one: of the pairs of
`tests/cases/comparing/same-claim.md` 16 of 25 that are one reach it, and one of 22 that are two; no other of these has
more than .45."""
REFUTED = 0.8
"""From this chance on one of two cannot hold where the other does."""


class Opinion(msgspec.Struct, frozen=True):
    """How likely each of two texts bears out the other, and refutes it, by the judge `model`."""

    supports: float
    refutes: float
    model: str

    @property
    def signs(self) -> tuple[tuple[str, float], ...]:
        """What it holds, each that is anything."""
        told = (("judge/supports", self.supports), ("judge/refutes", self.refutes))
        return tuple((name, value) for name, value in told if value)


@cache
def judge_name() -> str | None:
    """The judge and its version, None where it is not installed."""
    try:
        return f"firsthand-verdicts-en {judge_version()}"
    except ModelError:
        return None


def ask(left: str, right: str, pile: Pile) -> Opinion | None:
    """The judge's opinion of two assertions; None where there is no judge."""
    name = judge_name()
    if name is None:
        return None
    return pile.memory.recall(("judged", left, right), lambda: _ask(_text(left, pile), _text(right, pile), name))


def _ask(one: str, other: str, name: str) -> Opinion:
    there, back = weigh_pair(one, other), weigh_pair(other, one)
    return Opinion(min(there[0], back[0]), min(there[1], back[1]), name)


def _text(assertion: str, pile: Pile) -> str:
    text = pile.page_of(assertion).document.text
    return " ".join(" ".join(span.of(text).split()) for span in pile.assertions[assertion].content)
