"""Short names for documents and records: as short as they can be while they are still unique."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable
from pathlib import PurePosixPath

from firsthand.model import Document, text_id

_SHORTEST = 4
"""Hex digits of a shortened id: fewer are easily mistaken for a number."""

_LONGEST = 28
"""Longer labels leave no room for words in a narrow terminal."""

_NUMBERED = re.compile(r":\d+$")


def shorten(ids: Iterable[str]) -> dict[str, str]:
    """Each id's shortest beginning, of four characters or more, that no other id has."""
    ordered = sorted(set(ids))
    return {
        one: one[: max(_SHORTEST, 1 + max(_common(one, before), _common(one, after)))]
        for before, one, after in zip(["", *ordered], ordered, [*ordered[1:], ""], strict=False)
    }


def _common(left: str, right: str) -> int:
    return next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))


def label_documents(documents: Iterable[Document]) -> dict[str, str]:
    """A label for each document: the first words of its file's name that no other has, or its given or shortened id."""
    documents = tuple(documents)
    stems = {
        d.id: PurePosixPath(d.path).stem for d in documents if d.path and d.path != "-" and not _NUMBERED.search(d.path)
    }
    labels = {id_: label for id_, label in _shorten_stems(stems).items() if len(label) <= _LONGEST}
    short = shorten(d.id for d in documents)
    for document in documents:
        given = document.id != text_id(document.text) and len(document.id) <= _LONGEST
        labels.setdefault(document.id, document.id if given else short[document.id])
    twice = {label for label, count in Counter(labels.values()).items() if count > 1}
    return {id_: short[id_] if label in twice else label for id_, label in labels.items()}


def _shorten_stems(stems: dict[str, str]) -> dict[str, str]:
    """Each stem cut after the first of its parts (at `_`, `-`, `.` or a space) by which it is unique."""
    ordered = sorted(set(stems.values()))
    return {id_: next((cut for cut in _cuts(stem) if _begins_one(cut, ordered)), stem) for id_, stem in stems.items()}


def _cuts(stem: str) -> tuple[str, ...]:
    return (*(stem[: m.start()] for m in re.finditer(r"[_\-. ]+", stem) if m.start()), stem)


def _begins_one(cut: str, ordered: list[str]) -> bool:
    """Whether no more than one of the sorted stems begins so."""
    second = bisect_left(ordered, cut) + 1
    return second >= len(ordered) or not ordered[second].startswith(cut)


class Lines:
    """Numbers of the lines that are not blank, counted from one: where to look for an offset in the text."""

    def __init__(self, text: str) -> None:
        self._starts = [m.start() for m in re.finditer(r"[^\r\n\u2028\u2029]*\S[^\r\n\u2028\u2029]*", text)]

    def at(self, offset: int) -> int:
        return max(1, bisect_right(self._starts, offset))
