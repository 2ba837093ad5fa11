"""Names as the trained reader sees them; and persons, organisations, places and arms, by name or not ("ISIL
fighters")."""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from firsthand.lexicon.naming import naming_words
from firsthand.model import Name, Reading, Span, Token
from firsthand.reading.arms import Shaped, find_shaped
from firsthand.reading.encoder import package_folder
from firsthand.reading.gazetteer import find_designations, find_names, find_roles, plain
from firsthand.reading.proposals import Seen, best_paths, log_share, runs

LABELS = ("person", "organisation", "place", "weapon")
TAGS = ("O", *(f"{place}-{label}" for label in LABELS for place in "BI"))
NAMED = (
    "PERSON", "NORP", "FAC", "ORG", "GPE", "LOC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW", "DATE", "TIME", "CARDINAL",
    "MONEY",
)  # fmt: skip
"""OntoNotes' types that the reading asks for."""
NAME_TAGS = ("O", *(f"{place}-{label}" for label in NAMED for place in "BI"))
AROUND = (-1, 0, 1)
"""Tokens whose signs are looked at, counted from the one that is judged."""
LISTS = ("weapon-nouns", "armed-words", "ship-prefixes", "unit-words", "force-words")

_NEVER = -1e9
_BARRED = [[_NEVER if b.startswith("I-") and a[2:] != b[2:] else 0.0 for b in TAGS] for a in TAGS]


def names_in(reading: Reading, seen: Sequence[Seen]) -> tuple[tuple[Name, ...], tuple[Name, ...]]:
    """Names, labelled with NAMED, and entities, with LABELS; both in text order and without overlap."""
    assert reading.tree is not None
    tokens = reading.tree.tokens
    if not tokens or not seen:
        return (), ()
    scores = _scores(signs(reading), states_at(tokens, seen))
    sentences = list(_by_sentence(tokens))
    chances = log_share(scores["names"])
    named = best_paths([chances[a:b] for a, b in sentences], NAME_TAGS)
    names = tuple(Name(span, label) for span, label in _read_off(tokens, named, NAME_TAGS))
    paths = _best_paths([scores["tags"][a:b] for a, b in sentences])
    found = dict(_read_off(tokens, paths, TAGS))
    return names, _with_shaped(found, find_shaped(plain(reading.document.text)))


def _read_off(
    tokens: Sequence[Token], paths: Iterable[Sequence[int]], tags: Sequence[str]
) -> Iterator[tuple[Span, str]]:
    read = [tags[k] for path in paths for k in path]
    return ((Span(tokens[a].start, tokens[b].end), read[a][2:]) for a, b in runs(read))


def _with_shaped(found: dict[Span, str], shaped: Iterable[Shaped]) -> tuple[Name, ...]:
    """What holds a ship is an arm ("the frigate HMS Kestrel"); ships and units cut or missed are put right."""
    for one in shaped:
        label = "weapon" if one.kind == "weapon" else "organisation"
        over = [s for s in found if s.overlaps(one.span)]
        if any(s.covers(one.span) for s in over):
            found.update((s, label) for s in over if label == "weapon")
            continue
        for span in over:
            del found[span]
        found[one.span] = label
    return tuple(Name(span, found[span]) for span in sorted(found))


# What is looked at


def signs(reading: Reading) -> list[tuple[str, ...]]:
    """What the parse and the lists say of each token."""
    assert reading.tree is not None
    text, tokens = plain(reading.document.text), reading.tree.tokens
    layers = (
        _begun(tokens, ((h.span, f"list {h.meanings[0].listed.kind}") for h in find_names(text))),
        _begun(tokens, ((r.span, "role") for r in find_roles(text))),
        _begun(tokens, ((s, "designation") for s in find_designations(text))),
        _begun(tokens, ((s.span, s.rule) for s in find_shaped(text))),
    )
    lists = {name: naming_words(name) for name in LISTS}
    return [
        (
            f"tag {t.tag}",
            f"arc {t.dep}",
            f"shape {_shape(text[t.start : t.end])}",
            f"word {t.norm}",
            f"begins {t.norm[:2]}",
            f"ends {t.norm[-3:]}",
            *(layer[i] for layer in layers if i in layer),
            *(name for name, words in lists.items() if t.lemma in words or t.norm in words),
        )
        for i, t in enumerate(tokens)
    ]


def _begun(tokens: Sequence[Token], found: Iterable[tuple[Span, str]]) -> dict[int, str]:
    """The sign of each token in one of the spans, and whether it begins there."""
    starts = [t.start for t in tokens]
    signs: dict[int, str] = {}
    for span, sign in found:
        inside = range(max(0, bisect_right(starts, span.start) - 1), bisect_left(starts, span.end))
        first = True
        for i in inside:
            if tokens[i].end > span.start:
                signs[i] = f"{'B' if first else 'I'} {sign}"
                first = False
    return signs


def _shape(word: str) -> str:
    return "".join("X" if c.isupper() else "x" if c.islower() else "d" if c.isdigit() else c for c in word[:6])


def states_at(tokens: Sequence[Token], seen: Sequence[Seen]) -> Any:
    """The encoder's states at the first and the last piece of each token, side by side: tokens x 768. A token without
    pieces has noughts."""
    import numpy

    pieces = [p for window in seen for p in window.pieces]
    states = numpy.concatenate([window.state for window in seen])
    starts, ends = [p.start for p in pieces], [p.end for p in pieces]
    first = numpy.array([bisect_right(ends, t.start) for t in tokens])
    last = numpy.array([bisect_left(starts, t.end) - 1 for t in tokens])
    have = (first <= last)[:, None]
    top = len(pieces) - 1
    sides = [states[first.clip(0, top)], states[last.clip(0, top)]]
    return numpy.where(have, numpy.concatenate(sides, axis=1), numpy.float32(0))


# The net


@cache
def load_net() -> tuple[dict[str, Any], tuple[dict[str, int], ...]]:
    """Weights, and the row of each sign by the place in AROUND where it is seen."""
    from safetensors.numpy import load_file

    folder = package_folder() / "entities"
    weights = {name: value.astype("float32") for name, value in load_file(folder / "net.safetensors").items()}
    card = json.loads((folder / "net.json").read_text(encoding="utf-8"))
    rows: tuple[dict[str, int], ...] = tuple({} for _ in AROUND)
    for row, (place, sign) in enumerate(card["signs"], start=1):
        rows[place][sign] = row
    return weights, rows


def rows_of(signs: Sequence[tuple[str, ...]], known: Sequence[dict[str, int]]) -> tuple[list[int], list[int]]:
    """Rows of the known signs of all tokens and their neighbours, one after the other, and where each token's begin.
    Row 0 is every token's."""
    rows: list[int] = []
    begins: list[int] = []
    for i in range(len(signs)):
        begins.append(len(rows))
        rows.append(0)
        for place, far in enumerate(AROUND):
            if 0 <= i + far < len(signs):
                rows += [known[place][sign] for sign in signs[i + far] if sign in known[place]]
    return rows, begins


def _scores(signs: Sequence[tuple[str, ...]], states: Any) -> dict[str, Any]:
    """Tokens x TAGS and tokens x NAME_TAGS, rounded so that no last digit decides."""
    import numpy

    weights, known = load_net()
    there = _summed(weights["signs"], *rows_of(signs, known))
    hidden = numpy.maximum(there + states @ weights["look"] + weights["look.bias"], 0)
    hidden = hidden + numpy.maximum(hidden @ weights["think"] + weights["think.bias"], 0)
    return {name: numpy.round(hidden @ weights[name] + weights[f"{name}.bias"], 2) for name in ("tags", "names")}


def _summed(weights: Any, rows: Sequence[int], begins: Sequence[int]) -> Any:
    """For each token the sum of its rows. One row of all tokens at a time: three times as fast as `reduceat`."""
    import numpy

    index, first = numpy.array(rows), numpy.array(begins)
    sizes = numpy.diff(first, append=len(rows))
    total = weights[index[first]]
    for k in range(1, sizes.max()):
        some = numpy.flatnonzero(sizes > k)
        total[some] += weights[index[first[some] + k]]
    return total


def _by_sentence(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    first = 0
    for i in range(1, len(tokens) + 1):
        if i == len(tokens) or tokens[i].sentence != tokens[first].sentence:
            yield first, i
            first = i


def _best_paths(sentences: Sequence[Any]) -> list[list[int]]:
    """Viterbi over all sentences side by side: I-x only after B-x or I-x, other steps as learnt."""
    import numpy

    longest = max(map(len, sentences))
    step = numpy.round(load_net()[0]["steps"], 2) + numpy.array(_BARRED)
    scores = numpy.zeros((len(sentences), longest, len(TAGS)))
    for row, sentence in enumerate(sentences):
        scores[row, : len(sentence)] = sentence
    best = scores[:, 0] + numpy.array(_BARRED[0])
    back = numpy.zeros((longest, len(sentences), len(TAGS)), dtype=numpy.int64)
    reached = [best]
    for i in range(1, longest):
        through = best[:, :, None] + step
        back[i] = through.argmax(axis=1)
        best = through.max(axis=1) + scores[:, i]
        reached.append(best)
    return [_path(back[:, row], reached[len(s) - 1][row], len(s)) for row, s in enumerate(sentences)]


def _path(back: Any, reached: Any, length: int) -> list[int]:
    path = [int(reached.argmax())]
    for i in range(length - 1, 0, -1):
        path.append(int(back[i, path[-1]]))
    return path[::-1]
