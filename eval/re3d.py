"""re3d as a figure can be drawn from it: what its annotators agreed on, and where they looked.

The set was marked by a program, then by experts, then judged by many readers; each mark's `confidence` is the chance
that it is right. Marks that readers threw out (`st ISIL` as a vehicle, `hope` as a person) are still in the files, at
confidence 0. A sentence that stands in several documents is marked in one of them only.

- Kept: marks with a confidence of at least one half, of the kinds in KINDS. Of marks inside another the outermost.
- Judged: sentences in which anything at all is marked. What is found elsewhere counts neither way.
- Undecided: where readers threw out every mark that the experts or the program made. It counts neither way.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

KINDS = {
    "Person": "person",
    "Organisation": "organisation",
    "Location": "place",
    "Weapon": "weapon",
    "MilitaryPlatform": "weapon",
    "Vehicle": "weapon",
}
"""What its types are called here. Military units are organisations there; arms and what carries them are one kind."""

SURE = 0.5

_SENTENCE = re.compile(r".+?(?:(?:\b[a-z]\w*|\w{5,}|\d)[.!?][\"”']?(?=\s)|$)")

Stretch = tuple[int, int]


class Entity(NamedTuple):
    """A span by code points, and a value of KINDS."""

    start: int
    end: int
    kind: str


class Marked(NamedTuple):
    """A document with the entities kept, and the stretches that are judged or undecided."""

    id: str
    text: str
    kept: tuple[Entity, ...]
    judged: tuple[Stretch, ...]
    undecided: tuple[Stretch, ...]

    def counts(self, start: int, end: int) -> bool:
        """Whether something found here is right or wrong, and not merely unknown."""
        seen = any(a <= start < b for a, b in self.judged)
        return seen and not any(a < end and start < b for a, b in self.undecided)


def held_out(name: str, *, share: int = 4) -> bool:
    """Whether no model is trained on this document: one in `share`, by its id alone."""
    return hashlib.sha256(name.encode()).digest()[0] % share == 0


def read_marked(data: Path) -> tuple[Marked, ...]:
    """All documents of the three collections, by id."""
    marks: dict[str, list[dict[str, Any]]] = {}
    folders = sorted(p for p in (data / "data/entities/re3d").iterdir() if p.is_dir())
    for folder in folders:
        for mark in _rows(folder / "entities.json"):
            marks.setdefault(mark["documentId"], []).append(mark)
    documents = [row for folder in folders for row in _rows(folder / "documents.json")]
    return tuple(sorted(_marked(row["_id"], row["text"], marks.get(row["_id"], [])) for row in documents))


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8-sig") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def _marked(name: str, text: str, marks: list[dict[str, Any]]) -> Marked:
    ours = [m for m in marks if m["type"] in KINDS and _is_whole(text, m["begin"], m["end"])]
    kept = outermost(Entity(m["begin"], m["end"], KINDS[m["type"]]) for m in ours if m["confidence"] >= SURE)
    doubted = {(m["begin"], m["end"]) for m in ours if m["confidence"] < SURE}
    begins = [m["begin"] for m in marks]
    return Marked(
        name,
        text,
        kept,
        judged=tuple(s for s in sentences_of(text) if any(s[0] <= b < s[1] for b in begins)),
        undecided=tuple(sorted((a, b) for a, b in doubted if not any(a < e.end and e.start < b for e in kept))),
    )


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether a mark does not begin or end inside a word."""
    return not (text[start - 1 : start].isalnum() and text[start].isalnum()) and not (
        text[end - 1].isalnum() and text[end : end + 1].isalnum()
    )


def outermost(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """The longest of those that overlap, in order."""
    chosen: list[Entity] = []
    for one in sorted(set(entities), key=lambda e: (e.start - e.end, e)):
        if not any(one.start < other.end and other.start < one.end for other in chosen):
            chosen.append(one)
    return tuple(sorted(chosen))


def sentences_of(text: str) -> Iterator[Stretch]:
    for line in re.finditer(r"[^\n]+", text):
        for found in _SENTENCE.finditer(line[0]):
            yield line.start() + found.start(), line.start() + found.end()
