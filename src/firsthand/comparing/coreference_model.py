"""What an encoder holds of two happenings: it has read each in its sentence.

The weights lie in the distribution `firsthand-happenings-en`; without it the named signs decide alone.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from firsthand.model import Span
from firsthand.reading.distributions import find_folder, load_encoder, version_of
from firsthand.reading.encoder import tokenizer
from firsthand.reading.layers import gelu, linear

if TYPE_CHECKING:
    from numpy.typing import NDArray

DISTRIBUTION, VERSION = "firsthand-happenings-en", "0.1"
"""Where the weights are, and the beginning of the versions that we know how to read."""
FIRST, LAST = 101, 102
"""The vocabulary's pieces before and behind a sentence."""
LONGEST, BEFORE = 72, 12
"""Of a longer sentence so many pieces are read, from so many before the word on."""


class Said(msgspec.Struct, frozen=True):
    """A happening where it is told: its sentence, and where in it the word stands."""

    sentence: str
    word: Span


def happenings_folder() -> Path:
    """Where the weights lie; ModelError where they are not installed, or not of a version we know."""
    return find_folder(DISTRIBUTION, VERSION, "the trained reader of happenings")


def encoder_name() -> str:
    """The encoder and its version; ModelError as in `happenings_folder`."""
    return f"{DISTRIBUTION} {version_of(happenings_folder())}"


def liken(one: Said, other: Said) -> tuple[float, float]:
    """The encoder's log-odds that both are one event, and the cosine of what it makes of them, to three places; the
    same whichever comes first. ModelError as in `happenings_folder`."""
    import numpy

    left, right, heads = _look(one), _look(other), _heads(happenings_folder())
    alike = float(left @ right / numpy.sqrt((left @ left) * (right @ right)))
    beside = numpy.concatenate([left * right, numpy.abs(left - right)])
    odds = linear(heads, "head.3", gelu(linear(heads, "head.1", beside)))[0]
    return round(float(heads["scale"] * alike + heads["bias"] + odds), 3), round(alike, 3)


@lru_cache(maxsize=1024)
def _look(said: Said) -> NDArray[Any]:
    return look(said, happenings_folder())


def look(said: Said, folder: Path, reckoning: str = "int8") -> NDArray[Any]:
    """192 numbers: what the word's pieces and all of its sentence come to, by the weights of a folder."""
    import numpy

    pieces, first, last = lay_sentence(said)
    read = load_encoder(folder, reckoning).forward_batch([list(pieces)])
    states = numpy.array(read.last_hidden_state)[0]
    return linear(_heads(folder), "proj", numpy.concatenate([states[first:last].mean(0), states.mean(0)]))


def lay_sentence(said: Said) -> tuple[tuple[int, ...], int, int]:
    """Ids of the pieces of the sentence, or of the stretch about the word, and from which to before which of them are
    the word's."""
    read = tokenizer().encode(said.sentence, add_special_tokens=False)
    at = [k for k, (a, b) in enumerate(read.offsets) if a < said.word.end and b > said.word.start and b > a] or [0]
    begin = max(0, at[0] - BEFORE) if len(read.ids) > LONGEST else 0
    ids = read.ids[begin : begin + LONGEST]
    return (FIRST, *ids, LAST), at[0] - begin + 1, min(at[-1] - begin, len(ids) - 1) + 2


@cache
def _heads(folder: Path) -> dict[str, Any]:
    from safetensors.numpy import load_file

    return dict(load_file(folder / "heads.safetensors"))
