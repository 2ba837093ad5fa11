"""ECB+: its articles as documents, and where its event mentions stand in them.

The set gives articles token by token. They are put together as they would be printed, so that a reading sees a text:
one sentence a line, the address of the page (a first sentence of its own in half of the set) left off.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any, Literal
from xml.etree import ElementTree

import msgspec

from firsthand.model import Document, Span

Half = Literal["train", "dev"]

_MARKS = {"``": "“", "''": "”", "-LRB-": "(", "-RRB-": ")"}
_CLOSING = re.compile(r"[,.;:?!%)\]”]+|'(?:s|re|ve|ll|d|m|S)?|n't|’(?:s|re|ve|ll|d|m)?")
_OPENING = frozenset({"(", "[", "$", "“", "£", "€", "#"})
_JOINING = frozenset({"-", "/"})


class Article(msgspec.Struct, frozen=True):
    """A document of the set: `story` is the gold cluster of documents, `spans` where each token (by its number in the
    set) stands in the text, `sentences` the number of its sentence there."""

    document: Document
    story: str
    topic: int
    spans: dict[int, Span]


class Happening(msgspec.Struct, frozen=True):
    """An event mention of the set, with the gold cluster of mentions."""

    id: str
    document: str
    cluster: str
    topic: int
    span: Span
    words: str


def read_articles(data: Path, half: Half) -> tuple[Article, ...]:
    """The articles of a half, in order of id."""
    folder = data / "data/coreference/ecbplus"
    rows = sorted(_rows(folder / f"{half}_docs.jsonl"), key=lambda row: row["id"])
    return tuple(_read_article(folder, row) for row in rows)


def read_happenings(data: Path, half: Half, articles: tuple[Article, ...]) -> tuple[Happening, ...]:
    """The event mentions of a half, in the set's order; those in an address line, which is no text, stand at the
    beginning."""
    spans = {a.document.id: a.spans for a in articles}
    rows = _rows(data / f"data/coreference/ecbplus/{half}_event_mentions.jsonl")
    return tuple(
        Happening(
            row["id"], row["doc"], row["cluster"], row["topic"], _hull(row["tokens"], spans[row["doc"]]), row["text"]
        )
        for row in rows
    )


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _hull(tokens: list[int], spans: dict[int, Span]) -> Span:
    found = [spans[t] for t in tokens if t in spans] or [Span(0, 1)]
    return Span(min(s.start for s in found), max(s.end for s in found))


def _read_article(folder: Path, row: dict[str, Any]) -> Article:
    path = folder / "xml" / str(row["topic"]) / f"{row['id']}.xml"
    sentences: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for token in ElementTree.parse(path).getroot().iter("token"):
        sentences[int(token.get("sentence", 0))].append((int(token.get("t_id", 0)), token.text or ""))
    text, spans, url = "", {}, None
    for number in sorted(sentences):
        if number == 0 and sentences[0][0][1] == "http":
            url = "".join(word for _, word in sentences[0])
            continue
        line, places = put_together(sentences[number])
        spans.update({id: Span(s.start + len(text), s.end + len(text)) for id, s in places.items()})
        text += f"{line}\n"
    sha = hashlib.sha256(text.encode()).hexdigest()
    return Article(Document(row["id"], text, sha, url=url), row["cluster"], row["topic"], spans)


def put_together(tokens: list[tuple[int, str]]) -> tuple[str, dict[int, Span]]:
    """A line as it would be printed, and where each token stands in it."""
    line, spans, glued = "", {}, True
    for place, (id, written) in enumerate(tokens):
        word = _MARKS.get(written, written)
        digits = line[-1:].isdigit() and _goes_on(word, tokens[place + 1][1] if place + 1 < len(tokens) else "")
        glued = glued or word in _JOINING or _CLOSING.fullmatch(word) is not None
        start = len(line) + (not glued)
        line = f"{line}{'' if glued else ' '}{word}"
        spans[id] = Span(start, max(start + 1, len(line)))
        glued = word in _OPENING or word in _JOINING or digits
    return line, spans


def _goes_on(mark: str, after: str) -> bool:
    """Whether a number goes on after the mark: "02:22", "1.5", "30,000", but "30, 2009"."""
    return after[:1].isdigit() and (mark in (":", ".") or (mark == "," and len(after) == 3))
