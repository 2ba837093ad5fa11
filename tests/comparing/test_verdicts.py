"""Claim and evidence: numbers and dates decide by rule."""

from __future__ import annotations

import pytest

from firsthand.comparing.numeric import find_values
from firsthand.comparing.verdicts import Verdict, judge_numbers


@pytest.mark.parametrize(
    ("verdict", "claim", "evidence"),
    [
        ("supports", "More than 200 people were arrested.", "Police arrested 214 people."),
        ("refutes", "More than 200 people were arrested.", "Police arrested 190 people."),
        ("refutes", "More than 200 people were arrested.", "Police arrested 200 people."),
        ("supports", "At least 200 people were arrested.", "Police arrested 200 people."),
        ("supports", "Under 65 % of voters took part.", "Turnout was 64.2 percent."),
        ("refutes", "Under 65 % of voters took part.", "Turnout was 66 percent."),
        ("supports", "The ship cost over $1.2 billion.", "The ship cost $1.3 billion."),
        ("supports", "The bridge was opened after 2006.", "The bridge was opened in 2007."),
        ("refutes", "The bridge was opened before 2006.", "The bridge was opened in 2007."),
        ("supports", "The debut came after August 5.", "He made his debut on 6 August 2018."),
        ("supports", "The film made $1.1 million.", "The film made $1,075,187."),
        ("unknown", "More than 200 people were arrested.", "The police made arrests."),
    ],
)
def test_bounds_decide(verdict: Verdict, claim: str, evidence: str) -> None:
    """A number within the bounds of the claim bears it out, one beyond refutes it."""
    assert verdict == judge_numbers(claim, evidence).verdict


def test_each_value_has_its_own() -> None:
    """Two values of the claim are not answered by one of the evidence."""
    found = judge_numbers("There were over 40 deaths among over 90 cases.", "There were 95 cases and 41 deaths.")
    assert [41.0, 95.0] == sorted(p.evidence.said for p in found.pairings if p.evidence)


def test_values_stand_where_they_are_written() -> None:
    """Every value has its span in the text."""
    text = "By 3 May 2020, 12 of 40 towns had flooded."
    assert ["3 May 2020", "12", "40"] == [v.span.of(text).split(" of")[0].split(" towns")[0] for v in find_values(text)]
