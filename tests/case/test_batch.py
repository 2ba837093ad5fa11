"""Documents to readings for whatever engine hands them out."""

from __future__ import annotations

import msgspec
import pytest

from case import toys
from firsthand import batch
from firsthand.model import Document, text_id

DOCUMENTS = [
    Document(id=text_id(t), text=t, sha256="0") for t in ("Ana Brod: The bridge fell.", "Rain fell.", "Ana Brod: No.")
]


@pytest.fixture(autouse=True)
def _toy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("firsthand.reading.read_document", lambda d: toys.read(d, newer=False))


def test_a_batch_is_read_one_by_one_in_order() -> None:
    """Whatever its size, the same document gives the same bytes, and they give the reading back."""
    whole = batch.process_batch(DOCUMENTS)
    assert whole == [b for d in DOCUMENTS for b in batch.process_batch([d])]
    assert whole == [batch.read_packed(batch.pack_document(d)) for d in DOCUMENTS]
    assert [toys.read(d, newer=False) for d in DOCUMENTS] == [batch.unpack_reading(b) for b in whole]


def test_an_arrow_table_comes_back_as_one() -> None:
    """Row by row: ids and readings."""
    pyarrow = pytest.importorskip("pyarrow", reason="NOT TESTED: pyarrow is not installed")
    given = pyarrow.table({"document": [msgspec.json.encode(d).decode() for d in DOCUMENTS]})
    found = batch.process_table(given)
    assert [d.id for d in DOCUMENTS] == found.column("id").to_pylist()
    assert batch.process_batch(DOCUMENTS) == found.column("reading").to_pylist()
