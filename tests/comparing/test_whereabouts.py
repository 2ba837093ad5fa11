"""On which side of a line something was."""

from __future__ import annotations

import pytest

from firsthand.comparing.whereabouts import find_whereabouts
from firsthand.comparing.wording import word_document
from firsthand.lexicon.whereabouts import Whereabouts, whereabouts
from firsthand.model import Document, Reading, Span, text_id


def sides(text: str) -> list[str]:
    wording = word_document(Reading(document=Document(text_id(text), text, "0")))
    return [rule.id for rule, _ in find_whereabouts(Span(0, len(text)), wording)]


@pytest.mark.parametrize("rule", whereabouts(), ids=lambda rule: rule.id)
def test_rules(rule: Whereabouts) -> None:
    """Each rule finds its example, and nothing in its counterexample."""
    assert [rule.id] == sides(rule.example)
    assert [] == sides(rule.counterexample)


def test_what_is_denied_is_not_told() -> None:
    """Who did not cross, stayed."""
    assert ["stayed-not-leaving"] == sides("The jet never violated Turkish airspace.")
    assert ["crossed"] == sides("The jet violated Turkish airspace.")


def test_the_words_are_shown() -> None:
    """From the verb to what it is done to."""
    text = "The vessel crossed the disputed median line of the lake."
    wording = word_document(Reading(document=Document(text_id(text), text, "0")))
    assert ["crossed the disputed median line"] == [
        span.of(text) for _, span in find_whereabouts(Span(0, len(text)), wording)
    ]
