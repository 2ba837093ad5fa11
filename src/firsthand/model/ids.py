"""Names for records, made from what they hold."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from firsthand.model.spans import Span

Part = str | int | None | Span | Sequence["Part"]


def _flatten(part: Part) -> Iterator[bytes]:
    match part:
        case None:
            yield b"n;"
        case str():
            raw = part.encode("utf-8", "surrogatepass")
            yield b"s%d:" % len(raw) + raw
        case int():
            yield b"i%d;" % part
        case Span():
            yield b"p%d,%d;" % (part.start, part.end)
        case _:
            yield b"("
            for inner in part:
                yield from _flatten(inner)
            yield b")"


def content_id(kind: str, *parts: Part) -> str:
    """Sixteen hex digits that depend on `kind` and `parts` alone (SHA-256, every part length-delimited)."""
    return hashlib.sha256(b"".join(_flatten((kind, *parts)))).hexdigest()[:16]


def text_id(text: str) -> str:
    """The whole SHA-256 of a text: a document's id where none was given."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
