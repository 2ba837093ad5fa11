"""What the trained reader sees in a window of pieces: parts of attributions, linked; names; commitment."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from firsthand.model import Name, Proposal, Span, Spans
from firsthand.reading.encoder import heads, layout, states, tokenizer

NEWS, NESTED = 0, 1
"""Whose manner of marking is asked for: outermost attributions as in news, or those inside a content."""

ROLES = ("source", "cue", "content")

_PieceSpan = tuple[int, int]


class Piece(NamedTuple):
    """A word piece with its place in the text."""

    id: int
    start: int
    end: int


class Seen(NamedTuple):
    """A window's pieces and what the encoder makes of them: pieces x 384."""

    pieces: list[Piece]
    state: Any


class _Part(NamedTuple):
    """First and last piece, and the mean chance of its tags."""

    first: int
    last: int
    chance: float


def look(text: str, stretches: Iterable[Span], *, manner: int = NEWS) -> tuple[Seen, ...]:
    """Read these stretches of the text, neighbours together."""
    windows = list(_windows(text, stretches))
    mark = layout().marks[manner]
    read = states([[mark, *(p.id for p in pieces)] for pieces in windows])
    return tuple(Seen(pieces, state[1:]) for pieces, state in zip(windows, read, strict=True))


def attributions_in(text: str, seen: Iterable[Seen]) -> tuple[Proposal, ...]:
    """Attributions that the reader sees, in order."""
    return tuple(found for window in seen for found in _attributions(text, window.pieces, window.state))


def names_in(text: str, seen: Iterable[Seen]) -> tuple[Name, ...]:
    """Names that the reader sees, labelled with re3d's types, in order."""
    weights, kinds = heads(), layout().entities
    found = []
    for pieces, state in seen:
        path = _best_path(_log_share(state @ weights["entities.weight"].T + weights["entities.bias"]), kinds)
        tags = [kinds[k] for k in path]
        for first, last in _runs(tags):
            spans = _spans(text, pieces, [_Part(first, last, 1.0)])
            found += [Name(span, tags[first].partition("-")[2]) for span in spans]
    return tuple(found)


def grades_at(seen: Iterable[Seen], starts: Mapping[int, int]) -> tuple[tuple[int, float], ...]:
    """For the words that end at `starts`' values, by their first code point: (first code point, commitment, -3 to 3)."""
    import numpy

    weights = heads()
    places: list[int] = []
    rows = []
    for pieces, state in seen:
        ends = {piece.end: k for k, piece in enumerate(pieces)}
        for k, piece in enumerate(pieces):
            if (last := ends.get(starts.get(piece.start, -1))) is not None:
                places.append(piece.start)
                rows.append(numpy.concatenate([state[k], state[last]]))
    if not rows:
        return ()
    hidden = numpy.stack(rows) @ weights["commitment.0.weight"].T + weights["commitment.0.bias"]
    graded = _gelu(hidden) @ weights["commitment.2.weight"].T + weights["commitment.2.bias"]
    return tuple(zip(places, (round(float(g), 2) for g in graded[:, 0]), strict=True))


def _gelu(x: Any) -> Any:
    """Hendrycks and Gimpel 2016, by the error function's tabulated values: exact to 1e-7 (Abramowitz and Stegun
    7.1.26)."""
    import numpy

    z = numpy.abs(x) / math.sqrt(2)
    t = 1 / (1 + 0.3275911 * z)
    poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    erf = numpy.sign(x) * (1 - poly * numpy.exp(-z * z))
    return 0.5 * x * (1 + erf)


def _windows(text: str, stretches: Iterable[Span]) -> Iterator[list[Piece]]:
    """Stretches packed as long as they fit, a break between two of them; a longer one is cut."""
    full, longest, window = layout().full, layout().longest, list[Piece]()
    for stretch in stretches:
        pieces = _pieces(text, stretch)
        while len(pieces) > longest:
            if window:
                yield window
                window = []
            cut = _cut(text, pieces, longest)
            yield pieces[:cut]
            pieces = pieces[cut:]
        if window and len(window) + 1 + len(pieces) > full:
            yield window
            window = []
        if window:
            window.append(Piece(layout().break_, stretch.start, stretch.start))
        window += pieces
    if window:
        yield window


def _pieces(text: str, stretch: Span) -> list[Piece]:
    found = tokenizer().encode(stretch.of(text), add_special_tokens=False)
    return [Piece(i, stretch.start + a, stretch.start + b) for i, (a, b) in zip(found.ids, found.offsets, strict=True)]


def _cut(text: str, pieces: list[Piece], longest: int) -> int:
    """After the last sentence that ends in the second half of what fits, else where it is full."""
    for k in range(longest - 1, longest // 2, -1):
        if text[pieces[k].start : pieces[k].end] in (".", "?", "!"):
            return k + 1
    return longest


def _attributions(text: str, pieces: list[Piece], state: Any) -> Iterator[Proposal]:
    parts = _tagged(state)
    sources, cues, contents = (parts[role] for role in ROLES)
    if not contents:
        return
    to_cue = _links("content_cue", state, contents, cues)
    to_source = _links("content_source", state, contents, sources)
    said_by = _links("cue_source", state, cues, sources) if cues else None
    for group, cue in _grouped(to_cue, len(cues)):
        row = to_source[group].mean(axis=0)
        if cue is not None and said_by is not None:
            row = row + said_by[cue]
        source = int(row.argmax())
        chance = float(math.exp(_log_share(row)[source]))
        link = float(math.exp(to_cue[group].max(axis=1).mean())) * chance
        yield Proposal(
            source=_spans(text, pieces, [sources[source]] if source < len(sources) else []),
            cue=_spans(text, pieces, [cues[cue]] if cue is not None else []),
            content=_spans(text, pieces, [contents[k] for k in group]),
            chances=(
                round(sources[source].chance, 2) if source < len(sources) else 1.0,
                round(cues[cue].chance, 2) if cue is not None else 1.0,
                round(sum(contents[k].chance for k in group) / len(group), 2),
                round(link, 2),
            ),
        )


def _grouped(to_cue: Any, cues: int) -> list[tuple[list[int], int | None]]:
    """Contents by the cue that hands them over; those without one each by itself."""
    groups: dict[int, list[int]] = {}
    alone: list[tuple[list[int], int | None]] = []
    for content, cue in enumerate(to_cue.argmax(axis=1).tolist()):
        if cue < cues:
            groups.setdefault(cue, []).append(content)
        else:
            alone.append(([content], None))
    return [*((group, cue) for cue, group in groups.items()), *alone]


def _tagged(state: Any) -> dict[str, list[_Part]]:
    """The parts in a window, by role, by the best allowed sequence of tags."""
    weights = heads()
    chances = _log_share(state @ weights["tags.weight"].T + weights["tags.bias"])
    tags = layout().tags
    path = _best_path(chances, tags)
    found: dict[str, list[_Part]] = {role: [] for role in ROLES}
    for first, last in _runs([tags[k] for k in path]):
        chance = math.exp(sum(float(chances[i, path[i]]) for i in range(first, last + 1)) / (last + 1 - first))
        found[tags[path[first]].partition("-")[2]].append(_Part(first, last, chance))
    return found


def _runs(tags: Sequence[str]) -> Iterator[_PieceSpan]:
    first: int | None = None
    for i, tag in enumerate((*tags, "O")):
        if first is not None and not tag.startswith("I-"):
            yield first, i - 1
            first = None
        if tag.startswith("B-"):
            first = i


@cache
def _barred(tags: tuple[str, ...]) -> Any:
    """0 where a tag may follow another, else as good as never; the last row is for the first piece."""
    import numpy

    return numpy.array([[0.0 if _may_follow(b, a) else -1e9 for b in tags] for a in (*tags, "O")])


def _best_path(chances: Any, tags: tuple[str, ...]) -> list[int]:
    """Viterbi: I-x only after B-x or I-x."""
    barred, starts = _barred(tags)[:-1], _barred(tags)[-1]
    best = chances[0] + starts
    back = []
    for row in chances[1:]:
        through = best[:, None] + barred
        back.append(through.argmax(axis=0))
        best = through.max(axis=0) + row
    path = [int(best.argmax())]
    for before in reversed(back):
        path.append(int(before[path[-1]]))
    return path[::-1]


def _may_follow(tag: str, before: str) -> bool:
    return not tag.startswith("I-") or before.partition("-")[2] == tag.partition("-")[2]


def _links(name: str, state: Any, left: Sequence[_Part], right: Sequence[_Part]) -> Any:
    """Log chance of each of `left` (rows) going with each of `right`, and last with none."""
    import numpy

    weights = heads()
    none = numpy.full((len(left), 1), float(weights[f"none.{name}"][0]))
    if not right:
        return _log_share(none)
    a = _ends(state, left) @ weights[f"left.{name}.weight"].T + weights[f"left.{name}.bias"]
    b = _ends(state, right) @ weights[f"right.{name}.weight"].T + weights[f"right.{name}.bias"]
    far = weights[f"far.{name}"][[[_bucket(_between(x, y)) for y in right] for x in left]]
    return _log_share(numpy.concatenate([a @ b.T / math.sqrt(a.shape[1]) + far, none], axis=1))


def _ends(state: Any, parts: Sequence[_Part]) -> Any:
    import numpy

    return numpy.concatenate([state[[p.first for p in parts]], state[[p.last for p in parts]]], axis=1)


def _between(a: _Part, b: _Part) -> int:
    if b.first > a.last:
        return b.first - a.last
    return b.last - a.first if a.first > b.last else 0


def _bucket(distance: int) -> int:
    """Signed distance in pieces on a scale of powers of two."""
    size = min(7, int(math.log2(abs(distance) + 1)))
    return 8 + size if distance >= 0 else 7 - size


def _log_share(scores: Any) -> Any:
    """Scores of a last axis as log chances, rounded so that no last digit decides."""
    import numpy

    top = scores.max(axis=-1, keepdims=True)
    return numpy.round(scores - top - numpy.log(numpy.exp(scores - top).sum(axis=-1, keepdims=True)), 4)


def _spans(text: str, pieces: Sequence[Piece], parts: Sequence[_Part]) -> Spans:
    """Where the parts stand, whole words."""
    found = []
    for part in sorted(parts):
        start, end = pieces[part.first].start, pieces[part.last].end
        while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
            start -= 1
        while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
            end += 1
        if end > start:
            found.append(Span(start, end))
    return tuple(found)
