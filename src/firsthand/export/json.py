"""The answer as one JSON object: the contract of `answer.schema.json`."""

from __future__ import annotations

import msgspec

from firsthand.errors import AnswerError
from firsthand.model import Answer

_ENCODER = msgspec.json.Encoder(order="deterministic")
_HINT = "make one with: firsthand PATH --format json --output answer.json"


def to_json(answer: Answer) -> bytes:
    """One object and a line end; the same answer gives the same bytes."""
    return _ENCODER.encode(answer) + b"\n"


def from_json(raw: bytes, *, name: str) -> Answer:
    """The answer that `to_json` wrote, whatever keys later versions add; AnswerError says why `name` holds none."""
    try:
        answer = msgspec.json.decode(raw, type=Answer)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, ValueError) as error:
        raise AnswerError(f"{name} holds no saved answer: {error}", hint=_HINT) from error
    if not answer.documents:
        raise AnswerError(f"{name} holds no documents, so no words to show", hint=f"{_HINT} (without --only)")
    return answer
