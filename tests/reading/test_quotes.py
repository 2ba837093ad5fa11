"""Quotation marks on the page."""

from __future__ import annotations

import pytest

from firsthand.model import Document, Quote, Reading
from firsthand.reading.models import parse
from firsthand.reading.quotes import find_quotes


def quotes(text: str) -> tuple[Quote, ...]:
    return find_quotes(parse(Reading(document=Document(id="d", text=text, sha256="")))).quotes or ()


def inner(text: str) -> list[str]:
    return [q.inner.of(text) for q in quotes(text)]


@pytest.mark.parametrize(
    "text",
    [
        "“We are leaving,” she said.",
        '"We are leaving," she said.',
        "''We are leaving,'' she said.",
        "«We are leaving,» she said.",
        '“We are leaving," she said.',
    ],
)
def test_marks_of_all_kinds(text: str) -> None:
    """Curly, straight, doubled, guillemets, and writers who mix them."""
    assert ["We are leaving,"] == inner(text)


def test_single_marks_where_there_are_no_double_ones() -> None:
    """British style; apostrophes are no marks."""
    assert ["We’re not leaving the town,"] == inner("‘We’re not leaving the town,’ she said. The rebels’ chief agreed.")


def test_a_quotation_left_open_runs_on() -> None:
    """An opening mark without its partner holds to the end of the paragraph, and says so."""
    (first, second) = quotes("“We are leaving.\n“And we will not come back.”")
    assert (first.closed, second.closed) == (False, True)


def test_a_term_is_no_utterance() -> None:
    """Scare quotes and headlines are names of things."""
    assert [True, True, False] == [
        q.scare
        for t in (
            "He praised its “resistance economy” again.",
            "“Iran Drone Deal Alarms Three Neighbours”, he wrote.",
            "“It is over,” he said.",
        )
        for q in quotes(t)
    ]


def test_inches_open_nothing() -> None:
    """A mark after a digit measures."""
    assert [] == inner('A 12" gun and a 9" gun were found.')
