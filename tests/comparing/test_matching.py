"""Same claim or not, on pairs that anyone can judge."""

from __future__ import annotations

from pathlib import Path

import pytest

from firsthand.comparing.matching import SAME, match
from firsthand.comparing.pile import lay_out
from firsthand.model import Document, Reading, text_id
from firsthand.reading import read_document

CASES = Path(__file__).parents[1] / "cases" / "comparing" / "same-claim.md"

BEYOND_REACH = {
    "Turkey sells Bayraktar drones to many countries.": "holds of the one delivery too; no word says it is not meant",
    "A lorry caught fire in the Brenner tunnel on Friday night.": "thing, place and night are the same",
    "Škoda is considering an offer of trams to Lisbon.": "buyer, seller and goods are the same; the verbs decide",
}
"""Second sentences of pairs that are taken for one claim and are two, and why."""


def pairs() -> list[tuple[str, str, str]]:
    """Heading and both sentences of every pair on the page."""
    found = []
    for section in CASES.read_text(encoding="utf-8").split("\n## ")[1:]:
        heading, body = section.split("\n", 1)
        for block in body.split("\n---\n"):
            one, other = (line[2:] for line in block.strip().splitlines() if line.startswith("- "))
            found.append((heading, one, other))
    return found


def read(id: str, text: str) -> Reading:
    return read_document(Document(id, text, text_id(text), outlet=id, published="2022-06-15"))


@pytest.mark.parametrize(("heading", "one", "other"), pairs(), ids=lambda v: str(v)[:40])
def test_pairs(heading: str, one: str, other: str) -> None:
    """The best pair of assertions reaches the threshold exactly where a reader sees one claim."""
    pile = lay_out((read("a", one), read("b", other)))
    left, right = ([t.id for t in page.assertions] for page in pile.pages)
    scores = [
        match(pile.assertions[a], pile.assertions[b], pile.tellings[a], pile.tellings[b]).score
        for a in left
        for b in right
    ]
    same = max(scores, default=0.0) >= SAME
    assert (heading == "Same" or other in BEYOND_REACH) is same
