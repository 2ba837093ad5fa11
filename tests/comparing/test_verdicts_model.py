"""The trained judge of claim and evidence."""

from __future__ import annotations

import pytest

from firsthand.comparing.verdicts import Verdict
from firsthand.comparing.verdicts_model import judge, weigh_pair
from firsthand.comparing.verdicts_pieces import SIGNS, lay_pair


@pytest.mark.parametrize(
    ("verdict", "claim", "evidence"),
    [
        ("supports", "The film was released in May.", "The film came out in May 2016."),
        ("supports", "More than 200 people were arrested.", "The police arrested 214 people."),
        ("refutes", "Fewer than 200 people were arrested.", "The police arrested 214 people."),
    ],
)
def test_verdicts(verdict: Verdict, claim: str, evidence: str) -> None:
    """Plain cases, with numbers and without."""
    assert verdict == judge(claim, evidence).verdict


def test_chances_are_of_three() -> None:
    """They sum to one, but for rounding, and are rounded before anything is decided."""
    chances = weigh_pair("The minister resigned.", "The minister stepped down.")
    assert abs(1 - sum(chances)) < 0.002
    assert chances == tuple(round(c, 3) for c in chances)


def test_every_piece_has_its_signs() -> None:
    """As many rows of signs as pieces, the marks around the sentence included; a number stands as it was found."""
    laid = lay_pair("More than 200 were held.", "Police held 214.")
    for side in (laid.claim, laid.evidence):
        assert len(side.ids) == len(side.signs)
        assert {SIGNS} == {len(row) for row in side.signs}
    assert any(row[5] for row in laid.evidence.signs)
