"""Documents to readings, whatever engine hands them out: a pool here, Ray or Spark elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec

from firsthand.model import Document, Reading

if TYPE_CHECKING:
    from pyarrow import Table

READER = "firsthand.batch:make_reader"
"""Makes what a worker of the pool does with its tasks."""

_ENCODE = msgspec.msgpack.Encoder().encode


def process_batch(documents: Iterable[Document]) -> list[bytes]:
    """The reading of each document as `pack_reading` writes it, in order; the same document gives the same bytes."""
    from firsthand.reading import read_document  # its word lists take a while to load

    return [pack_reading(read_document(document)) for document in documents]


def process_table(table: Table) -> Table:
    """An Arrow table with a column `document` (JSON of a Document) to one with `id` and `reading`, row by row.

    It is what Ray Data's `map_batches` and Spark's `mapInArrow` call; ImportError where pyarrow is not installed.
    """
    import pyarrow

    documents = [msgspec.json.decode(cell.as_py(), type=Document) for cell in table.column("document")]
    columns: dict[str, Any] = {
        "id": pyarrow.array([d.id for d in documents], pyarrow.string()),
        "reading": pyarrow.array(process_batch(documents), pyarrow.large_binary()),
    }
    return pyarrow.table(columns)


def pack_document(document: Document) -> bytes:
    """A document as a task."""
    return _ENCODE(document)


def pack_reading(reading: Reading) -> bytes:
    """All layers of a reading, to be kept until the document or the reader changes."""
    return _ENCODE(reading)


def unpack_reading(packed: bytes) -> Reading:
    """The reading that `pack_reading` wrote; msgspec.MsgspecError where it is none."""
    return _decoder().decode(packed)


def make_reader() -> Callable[[bytes], bytes]:
    """`read_packed`, with all models loaded: they load with the first report that is read."""
    process_batch([Document(id="first", text="“It rains,” Ana Brod said on Monday.", sha256="")])
    return read_packed


def read_packed(task: bytes) -> bytes:
    """The reading of one packed document."""
    return process_batch([msgspec.msgpack.decode(task, type=Document)])[0]


@cache
def _decoder() -> msgspec.msgpack.Decoder[Reading]:
    return msgspec.msgpack.Decoder(Reading)
