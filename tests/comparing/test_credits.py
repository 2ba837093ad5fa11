"""Whose text it is."""

from __future__ import annotations

import pytest

from firsthand.comparing.credits import find_credits
from firsthand.comparing.outlets import know_outlets
from firsthand.lexicon.wording import CreditRule, credit_rules
from firsthand.model import Document, Span

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


@pytest.mark.parametrize(
    "line",
    [
        "(Jane Doe/Reuters)",
        "REUTERS/Jane Doe",
        "AFP / Jane van Doe",
        "Jane Doe via Getty Images",
        "EPA-EFE/Jane Doe",
        "(EPA)",
    ],
)
def test_a_photographer_beside_an_agency(line: str) -> None:
    """A person, a stroke and an agency stand under a picture, and so does a picture agency."""
    assert [] == credits(f"A ferry sank off Ardal.\n{line}")


@pytest.mark.parametrize("line", ["By Jane Doe/Reuters", "jd/mf (Reuters)", "Kyodo News/Reuters"])
def test_a_writer_beside_an_agency(line: str) -> None:
    """Who says "by" wrote, and two agencies share a text."""
    assert "Reuters" in [outlet for outlet, _ in credits(f"{line}\nA ferry sank off Ardal.\n{line}")]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("MANAMA, May 3 (BNA) — A ferry sank.", "outlet/bahrain-news-agency"),
        ("WINDHOEK (Nampa) - A ferry sank.", "outlet/nampa"),
        ("A ferry sank.\njd/mf (dpa/ANSA)", "outlet/ansa"),
        ("A ferry sank. (PTI)", "outlet/press-trust-of-india"),
        ("ARDAL (Kuwait News Agency) — A ferry sank.", "outlet/kuwait-news-agency"),
        ("A ferry sank.\nWith reporting by Agerpres news agency", "outlet/agerpres"),
    ],
)
def test_agencies_of_the_world(text: str, key: str) -> None:
    """By code or by name, each under one key."""
    assert key in [c.key for c in find_credits(Document("a", text, ""), OUTLETS)]


def test_codes_are_for_credits() -> None:
    """In the text an agency's code may be anything's: a port's, a bank's."""
    assert OUTLETS.known("NAN") is None
    assert [] == [*OUTLETS.find("The NAN said so.", Span(0, 16))]


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
