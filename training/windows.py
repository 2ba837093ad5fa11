"""Annotated texts as windows of word pieces, with what a reader should find in each."""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tokenizers import Tokenizer

sys.path.append(str(Path(__file__).resolve().parents[1] / "eval"))
from re3d import SURE, held_out, sentences_of

ROLES = ("source", "cue", "content")
TAGS = ("O", *(f"{place}-{role}" for role in ROLES for place in "BI"))
"""Parts of an attribution, BIO."""

KINDS = (
    "Person", "Organisation", "Location", "Nationality", "Weapon", "MilitaryPlatform", "Vehicle", "Temporal",
    "Quantity", "Money",
)  # fmt: skip
"""re3d's types that occur often enough to learn."""
ENTITIES = ("O", *(f"{place}-{kind}" for kind in KINDS for place in "BI"))

LABELS = (
    "PERSON", "NORP", "FAC", "ORG", "GPE", "LOC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW", "DATE", "TIME", "CARDINAL",
    "MONEY",
)  # fmt: skip
"""Those of OntoNotes' types that the reading asks for, as the parser's recogniser proposes them."""
NAMES = ("O", *(f"{place}-{label}" for label in LABELS for place in "BI"))

SETS = ("news", "uds_ih2", "meantime", "megaveridicality")
"""Of graded commitment: sentences of news labelled for this, and three others, each on a scale of its own."""

NEWS, SPOKEN = 0, 1
"""What a window is: news, of which PolNeAR's annotators mark the outermost attributions; or text that stands inside a
content, or is spoken or told, as GUM's annotators mark it."""

BREAK = 102
"""The vocabulary's [SEP] stands between two paragraphs of one window."""
FULL = 120
"""Pieces that neighbouring paragraphs of one window may hold: more context than that was worse."""
LONGEST = 240
"""Pieces of a paragraph, or a content, that is read whole."""
NOT_JUDGED = -100
"""A piece of which nobody knows whether it is an entity's."""
NO_CONTENT = -2
"""A piece that is source or cue or neither: GUM marks only the clause that holds both."""

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
    """Indices of TAGS, or NO_CONTENT, a piece; empty where attributions are not marked."""
    entities: tuple[int, ...] = ()
    """Indices of ENTITIES, a piece; empty where entities are not marked."""
    names: tuple[int, ...] = ()
    """Indices of NAMES, a piece; empty where nobody proposed any."""
    cues: tuple[Span, ...] = ()
    sources: tuple[Span, ...] = ()
    contents: tuple[Span, ...] = ()
    """First and last piece of each part."""
    cue_source: tuple[int, ...] = ()
    content_cue: tuple[int, ...] = ()
    content_source: tuple[int, ...] = ()
    targets: tuple[tuple[int, int, float], ...] = ()
    """First and last piece of a predicate, and how far its author stands by it, -3 to 3."""
    set: int = 0
    """Index of SETS: whose scale the targets are on."""


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


def packed(text: str, tokenizer: Tokenizer) -> Iterator[list[Piece]]:
    """Consecutive paragraphs, as many as fit; a longer one is cut."""
    window: list[Piece] = []
    for span in paragraphs(text):
        pieces = pieces_of(text, span, tokenizer)
        while len(pieces) > LONGEST:
            if window:
                yield window
            window = []
            yield pieces[:LONGEST]
            pieces = pieces[LONGEST:]
        if window and len(window) + 1 + len(pieces) > FULL:
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


def news_windows(path: Path, tokenizer: Tokenizer, *, silver: Path | None = None) -> Iterator[Window]:
    """PolNeAR: whole articles, flat; with proposed names where a file of them is given (`silver.py`)."""
    named = {item["id"]: [tuple(n) for n in item["names"]] for item in _lines(silver)} if silver else {}
    for id, text, marked in read_marked(path):
        for pieces in packed(text, tokenizer):
            window = attribution_window(pieces, marked, NEWS)
            if id in named:
                window = window._replace(names=piece_tags(pieces, [n for n in named[id] if n[2] in LABELS], LABELS))
            yield window


def spoken_windows(path: Path, tokenizer: Tokenizer, *, inner: int = 3) -> Iterator[Window]:
    """GUM: the outermost attributions that can be seen in each window; then each content as a text of its own, those
    with attributions inside `inner` times."""
    for _, text, marked in read_marked(path):
        for pieces in packed(text, tokenizer):
            yield loosened(attribution_window(pieces, _visible(marked, pieces), SPOKEN))
        for number, one in enumerate(marked):
            children = [child for child in marked if child.parent == number]
            pieces = [p for span in one.content for p in pieces_of(text, span, tokenizer)]
            if 2 < len(pieces) <= LONGEST:
                for _ in range(inner if children else 1):
                    yield loosened(attribution_window(pieces, children, SPOKEN))


def loosened(window: Window) -> Window:
    """The same with sources left open: what is marked as one may be cue, or a word beside it. No links."""
    sources = {TAGS.index("B-source"), TAGS.index("I-source")}
    return Window(window.ids, window.manner, tuple(NO_CONTENT if t in sources else t for t in window.tags))


def _visible(marked: Sequence[Attribution], pieces: Sequence[Piece]) -> list[Attribution]:
    """The outermost of those whose source stands in the window and whose content is not nearly all of it: a by-line
    hands over a whole text, which no window shows."""

    def shown(one: Attribution) -> bool:
        covered = sum(last + 1 - first for first, last in within(pieces, one.content))
        return bool(within(pieces, one.source)) and covered <= 0.8 * len(pieces)

    def hidden(one: Attribution) -> bool:
        while one.parent is not None:
            one = marked[one.parent]
            if shown(one):
                return True
        return False

    return [one for one in marked if shown(one) and not hidden(one)]


OUTER = (
    ("", " said that ", "."), ("", " told reporters that ", "."), ("", " reported that ", "."),
    ("According to ", ", ", "."), ("", " wrote that ", "."), ("", " believes that ", "."),
    ("", " has claimed that ", "."), ("", ' said: "', '."'),
)  # fmt: skip
"""What stands before a source, between source and content, and at the end."""
_CUES = {" has claimed that ": "has claimed", ' said: "': "said", ", ": "According to"}


def wrapped_windows(path: Path, tokenizer: Tokenizer, rng: random.Random, *, share: float) -> Iterator[Window]:
    """Nested text made from PolNeAR: sentences with one attribution, alone as what stands inside a content, and inside
    the words of a source from elsewhere."""
    sources: list[str] = []
    for _, text, marked in read_marked(path):
        for one in marked:
            sentence = _sentence_of(text, one, marked)
            if sentence is None or rng.random() > share:
                continue
            start, end = sentence
            moved = [Attribution(*(tuple((a - start, b - start) for a, b in part) for part in one[:3]), None)]
            words = text[start:end]
            inside = attribution_window(pieces_of(words, (0, len(words)), tokenizer), moved, SPOKEN)
            if len(inside.ids) <= LONGEST:
                yield inside
            if sources:
                yield _wrapped(words, rng.choice(sources), rng.choice(OUTER), tokenizer)
            name = " ".join(text[a:b] for a, b in one.source)
            if name[:1].isupper() and 3 < len(name) < 60:
                sources.append(name)


def _sentence_of(text: str, one: Attribution, marked: Sequence[Attribution]) -> Span | None:
    """The sentence around an attribution, if it is short, whole and holds no other one."""
    parts = [span for part in one[:3] for span in part]
    if not one.source or not one.cue or len(one.content) != 1:
        return None
    first, last = min(parts)[0], max(end for _, end in parts)
    before = max(text.rfind(mark, 0, first) for mark in (". ", "? ", "! ", "\n", ".” ", '." '))
    start = first if before < 0 else next(k for k in range(before + 1, first + 1) if k == first or text[k].isalnum())
    end = last
    others = [s for m in marked if m is not one for part in m[:3] for s in part]
    if end - start > 300 or "\n" in text[start:end] or any(a < end and b > start for a, b in others):
        return None
    return start, end


def _wrapped(words: str, source: str, frame: tuple[str, str, str], tokenizer: Tokenizer) -> Window:
    """One sentence in which `source` hands over `words`: only that is marked, as PolNeAR would."""
    before, between, after = frame
    inner = words[0].lower() + words[1:] if words[:2].istitle() and words.split()[0] in _SMALL else words
    text = before + source + between + inner + after
    at = len(before)
    content = at + len(source) + len(between)
    cue = _CUES.get(between, between.strip().removesuffix(" that").split(" reporters")[0])
    first = text.index(cue) if before else at + len(source) + between.index(cue)
    begin = content - (5 if between.endswith("that ") else 0)
    one = Attribution(((at, at + len(source)),), ((first, first + len(cue)),), ((begin, content + len(inner)),), None)
    return attribution_window(pieces_of(text, (0, len(text)), tokenizer)[:LONGEST], [one], NEWS)


_SMALL = frozenset(
    {"The", "A", "An", "He", "She", "They", "It", "In", "On", "But", "This", "That", "His", "Her", "Some"}
)


def entity_windows(folder: Path, tokenizer: Tokenizer, *, held: bool) -> Iterator[Window]:
    """re3d: entities of the documents that are held out, or of those that are not; the longest of overlapping ones.

    Marks that the set's readers threw out, and sentences in which nothing is marked, teach nothing (`eval/re3d.py`)."""
    marked: dict[str, list[dict]] = {}
    for item in _lines(folder / "entities.json"):
        marked.setdefault(item["documentId"], []).append(item)
    for document in _lines(folder / "documents.json"):
        if held_out(document["_id"]) != held:
            continue
        known = [(m["begin"], m["end"], m["type"], m["confidence"] >= SURE) for m in marked.get(document["_id"], [])]
        kept = [(begin, end, kind) for begin, end, kind, sure in known if sure and kind in KINDS]
        thrown = [(begin, end) for begin, end, _, sure in known if not sure]
        judged = [s for s in sentences_of(document["text"]) if any(s[0] <= begin < s[1] for begin, *_ in known)]
        for pieces in packed(document["text"], tokenizer):
            tags = piece_tags(pieces, kept, KINDS)
            yield Window(tuple(p.id for p in pieces), NEWS, entities=_only_judged(pieces, tags, judged, thrown))


def _only_judged(
    pieces: Sequence[Piece], tags: Sequence[int], judged: Sequence[Span], thrown: Sequence[Span]
) -> tuple[int, ...]:
    """The tags, but NOT_JUDGED for what stands outside the judged sentences, or was marked and thrown out."""

    def unknown(piece: Piece, tag: int) -> bool:
        seen = any(a <= piece.start < b for a, b in judged)
        return tag == 0 and (not seen or any(a < piece.end and piece.start < b for a, b in thrown))

    return tuple(NOT_JUDGED if unknown(p, t) else t for p, t in zip(pieces, tags, strict=True))


def piece_tags(
    pieces: Sequence[Piece], marked: Sequence[tuple[int, int, str]], kinds: Sequence[str]
) -> tuple[int, ...]:
    """For each piece 0 outside, else where its kind begins or goes on; the longest of overlapping ones."""
    tags = [0] * len(pieces)
    for start, end, kind in sorted(marked, key=lambda m: (m[0] - m[1], m)):
        for first, last in within(pieces, [(start, end)]):
            if not any(tags[first : last + 1]):
                begin = 1 + 2 * kinds.index(kind)
                tags[first : last + 1] = [begin] + [begin + 1] * (last - first)
    return tuple(tags)


def graded_windows(path: Path, tokenizer: Tokenizer) -> Iterator[Window]:
    """Sentences with graded words that are not held out, as `factuality.py signs` and `teacher.py teach` write them.
    What the teacher graded is on the scale of the news."""
    for name, held, text, targets in map(json.loads, path.open(encoding="utf-8")):
        pieces = pieces_of(text, (0, len(text)), tokenizer)[:LONGEST]
        found = [(*ends, grade) for start, end, grade, _ in targets for ends in within(pieces, [(start, end)])]
        if found and not held:
            number = SETS.index(name) if name in SETS else 0
            yield Window(tuple(p.id for p in pieces), NEWS, targets=tuple(found), set=number)


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
