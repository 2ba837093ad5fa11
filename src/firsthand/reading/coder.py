"""The trained half of event coding: which of PLOVER's roots two parties stand in, by an encoder and by weighed signs.

The encoder reads the sentence with both parties marked; the signs come from the parse (`event_signs`). Both chances are
averaged on the scale of logarithms. The weights lie in the distribution `firsthand-reader-en`, folder `events`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

import msgspec

from firsthand.errors import ModelError
from firsthand.model import Span
from firsthand.reading.encoder import heads, package_folder, states, tokenizer
from firsthand.reading.layers import linear, softmax

if TYPE_CHECKING:
    from numpy.typing import NDArray

NONE = "NONE"
"""Nothing political passes between the two."""

_FLOOR = 1e-6
"""Below it a chance is nothing: two models that disagree must not both be ruled out."""


class Pair(msgspec.Struct, frozen=True):
    """Two parties in one sentence: its words, where in them they stand, and the signs of its parse.

    A party that is not named is None.
    """

    text: str
    actor: Span | None
    recipient: Span | None
    signs: tuple[str, ...]


class Chance(msgspec.Struct, frozen=True):
    """How likely a root is, from 0 to 1 in hundredths."""

    root: str
    probability: float


class Layout(msgspec.Struct, frozen=True):
    """What the numbers stand for, as the weights' own folder says it.

    `opens` and `closes` are the pieces around actor and recipient; `first` and `last` those around a sentence, which is
    cut to `longest` pieces; `share` is how much the encoder's word counts beside that of the signs; `sure` is how
    likely the signs alone must find a root for the encoder not to be asked.
    """

    roots: tuple[str, ...]
    opens: tuple[int, int]
    closes: tuple[int, int]
    first: int
    last: int
    longest: int
    share: float
    sure: float
    signs: tuple[str, ...]


@cache
def layout() -> Layout:
    """The layout; ModelError where the installed weights have none of events."""
    card = package_folder() / "events/coder.json"
    if not card.is_file():
        raise ModelError(
            "the trained reader that is installed has no weights for events", hint="install firsthand-reader-en anew"
        )
    return msgspec.json.decode(card.read_text(encoding="utf-8"), type=Layout)


def _heads() -> dict[str, Any]:
    return heads("events")


@cache
def _rows() -> dict[str, int]:
    return {sign: row for row, sign in enumerate(layout().signs)}


@lru_cache(maxsize=256)
def chances(pair: Pair) -> tuple[Chance, ...]:
    """Every root and NONE with its chance, the likeliest first. A pair is read by itself: neighbours change nothing."""
    import numpy

    found = by_signs(pair.signs)
    if found.max() < layout().sure:
        share = layout().share
        mixed = share * numpy.log(by_words(pair) + _FLOOR) + (1 - share) * numpy.log(found + _FLOOR)
        found = softmax(mixed)
    scored = (Chance(root, round(float(chance), 2)) for root, chance in zip(layout().roots, found, strict=True))
    return tuple(sorted(scored, key=lambda c: (-c.probability, c.root)))


def by_signs(signs: Sequence[str]) -> NDArray[Any]:
    """What the signs alone say: a chance for each root."""
    rows = [row for sign in signs if (row := _rows().get(sign)) is not None]
    return softmax(_heads()["signs.weight"][rows].sum(axis=0) + _heads()["signs.bias"])


def by_words(pair: Pair) -> NDArray[Any]:
    """What the encoder says of the marked sentence: a chance for each root."""
    import numpy

    pieces, doer, done_to = mark(pair)
    (state,) = states([pieces], "events")
    seen = numpy.concatenate([state[0], state[doer], state[done_to]])
    return softmax(linear(_heads(), "out", numpy.tanh(linear(_heads(), "fc", seen))))


def mark(pair: Pair) -> tuple[list[int], int, int]:
    """The sentence in pieces with marks around both parties, and where the opening marks stand (0 where none does).

    A sentence that is too long keeps the stretch that holds the parties.
    """
    card = layout()
    parties = sorted((span, side) for side, span in enumerate((pair.actor, pair.recipient)) if span is not None)
    pieces: list[int] = []
    at = [-1, -1]
    reached = 0
    for span, side in parties:
        pieces += _pieces(pair.text[reached : span.start])
        at[side] = len(pieces)
        pieces += [card.opens[side], *_pieces(span.of(pair.text)), card.closes[side]]
        reached = span.end
    pieces += _pieces(pair.text[reached:])
    start = _cut(at, card.longest)
    kept = [card.first, *pieces[start : start + card.longest - 2], card.last]
    doer, done_to = (place - start + 1 if 0 <= place - start < card.longest - 2 else 0 for place in at)
    return kept, doer, done_to


def _pieces(text: str) -> list[int]:
    return list(tokenizer().encode(text, add_special_tokens=False).ids) if text.strip() else []


def _cut(at: Sequence[int], longest: int) -> int:
    """How many pieces to leave out in front, so that the later party and some words after it are still seen."""
    beyond = max(at) + 12 - longest
    if beyond <= 0:
        return 0
    earliest = min(place for place in at if place >= 0)
    return max(0, min(beyond + 18, earliest - 2))
