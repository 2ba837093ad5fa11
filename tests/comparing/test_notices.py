"""Sentences that tell nothing."""

from __future__ import annotations

import re

import pytest

from firsthand.comparing.notices import is_notice
from firsthand.comparing.pile import lay_out
from firsthand.lexicon.wording import Notice, notices


@pytest.mark.parametrize("rule", notices(), ids=lambda r: r.id)
def test_notices_as_shown(rule: Notice) -> None:
    """The example is a notice by this rule, the counterexample is none at all."""
    assert re.search(rule.pattern, rule.example, re.IGNORECASE)
    assert not is_notice(rule.counterexample)


def test_a_notice_is_no_claim(desk) -> None:  # type: ignore[no-untyped-def]
    """A notice has no telling words, so nobody can be said to tell the same."""
    document = desk.document("a", "A ferry sank off Ardal. All rights reserved.")
    (page,) = lay_out((desk.reading(document, assertions=(desk.assertion(document, "All rights reserved"),)),)).pages
    assert ((), ()) == (page.sentences[1].terms, page.assertions[0].terms)
