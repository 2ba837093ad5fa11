"""The answer as JSON lines: each record of each list on a line of its own, in the order of the one JSON object."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from firsthand.model import Answer

_ENCODER = msgspec.json.Encoder(order="deterministic")


def to_jsonl(answer: Answer) -> Iterator[bytes]:
    """A line a record; its first key, `record`, names the list that it stands in."""
    for key in Answer.__struct_fields__:
        opening = b'{"record":"%s",' % key.encode()
        for record in getattr(answer, key):
            yield opening + _ENCODER.encode(record)[1:] + b"\n"
