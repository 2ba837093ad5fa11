"""What two real reports on one affair say together."""

from __future__ import annotations

from pathlib import Path

import pytest

from firsthand.comparing import compare
from firsthand.model import Answer, Document, text_id, words
from firsthand.reading import read_document


@pytest.fixture(scope="module")
def answer(shared: Path) -> Answer:
    texts = {p.name[:3]: p.read_bytes().decode() for p in sorted((shared / "seeds" / "reports").glob("*.txt"))}
    return compare(tuple(read_document(Document(i, t, text_id(t), published="2022-06-15")) for i, t in texts.items()))


def test_the_cited_outlet(answer: Answer) -> None:
    """One report cites an outlet that is not at hand; whom a quoted expert works for is not cited."""
    assert ["Radio Liberty"] == [d.parent.outlet for d in answer.derivations if d.kind == "cited"]


def test_denied_claims(answer: Answer) -> None:
    """Two claims are told and denied in one breath."""
    texts, told = {d.id: d.text for d in answer.documents}, {a.id: a for a in answer.assertions}
    denied = [
        words(told[c.headline].content, texts["000"])
        for c in answer.claims
        if c.denied_by and set(c.assertions) - set(c.denied_by)
    ]
    assert ["terrorist camps" in denied[0], "National Resistance Front" in denied[1]] == [True, True]
