"""The log of judgements as a store keeps it."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from firsthand.errors import JudgementError
from firsthand.judging import in_order
from firsthand.model.judgements import Judgement, judgement_id
from firsthand.store import Logged, View

_ENCODE = msgspec.json.Encoder(order="deterministic").encode

_HINT = "a line is one judgement, as firsthand decisions dump writes it"


def read_log(view: View) -> tuple[Judgement, ...]:
    """All judgements that the case holds, the oldest first."""
    return in_order(msgspec.json.decode(kept.body, type=Judgement) for kept in view.judgements())


def to_logged(judgement: Judgement) -> Logged:
    """A judgement as a line of the store's log."""
    kind = judgement.decision.__struct_config__.tag
    return Logged(id=judgement.id, user=judgement.user, at=judgement.when, kind=str(kind), body=_ENCODE(judgement))


_BREAKS = str.maketrans({c: f"\\u{ord(c):04x}" for c in "\u0085\u2028\u2029"})
"""What some programs take for the end of a line, and JSON for a letter like any other."""


def dump(log: Iterable[Judgement]) -> str:
    """JSONL, the oldest first: one judgement a line, all of them, also those that were undone."""
    return "".join(_ENCODE(j).decode().translate(_BREAKS) + "\n" for j in in_order(log))


def parse(lines: Iterable[str | bytes], *, name: str = "the judgements") -> tuple[Judgement, ...]:
    """The judgements that `dump` wrote; JudgementError names the first line that holds none."""
    found = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            found.append(_parse_line(line, f"{name}:{number}"))
    return in_order(found)


def _parse_line(line: str | bytes, place: str) -> Judgement:
    try:
        raw = line if isinstance(line, bytes) else line.encode("utf-8")
        judgement = msgspec.json.decode(raw, type=Judgement)
    except (msgspec.DecodeError, UnicodeError, RecursionError, ValueError) as error:
        raise JudgementError(f"{place} holds no judgement: {error}", hint=_HINT) from error
    due = judgement_id(judgement.decision, judgement.user, judgement.when, judgement.reason)
    if judgement.id != due:
        raise JudgementError(
            f"{place}: the judgement '{judgement.id[:80]}' is not as it was made (its content has the id {due})",
            hint="dump it again from its case; a judgement is never changed, only undone",
        )
    return judgement
