"""The answer as one JSON object: the contract of `answer.schema.json`."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from firsthand.errors import AnswerError
from firsthand.model import Answer

_STEP = 1_000
"""Records that are written at a time."""

_ENCODER = msgspec.json.Encoder(order="deterministic")
_HINT = "make one with: firsthand PATH --format json --output answer.json"


def to_json(answer: Answer) -> bytes:
    """One object and a line end; the same answer gives the same bytes."""
    return b"".join(json_pieces(answer))


def json_pieces(answer: Answer) -> Iterator[bytes]:
    """What `to_json` gives, in pieces: the whole takes as much memory as the answer."""
    for number, kind in enumerate(Answer.__struct_fields__):
        yield b'%s"%s":' % (b"," if number else b"{", kind.encode())
        yield from _list(getattr(answer, kind))
    yield b"}\n"


def _list(records: tuple[msgspec.Struct, ...]) -> Iterator[bytes]:
    for at in range(0, max(1, len(records)), _STEP):
        piece = _ENCODER.encode(records[at : at + _STEP])
        yield b"," + piece[1:-1] if at else piece[:-1]
    yield b"]"


def from_json(raw: bytes, *, name: str) -> Answer:
    """The answer that `to_json` wrote, whatever keys later versions add; AnswerError says why `name` holds none."""
    try:
        answer = msgspec.json.decode(raw, type=Answer)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, ValueError) as error:
        raise AnswerError(f"{name} holds no saved answer: {error}", hint=_HINT) from error
    if not answer.documents:
        raise AnswerError(f"{name} holds no documents, so no words to show", hint=f"{_HINT} (without --only)")
    return answer
