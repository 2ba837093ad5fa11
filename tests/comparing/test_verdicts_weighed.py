"""What the rules find about numbers, weighed."""

from __future__ import annotations

import pytest

from firsthand.comparing import verdicts_weighed
from firsthand.comparing.verdicts import judge_numbers
from firsthand.comparing.verdicts_weighed import (
    SIGNS,
    Chances,
    chances_of,
    compare_words,
    find_signs,
    lay_numbers,
    weigh_numbers,
)
from firsthand.lexicon.records import Rule
from firsthand.lexicon.verdicts import verdict_rules

CLAIM = "More than 200 people were arrested in Minsk."
(WEIGHED,) = (r for r in verdict_rules() if r.id == "verdict/weighed")


def signs(claim: str, evidence: str) -> dict[str, float]:
    found = find_signs(lay_numbers(claim, evidence), compare_words(claim, evidence))
    return {name: value for name, value in zip(SIGNS, found, strict=True) if value}


def chances(claim: str, evidence: str) -> Chances | None:
    return chances_of(lay_numbers(claim, evidence), compare_words(claim, evidence))


@pytest.mark.parametrize(("number", "within"), [(214, True), (190, False)])
def test_either_side_of_a_limit(number: int, within: bool) -> None:
    """The best value of the evidence that the limit allows, and the best that it does not."""
    found = signs(CLAIM, f"Police in Minsk arrested {number} people.")
    assert within == ("limit/in" in found)
    assert within != ("limit/out" in found)
    assert 1.0 == found["limit/stated"] == found["verdict/within" if within else "verdict/beyond"]


def test_a_day_is_a_kind_of_its_own() -> None:
    """Limits of dates are not amounts, and exact numbers no limits."""
    found = signs("The bridge was opened before 3 May 2019 by 40 men.", "It was opened on 1 May 2019 by 40 men.")
    assert {"limit-day/stated", "exact/stated"} == {name for name in found if name.endswith("/stated")}


def test_words_in_common() -> None:
    """By weight, of either side; more words than are looked at count as so many."""
    some, none = compare_words(CLAIM, "Police in Minsk arrested 190 people."), compare_words(CLAIM, "Rain fell.")
    assert some.claim_shared > none.claim_shared
    assert 0.0 == none.evidence_shared


def test_what_it_agrees_with_keeps_its_rule() -> None:
    """Where the weights come to what the rules say, the rule signs."""
    evidence = "Police in Minsk arrested 190 people."
    assert judge_numbers(CLAIM, evidence) == weigh_numbers(CLAIM, evidence)


def rule_texts(text: str) -> tuple[str, str]:
    claim, evidence = text.strip().split("\n---\n")
    return claim, evidence


@pytest.mark.parametrize("rule", [WEIGHED], ids=lambda r: r.id)
def test_by_rule(rule: Rule) -> None:
    """It signs its example, and not its counterexample."""
    assert rule.id == weigh_numbers(*rule_texts(rule.example)).rule
    assert rule.id != weigh_numbers(*rule_texts(rule.counterexample)).rule


def test_no_number_no_chances() -> None:
    """Of a claim without a number nothing is known."""
    assert None is chances("The minister resigned.", "The minister stepped down at 40.")
    assert 1 == pytest.approx(sum(chances(CLAIM, "Rain fell.") or ()), abs=0.001)


def test_without_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rules decide alone."""
    monkeypatch.setattr(verdicts_weighed, "_load_weights", lambda: None)
    claim, evidence = rule_texts(WEIGHED.example)
    assert judge_numbers(claim, evidence) == weigh_numbers(claim, evidence)
