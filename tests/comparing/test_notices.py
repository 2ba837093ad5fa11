"""Sentences that tell nothing."""

from __future__ import annotations

import pytest

from firsthand.comparing.notices import Notice, notices
from firsthand.comparing.pile import lay_out


@pytest.mark.parametrize("rule", [rule for rule, _ in notices()], ids=lambda r: r.id)
def test_notices_as_shown(rule: Notice) -> None:
    """The example is the notice, the counterexample is not."""
    pattern = {r.id: p for r, p in notices()}[rule.id]
    assert pattern.search(rule.example)
    assert not pattern.search(rule.counterexample)


def test_a_notice_is_no_claim(desk) -> None:  # type: ignore[no-untyped-def]
    """A notice has no telling words, so nobody can be said to tell the same."""
    document = desk.document("a", "A ferry sank off Ardal. All rights reserved.")
    (page,) = lay_out((desk.reading(document, assertions=(desk.assertion(document, "All rights reserved"),)),)).pages
    assert ((), ()) == (page.sentences[1].terms, page.assertions[0].terms)
