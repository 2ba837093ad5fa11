"""What the trained reader sees in a window of pieces: parts of attributions, linked; commitment."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from firsthand.model import Proposal, Span, Spans
from firsthand.reading.encoder import heads, layout, states, tokenizer
from firsthand.reading.layers import gelu, linear

NEWS, NESTED = 0, 1
"""Whose manner of marking is asked for: outermost attributions as in news, or those inside a content."""

ROLES = ("source", "cue", "content")


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
    windows = tuple(seen)
    tagged = _tagged([w.state for w in windows])
    return tuple(
        found
        for window, parts in zip(windows, tagged, strict=True)
        for found in _attributions(text, window.pieces, window.state, parts)
    )


def grades_at(seen: Iterable[Seen], starts: Mapping[int, int]) -> tuple[tuple[int, float], ...]:
    """For words from a key of `starts` to its value: (first code point, commitment, -3 to 3)."""
    import numpy

    weights = heads()
    places: list[int] = []
    rows = []
    for pieces, state in seen:
        ends = {piece.end: k for k, piece in enumerate(pieces)}
        words = [
            (k, last) for k, piece in enumerate(pieces) if (last := ends.get(starts.get(piece.start, -1))) is not None
        ]
        places += [pieces[k].start for k, _ in words]
        rows.append(state[numpy.array(words, dtype=int).reshape(-1, 2)].reshape(len(words), 2 * state.shape[1]))
    if not places:
        return ()
    graded = linear(weights, "commitment.2", gelu(linear(weights, "commitment.0", numpy.concatenate(rows))))
    return tuple(zip(places, (round(float(g), 2) for g in graded[:, 0]), strict=True))


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


def _attributions(text: str, pieces: list[Piece], state: Any, parts: dict[str, list[_Part]]) -> Iterator[Proposal]:
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
        chance = float(math.exp(log_share(row)[source]))
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


def _tagged(states: Sequence[Any]) -> Iterator[dict[str, list[_Part]]]:
    """The parts in each window, by role, by the best allowed sequence of tags."""
    tags, scored = layout().tags, _scored("tags", states)
    for chances, path in zip(scored, best_paths(scored, tags), strict=True):
        found: dict[str, list[_Part]] = {role: [] for role in ROLES}
        for first, last in runs([tags[k] for k in path]):
            chance = math.exp(sum(float(chances[i, path[i]]) for i in range(first, last + 1)) / (last + 1 - first))
            found[tags[path[first]].partition("-")[2]].append(_Part(first, last, chance))
        yield found


def _scored(head: str, states: Sequence[Any]) -> list[Any]:
    """For each window the log chances of a head's tags: pieces x tags."""
    weight, bias = heads()[f"{head}.weight"].T, heads()[f"{head}.bias"]
    return [log_share(state @ weight + bias) for state in states]


def runs(tags: Sequence[str]) -> Iterator[tuple[int, int]]:
    """First and last place of each B- with the I- that follow it."""
    first: int | None = None
    for i, tag in enumerate((*tags, "O")):
        if first is not None and not tag.startswith("I-"):
            yield first, i - 1
            first = None
        if tag.startswith("B-"):
            first = i


def best_paths(scored: Sequence[Any], tags: tuple[str, ...]) -> list[list[int]]:
    """Viterbi over all windows at once: I-x only after B-x or I-x. `tags` are O, B-x, I-x, B-y, I-y and so on."""
    import numpy

    assert tags[0] == "O" and all(b[2:] == i[2:] for b, i in zip(tags[1::2], tags[2::2], strict=True))
    if not scored:
        return []
    steps = numpy.full((max(map(len, scored)), len(scored), len(tags)), NEVER)
    steps[:, :, 0] = 0.0
    for window, chances in enumerate(scored):
        steps[: len(chances), window] = chances
    steps[0, :, 2::2] += NEVER
    for before, here in pairwise(steps):
        here[:, 2::2] += numpy.maximum(before[:, 1::2], before[:, 2::2])
        top = before.max(axis=1, keepdims=True)
        here[:, 1::2] += top
        here[:, :1] += top
    best, stays = steps.argmax(axis=2).T.tolist(), (steps[:, :, 2::2] > steps[:, :, 1::2]).transpose(1, 0, 2).tolist()
    return [_back(best[w][: len(chances)], stays[w]) for w, chances in enumerate(scored)]


NEVER = -1e9
"""Log chance of what cannot be."""


def _back(best: Sequence[int], stays: Sequence[Sequence[bool]]) -> list[int]:
    """From the last piece to the first: before I-x whichever of I-x and B-x was the better, else the best of all."""
    path = [best[-1]]
    for i in range(len(best) - 2, -1, -1):
        tag = path[-1]
        inside = tag > 0 and tag % 2 == 0
        path.append(tag - 1 + stays[i][tag // 2 - 1] if inside else best[i])
    return path[::-1]


def _links(name: str, state: Any, left: Sequence[_Part], right: Sequence[_Part]) -> Any:
    """Log chance of each of `left` (rows) going with each of `right`, and last with none."""
    import numpy

    weights = heads()
    none = numpy.full((len(left), 1), float(weights[f"none.{name}"][0]))
    if not right:
        return log_share(none)
    a = _ends(state, left) @ weights[f"left.{name}.weight"].T + weights[f"left.{name}.bias"]
    b = _ends(state, right) @ weights[f"right.{name}.weight"].T + weights[f"right.{name}.bias"]
    far = weights[f"far.{name}"][[[_bucket(_between(x, y)) for y in right] for x in left]]
    return log_share(numpy.concatenate([a @ b.T / math.sqrt(a.shape[1]) + far, none], axis=1))


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


def log_share(scores: Any) -> Any:
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
