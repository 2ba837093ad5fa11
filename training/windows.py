"""Annotated texts as windows of word pieces, with what a reader should find in each."""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tokenizers import Tokenizer

ROLES = ("source", "cue", "content")
TAGS = ("O", *(f"{place}-{role}" for role in ROLES for place in "BI"))
"""Parts of an attribution, BIO."""

KINDS = (
    "Person", "Organisation", "Location", "Nationality", "Weapon", "MilitaryPlatform", "Vehicle", "Temporal",
    "Quantity", "Money",
)  # fmt: skip
"""re3d's types that occur often enough to learn."""
ENTITIES = ("O", *(f"{place}-{kind}" for kind in KINDS for place in "BI"))

NEWS, SPOKEN = 0, 1
"""Whose manner of marking a window follows: PolNeAR's (flat, every outermost attribution), or GUM's (nested; cues are
not marked)."""

BREAK = 102
"""The vocabulary's [SEP] stands between two paragraphs of one window."""
LONGEST = 160
"""Pieces in a window."""
UNMARKED = -100

Span = tuple[int, int]

_LINE = re.compile(r"[^\r\n\u2028\u2029]+")


class Attribution(NamedTuple):
    """One marked attribution: fragments by code point, and the attribution in whose content it stands."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    parent: int | None


class Window(NamedTuple):
    """Pieces and what is known of them; -1 in a link says "none"."""

    ids: tuple[int, ...]
    manner: int
    tags: tuple[int, ...] = ()
    """Indices of TAGS, a piece; empty where attributions are not marked."""
    entities: tuple[int, ...] = ()
    """Indices of ENTITIES, a piece; empty where entities are not marked."""
    cues: tuple[Span, ...] = ()
    sources: tuple[Span, ...] = ()
    contents: tuple[Span, ...] = ()
    """First and last piece of each part."""
    cue_source: tuple[int, ...] = ()
    content_cue: tuple[int, ...] = ()
    content_source: tuple[int, ...] = ()
    targets: tuple[tuple[int, int, float], ...] = ()
    """First and last piece of a predicate, and how far its author stands by it, -3 to 3."""


class Piece(NamedTuple):
    """A word piece with its place in the text."""

    id: int
    start: int
    end: int


def load_tokenizer(folder: Path) -> Tokenizer:
    """The tokenizer of the encoder in `folder`, neither cutting nor filling up."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def pieces_of(text: str, span: Span, tokenizer: Tokenizer) -> list[Piece]:
    """Word pieces of a stretch of the text."""
    start, end = span
    found = tokenizer.encode(text[start:end], add_special_tokens=False)
    return [Piece(i, start + a, start + b) for i, (a, b) in zip(found.ids, found.offsets, strict=True)]


def paragraphs(text: str) -> Iterator[Span]:
    """Lines that hold more than white space."""
    return (line.span() for line in _LINE.finditer(text) if line[0].strip())


def packed(text: str, tokenizer: Tokenizer, *, longest: int = LONGEST) -> Iterator[list[Piece]]:
    """Consecutive paragraphs, as many as fit; a longer one is cut."""
    window: list[Piece] = []
    for span in paragraphs(text):
        pieces = pieces_of(text, span, tokenizer)
        while len(pieces) > longest:
            if window:
                yield window
            window = []
            yield pieces[:longest]
            pieces = pieces[longest:]
        if window and len(window) + 1 + len(pieces) > longest:
            yield window
            window = []
        if window:
            window.append(Piece(BREAK, span[0], span[0]))
        window += pieces
    if window:
        yield window


def read_marked(path: Path) -> Iterator[tuple[str, str, list[Attribution]]]:
    """Id, text and attributions of each document of a file in the data's format."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            item = json.loads(line)
            marked = [
                Attribution(*(tuple((s, e) for s, e in a.get(role) or ()) for role in ROLES), a.get("parent"))
                for a in item["attributions"]
            ]
            yield item["id"], item["text"], marked


def within(pieces: Sequence[Piece], fragments: Sequence[Span]) -> list[Span]:
    """First and last piece of each fragment that has any here."""
    found = []
    for start, end in fragments:
        inside = [k for k, piece in enumerate(pieces) if piece.start < end and piece.end > start]
        if inside:
            found.append((inside[0], inside[-1]))
    return found


def attribution_window(pieces: Sequence[Piece], marked: Sequence[Attribution], manner: int) -> Window:
    """The pieces with the parts and links of the attributions among them."""
    tags = [0] * len(pieces)
    places: dict[str, dict[Span, int]] = {role: {} for role in ROLES}
    cue_source: dict[int, int] = {}
    links: list[tuple[int, int, int]] = []
    for one in marked:
        parts = {role: within(pieces, getattr(one, role)) for role in ROLES}
        for role in ("content", "source", "cue"):
            for first, last in parts[role]:
                begin = 1 + 2 * ROLES.index(role)
                tags[first : last + 1] = [begin] + [begin + 1] * (last - first)
        source = _number(places["source"], parts["source"])
        cue = _number(places["cue"], parts["cue"])
        if cue >= 0:
            cue_source.setdefault(cue, source)
        for part in parts["content"]:
            links.append((_number(places["content"], [part]), cue, source))
    by_content = {content: (cue, source) for content, cue, source in reversed(links)}
    order = range(len(places["content"]))
    return Window(
        ids=tuple(piece.id for piece in pieces),
        manner=manner,
        tags=tuple(tags),
        cues=tuple(places["cue"]),
        sources=tuple(places["source"]),
        contents=tuple(places["content"]),
        cue_source=tuple(cue_source[k] for k in range(len(places["cue"]))),
        content_cue=tuple(by_content[k][0] for k in order),
        content_source=tuple(by_content[k][1] for k in order),
    )


def _number(known: dict[Span, int], parts: list[Span]) -> int:
    return known.setdefault((parts[0][0], parts[-1][1]), len(known)) if parts else -1


def news_windows(path: Path, tokenizer: Tokenizer) -> Iterator[Window]:
    """PolNeAR: whole articles, flat."""
    for _, text, marked in read_marked(path):
        for pieces in packed(text, tokenizer):
            yield attribution_window(pieces, marked, NEWS)


def spoken_windows(path: Path, tokenizer: Tokenizer, *, inner: int = 3) -> Iterator[Window]:
    """GUM: the outermost attributions of whole texts; then each content as a text of its own, those with attributions
    inside `inner` times."""
    for _, text, marked in read_marked(path):
        outermost = [one for one in marked if one.parent is None]
        for pieces in packed(text, tokenizer):
            yield attribution_window(pieces, outermost, SPOKEN)
        for number, one in enumerate(marked):
            children = [child for child in marked if child.parent == number]
            pieces = [p for span in one.content for p in pieces_of(text, span, tokenizer)]
            if 2 < len(pieces) <= LONGEST:
                for _ in range(inner if children else 1):
                    yield attribution_window(pieces, children, SPOKEN)


def held_out(name: str, *, share: int = 4) -> bool:
    """Whether a document is kept for choosing: one in `share`, by its name alone."""
    return hashlib.sha256(name.encode()).digest()[0] % share == 0


def entity_windows(folder: Path, tokenizer: Tokenizer, *, held: bool) -> Iterator[Window]:
    """re3d: entities of the documents that are held out, or of those that are not; the longest of overlapping ones."""
    marked: dict[str, list[tuple[int, int, str]]] = {}
    for item in _lines(folder / "entities.json"):
        if item["type"] in KINDS:
            marked.setdefault(item["documentId"], []).append((item["begin"], item["end"], item["type"]))
    for document in _lines(folder / "documents.json"):
        if held_out(document["_id"]) != held:
            continue
        for pieces in packed(document["text"], tokenizer):
            yield Window(
                tuple(p.id for p in pieces), NEWS, entities=entity_tags(pieces, marked.get(document["_id"], []))
            )


def entity_tags(pieces: Sequence[Piece], marked: list[tuple[int, int, str]]) -> tuple[int, ...]:
    """Indices of ENTITIES for the pieces."""
    tags = [0] * len(pieces)
    for start, end, kind in sorted(marked, key=lambda m: (m[0] - m[1], m)):
        for first, last in within(pieces, [(start, end)]):
            if not any(tags[first : last + 1]):
                begin = 1 + 2 * KINDS.index(kind)
                tags[first : last + 1] = [begin] + [begin + 1] * (last - first)
    return tuple(tags)


_CLOSE = re.compile(r"^(?:[,.;:?!%)\]]|'s|'re|'ve|'ll|'d|'m|n't|'|’s)$", re.IGNORECASE)
_OPEN = frozenset("([$£€")


def untokenized(tokens: Sequence[str]) -> tuple[str, list[Span]]:
    """Running text of tokens that were parted by spaces, and where each stands in it."""
    text, spans, open_before = "", [], True
    for token in tokens:
        if not (open_before or _CLOSE.match(token)):
            text += " "
        spans.append((len(text), len(text) + len(token)))
        text += token
        open_before = token in _OPEN
    return text, spans


def factuality_windows(path: Path, tokenizer: Tokenizer) -> Iterator[Window]:
    """Sentences with graded predicates."""
    for item in _lines(path):
        text, spans = untokenized(item["text"].split(" "))
        pieces = pieces_of(text, (0, len(text)), tokenizer)[:LONGEST]
        targets = []
        for target in item["targets"]:
            first, end = target["span1"]
            for a, b in within(pieces, [(spans[first][0], spans[end - 1][1])]):
                targets.append((a, b, float(target["label"])))
        if targets:
            yield Window(tuple(p.id for p in pieces), NEWS, targets=tuple(targets))


def _lines(path: Path) -> Iterator[dict]:
    with path.open(encoding="utf-8-sig") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def batches(windows: Sequence[Window], rng: random.Random, *, pieces: int = 1500) -> list[list[Window]]:
    """Windows of like length together, at most `pieces` with the filling, in random order."""
    order = sorted(range(len(windows)), key=lambda i: (len(windows[i].ids), rng.random()))
    found: list[list[Window]] = [[]]
    for i in order:
        if found[-1] and (len(found[-1]) + 1) * len(windows[i].ids) > pieces:
            found.append([])
        found[-1].append(windows[i])
    rng.shuffle(found)
    return found
