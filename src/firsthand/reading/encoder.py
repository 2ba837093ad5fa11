"""The trained reader's encoder and heads. With `proposals`, the only modules that know how it is made."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from firsthand.errors import ModelError
from firsthand.reading.distributions import find_folder, load_encoder, version_of

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_Kind = TypeVar("_Kind")

PACKAGE = "firsthand-reader-en"
"""The distribution that carries the weights, installed beside this one."""

VERSION = "0.1"
"""The beginning of the versions that we know how to read."""


class Layout(msgspec.Struct, frozen=True):
    """What the numbers of the heads stand for, as the weights' own folder says it."""

    marks: tuple[int, ...]
    break_: int = msgspec.field(name="break")
    full: int
    longest: int
    tags: tuple[str, ...]


def package_folder() -> Path:
    """Where the weights lie; ModelError where the distribution is not installed, or not of a version we know."""
    return find_folder(PACKAGE, VERSION, "the trained reader")


def reader_version() -> str:
    """Version of the installed weights."""
    return version_of(package_folder())


@cache
def layout() -> Layout:
    """How the heads are laid out."""
    return _card("attribution/reader.json", Layout)


@cache
def vote_weights() -> dict[str, float]:
    """What each sign of a vote between rules and reader counts for (`reading.votes.SIGNS`)."""
    return _card("attribution/vote.json", dict[str, float])


def _card(name: str, kind: type[_Kind]) -> _Kind:
    """What a small file of the distribution says; ModelError where it is missing, or is not what it should be."""
    try:
        return msgspec.json.decode((package_folder() / name).read_text(encoding="utf-8"), type=kind)
    except (OSError, msgspec.MsgspecError) as error:
        raise ModelError(
            f"firsthand-reader-en: no {name}: {error}", hint="pip install --force-reinstall firsthand-reader-en"
        ) from error


@cache
def tokenizer() -> Tokenizer:
    """Words to pieces, neither cut nor filled up."""
    from tokenizers import Tokenizer as Loaded

    loaded = Loaded.from_file(str(package_folder() / "attribution/tokenizer.json"))
    loaded.no_truncation()
    loaded.no_padding()
    return loaded


@cache
def heads(part: str = "attribution") -> dict[str, Any]:
    """Weights of the heads of a folder of the distribution by name, as arrays of float32."""
    from safetensors.numpy import load_file

    loaded = load_file(package_folder() / part / "heads.safetensors")
    return {name: value.astype("float32", copy=False) for name, value in loaded.items()}


def states(windows: Sequence[Sequence[int]], part: str = "attribution") -> list[Any]:
    """For each window of piece ids an array pieces x 384. A window is read by itself, so that its neighbours cannot
    change a digit."""
    import numpy

    read_by = load_encoder(package_folder() / part)
    return [numpy.array(read_by.forward_batch([list(ids)]).last_hidden_state)[0] for ids in windows]
