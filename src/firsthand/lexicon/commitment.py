"""Tables of what lies between a deed and its teller: joining words, and what readers took verbs to say of their
complements."""

from __future__ import annotations

import csv
from functools import cache

from firsthand.errors import LexiconError
from firsthand.lexicon.records import Joint
from firsthand.lexicon.tables import load_rules, packaged

FRAMES = ("that", "to", "that-passive", "to-passive")


@cache
def joints() -> tuple[Joint, ...]:
    """Words that join a clause or a deed to what stands above it."""
    return load_rules("en/joints.toml", "joint", Joint)


Signatures = dict[tuple[str, str], tuple[float | None, float | None]]


@cache
def signatures() -> Signatures:
    """(verb, frame) -> how far readers took its complement for true, -3..3, with the verb affirmed and negated; None
    where nobody was asked."""
    return load_signatures("en/signatures.csv", packaged("en/signatures.csv"))


def load_signatures(path: str, text: str) -> Signatures:
    """The rows of such a table; LexiconError names the file and the line."""
    found: Signatures = {}
    for number, row in enumerate(csv.DictReader(text.splitlines()), start=2):
        try:
            frame, affirmed, negated = row["frame"], _number(row["affirmed"]), _number(row["negated"])
        except (KeyError, TypeError, ValueError) as error:
            raise LexiconError(f"{path}:{number}: {error}", hint="verb,frame,affirmed,negated") from error
        if frame not in FRAMES or max(abs(affirmed or 0), abs(negated or 0)) > 3:
            raise LexiconError(f"{path}:{number}: '{frame}' or a value is none we know", hint=", ".join(FRAMES))
        found[row["verb"], frame] = affirmed, negated
    return found


def _number(cell: str) -> float | None:
    return float(cell) if cell else None
