"""The trained judge of claim and evidence."""

from __future__ import annotations

import pytest

from firsthand.comparing.verdicts import Verdict
from firsthand.comparing.verdicts_model import judge, weigh_pair
from firsthand.comparing.verdicts_pieces import MARKS, OVERALL, lay_pair


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


def test_values_are_marked() -> None:
    """The rules' verdict stands first, and behind each value how it stands to the other side's."""
    laid = lay_pair("More than 200 were held.", "Police held 214.")
    assert len(laid.ids) == len(laid.types)
    assert laid.types == tuple(sorted(laid.types))
    assert 3 == sum(0 < id < MARKS for id in laid.ids)
    assert OVERALL == len(laid.overall)
    assert laid.overall[-2] > laid.overall[-1]


def test_without_values() -> None:
    """Where no number is claimed, that is marked and nothing else."""
    laid = lay_pair("The minister resigned.", "The minister stepped down.")
    assert 1 == sum(0 < id < MARKS for id in laid.ids)
    assert (0.0, 0.0) == laid.overall[-2:]


def test_another_deed_is_no_proof() -> None:
    """Who attacks a town does not rebuild it. (Of "defended" the judge is not so sure.)"""
    same, other = (
        weigh_pair(f"The army {word} the town of Ardal.", "The town of Ardal was attacked by the army.")
        for word in ("attacked", "rebuilt")
    )
    assert same[0] > 0.5 > other[0]
