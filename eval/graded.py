"""Sentences with graded words, as the unified-factuality sets have them, in natural spelling."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from scoring import read_rows

from firsthand.model import Span

_WRITTEN = {"``": '"', "''": '"', "-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]"}
_CLOSING = frozenset({*".,;:!?)]}%", "n't", "'s", "'re", "'ve", "'ll", "'d", "'m", "''", "-RRB-", "-RSB-"})
_OPENING = frozenset({*"([{$", "``", "-LRB-", "-LSB-"})


class Graded(NamedTuple):
    """A sentence, and its targets: where each stands, its grade, and the scorer's name for it."""

    text: str
    targets: tuple[tuple[Span, float, str], ...]


def spelled(tokens: Sequence[str]) -> tuple[str, list[Span]]:
    """The running text of a treebank's tokens, and where each stands in it."""
    text, places, joined = "", list[Span](), True
    for token in tokens:
        written = _WRITTEN.get(token, token)
        if not joined and token not in _CLOSING:
            text += " "
        places.append(Span(len(text), len(text) + len(written)))
        text += written
        joined = token in _OPENING
    return text, places


def read_graded(path: Path, limit: int | None = None) -> Iterator[Graded]:
    """The sentences of a set; targets are named as `score_factuality.py --glue` names them."""
    for number, row in enumerate(read_rows(path, limit)):
        text, places = spelled(row["text"].split(" "))
        targets = [
            (Span(places[first].start, places[end - 1].end), float(target["label"]), f"{number}:{first}")
            for target in row["targets"]
            for first, end in [target["span1"]]
        ]
        yield Graded(text, tuple(targets))
