"""Whatever is read stands on the page."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.model import Document, Reading, Span, text_id
from firsthand.reading import read_document
from firsthand.reading.models import LONGEST, paragraphs

PIECES = st.sampled_from(
    [
        "The minister said that ",
        "“we will not”",
        " said Elena Markova",
        ", according to the UN",
        "Тегеран",
        "تهران گفت ",
        "👩‍👩‍👧",
        "é",
        "\u00a0",
        "\r\n",
        "\n\n",
        "12 drones",
        "on Nay 17",
        "Iran denied ",
        "which Tajikistan denies",
        ". ",
        "?",
        '"',
        "’s",
        "\u2028",
        "reports that ",
        "$500 million",
        "İstanbul",
        "ﬁ",
        "\u0301",
        "—",
        "Washington",
        "\t",
        "(AP) — ",
        "''",
        "was accused of ",
    ]
)


def spans_in(record: object) -> list[Span]:
    """Every span anywhere in a record."""
    if isinstance(record, Span):
        return [record]
    if isinstance(record, msgspec.Struct):
        return [s for name in record.__struct_fields__ for s in spans_in(getattr(record, name))]
    if isinstance(record, tuple):
        return [s for item in record for s in spans_in(item)]
    return []


def read(text: str) -> Reading:
    return read_document(Document(id="d", text=text, sha256=text_id(text), published="2022-06-15"))


@settings(max_examples=60)
@given(st.lists(PIECES, min_size=1, max_size=14).map("".join) | st.text(min_size=1, max_size=60))
def test_every_span_reads_back(text: str) -> None:
    """On any Unicode, every span lies inside the text, starts before it ends and holds more than white space."""
    reading = read(text)
    layers: list[Any] = [
        reading.quotes,
        reading.dates,
        reading.quantities,
        reading.mentions,
        reading.attributions,
        reading.assertions,
    ]
    for span in spans_in(tuple(layers)):
        assert 0 <= span.start < span.end <= len(text)
        assert span.of(text).strip()


@settings(max_examples=60)
@given(st.text(max_size=200))
def test_paragraphs_are_found_in_order(text: str) -> None:
    """Paragraphs do not overlap, hold no line end, and leave out white space alone."""
    found = list(paragraphs(text))
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert not any(c in span.of(text) for span in found for c in "\r\n")


def test_a_long_line_is_read_in_pieces() -> None:
    """Memory does not grow with the longest line."""
    line = "The minister said the port was closed. " * 300
    assert max(s.end - s.start for s in paragraphs(line)) <= LONGEST
    assert len(line.split()) == sum(len(s.of(line).split()) for s in paragraphs(line))


@pytest.mark.parametrize(
    "text", [".", "\u200b", "“", "—", "said", "which", "is", "according to", "?!", "“said”", ":", "a:"]
)
def test_scraps_are_read(text: str) -> None:
    """A text that is hardly one is read without complaint."""
    assert read(text).assertions is not None


def test_ids_depend_on_content_alone() -> None:
    """A second reading finds the same things under the same ids."""
    text = "The army said on Monday that the UN had denied reports of a raid, which the rebels confirm."
    assert read(text) == read(text)
