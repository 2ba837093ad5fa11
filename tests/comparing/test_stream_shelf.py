"""What lies on a shelf comes back as it was."""

from __future__ import annotations

from typing import Any

import msgspec

from firsthand.comparing import Comparison, compare
from firsthand.comparing.pile import lay_page
from firsthand.comparing.stream_shelf import pack_page, page_shelf, part_shelf, unpack_page
from firsthand.model import Reading

TEXTS = ("“It sank off Ardal,” the wire said. All rights reserved.", "The ferry sank off Ardal.", "…")


def readings(desk: Any) -> list[Reading]:
    documents = [desk.document(f"d{i}", text, outlet="Ardal Post") for i, text in enumerate(TEXTS)]
    return [desk.reading(d, assertions=(desk.assertion(d, d.text),)) for d in documents]


def test_a_page_comes_back(desk: Any) -> None:
    """Words, offsets, tellings and what is hidden; also of a text without a word."""
    for reading in readings(desk):
        page = lay_page(reading)
        assert page == unpack_page(pack_page(page))


def test_a_comparison_on_shelves(desk: Any) -> None:
    """With room for one page and one part, the answer is the same."""
    comparison = Comparison(page_shelf({}, hot=1), part_shelf({}, hot=1))
    comparison.add(*readings(desk))
    one, other = compare(readings(desk)), comparison.answer()
    assert msgspec.json.encode(one) == msgspec.json.encode(other)
