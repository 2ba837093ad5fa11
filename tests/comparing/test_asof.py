"""Up to when a figure counts, by the words beside it."""

from __future__ import annotations

import pytest

from firsthand.comparing.asof import AsOf, as_of, is_apart, order_times
from firsthand.comparing.pile import Page, lay_page
from firsthand.lexicon.asof import AsOfRule, asof_rules
from firsthand.model import Document, text_id
from firsthand.reading import read_document


def page(text: str) -> Page:
    """One report; its first line may say when it was published."""
    head, _, rest = text.strip().partition("\n")
    day, body = (head.removeprefix("published: "), rest) if head.startswith("published: ") else (None, text.strip())
    return lay_page(read_document(Document(text_id(text), body, "0", published=day)))


def told(text: str) -> tuple[AsOf | None, Document]:
    """Of the first figure that some assertion tells."""
    laid = page(text)
    found = next((f.span, t.id) for t in laid.assertions for f in t.figures)
    assertion = next(a for a in laid.reading.assertions or () if a.id == found[1])
    return as_of(found[0], assertion, laid), laid.document


@pytest.mark.parametrize("rule", asof_rules(), ids=lambda rule: rule.id)
def test_rules(rule: AsOfRule) -> None:
    """Each rule says when its example counts, and not when its counterexample does."""
    found, other = told(rule.example)[0], told(rule.counterexample)[0]
    assert found is not None
    assert f"asof/{rule.id}" == found.rule
    assert other is None or f"asof/{rule.id}" != other.rule


def order(one: str, other: str) -> str:
    (left, first), (right, second) = told(one), told(other)
    return order_times(left, right, first, second)


def test_a_day_that_is_said_comes_before_the_day_of_printing() -> None:
    """A report printed late may give an early count."""
    late = "published: 2024-03-12\nThree men had been killed as of Friday, 8 March 2024."
    assert "before" == order(late, "published: 2024-03-10\nNine men have been killed.")


def test_one_day_for_both() -> None:
    """Two counts up to one day are of one time, whenever they are printed."""
    one = "published: 2024-03-09\nThree men had been killed by Friday."
    assert "same" == order(one, "published: 2024-03-10\nNine men had been killed by Friday.")


def test_nobody_counts_beyond_his_printing() -> None:
    """ "As of Friday", printed on Friday morning, ends in the morning."""
    found, _ = told("published: 2024-03-08T09:00:00Z\nThree men had been killed as of Friday.")
    assert found is not None
    assert 9 == found.last.hour


def test_days_that_are_said_part_what_does_not_grow() -> None:
    """Two stocks at two stated days do not contradict each other; at one they may."""
    may, june = (
        told(f"published: 2024-07-01\nThe army had 40 tanks as of {day} 2024.")[0] for day in ("1 May", "2 June")
    )
    assert is_apart(may, june)
    assert not is_apart(may, may)


def test_the_last_day_of_all() -> None:
    """A day that nothing follows is still a day."""
    found, _ = told("published: 2024-07-01\nIt had 40 tanks as of 31 December 9999.")
    assert found is not None
    assert "asof/stated" == found.rule
