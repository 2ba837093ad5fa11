"""Two figures side by side, from sentences that are read whole."""

from __future__ import annotations

from functools import cache

import pytest

from firsthand.comparing.pile import lay_out
from firsthand.comparing.rivals import Comparison, Setting, compare_figures, set_figure
from firsthand.comparing.verdicts import judge_numbers
from firsthand.lexicon.records import Rule
from firsthand.lexicon.verdicts import verdict_rules
from firsthand.model import Document, text_id
from firsthand.reading import read_document


@cache
def setting(text: str) -> Setting:
    """Of the first figure in a sentence."""
    reading = read_document(Document(text_id(text), text, "0"))
    (page,) = lay_out([reading]).pages
    found = [set_figure(text, page.sentences[0], q) for q in reading.quantities or ()]
    return next(s for s in found if s is not None)


def compare(text: str) -> Comparison:
    one, other = text.strip().split("\n---\n")
    return compare_figures(setting(one), setting(other))


FIGURES = tuple(r for r in verdict_rules() if r.id.startswith("figures/"))
TRAINED = ("verdict/weighed", "verdict/model")
VERDICTS = tuple(r for r in verdict_rules() if r.id.startswith("verdict/") and r.id not in TRAINED)


@pytest.mark.parametrize("rule", FIGURES, ids=lambda rule: rule.id)
def test_figures_by_rule(rule: Rule) -> None:
    """Each rule against comparing forbids its example, and not its counterexample."""
    assert rule.id == compare(rule.example).rule
    assert rule.id != compare(rule.counterexample).rule


@pytest.mark.parametrize("rule", VERDICTS, ids=lambda rule: rule.id)
def test_verdicts_by_rule(rule: Rule) -> None:
    """Each rule judges its example, and not its counterexample."""
    assert rule.id == judge_numbers(*rule.example.strip().split("\n---\n")).rule
    assert rule.id != judge_numbers(*rule.counterexample.strip().split("\n---\n")).rule


def test_a_later_toll_brings_up_to_date() -> None:
    """More dead in the later report are an update, fewer a conflict; order alone decides nothing for an offer."""
    old, new = setting("Four sailors were killed off Tripoli."), setting("Nine sailors were killed off Tripoli.")
    assert "update" == compare_figures(old, new, grew=True).verdict
    assert "conflict" == compare_figures(old, new, grew=False).verdict


def test_more_than_means_little_more() -> None:
    """A bare number far beyond "more than" contradicts it; one beyond "at least" does not."""
    plain = setting("The shipyard was offered $200 million for the boats.")
    assert (
        "conflict"
        == compare_figures(plain, setting("The shipyard was offered more than $160 million for the boats.")).verdict
    )
    assert (
        "compatible"
        == compare_figures(plain, setting("The shipyard was offered at least $160 million for the boats.")).verdict
    )
