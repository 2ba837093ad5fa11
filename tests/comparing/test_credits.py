"""Whose text it is."""

from __future__ import annotations

import pytest

from firsthand.comparing.credits import find_credits
from firsthand.comparing.outlets import know_outlets
from firsthand.lexicon.wording import CreditRule, credit_rules
from firsthand.model import Document

OUTLETS = know_outlets(["Ardal Post", "Sound Weekly"])


def credits(text: str, outlet: str | None = None) -> list[tuple[str, str]]:
    return [(c.outlet, c.kind) for c in find_credits(Document("a", text, "", outlet=outlet), OUTLETS)]


@pytest.mark.parametrize("rule", credit_rules(), ids=lambda r: r.id)
def test_rules_as_shown(rule: CreditRule) -> None:
    """The example is a credit by this rule, the counterexample is not."""
    shown = find_credits(Document("a", rule.example, ""), OUTLETS)
    assert f"credit/{rule.id}" in {c.rule for c in shown}
    other = find_credits(Document("a", rule.counterexample, ""), OUTLETS)
    assert f"credit/{rule.id}" not in {c.rule for c in other}


def test_an_unknown_agency_in_a_dateline() -> None:
    """The bracket of a dateline names an agency even where no table has it."""
    assert credits("ARDAL, May 3 (Norrland Wire) — A ferry sank.") == [("Norrland Wire", "copied")]


def test_a_picture_credit_is_none() -> None:
    """Who took the picture did not write the text."""
    assert credits("Photo: Reuters\nA ferry sank off Ardal.\nImage (AP)") == []


def test_its_own_name_is_no_credit() -> None:
    """An agency's own dateline credits nobody."""
    assert credits("ARDAL (Reuters) — A ferry sank.", outlet="Reuters") == []


def test_other_documents_outlets_are_known() -> None:
    """An outlet that only the pile knows can be credited at the end."""
    assert credits("A ferry sank.\nThe Ardal Post contributed to this report.") == [("Ardal Post", "cited")]


def test_spans_read_back() -> None:
    """The credit stands where its span says."""
    text = "A ferry sank.\n  Source: Ardal Post"
    (credit,) = find_credits(Document("a", text, ""), OUTLETS)
    assert credit.span.of(text) == "Ardal Post"
