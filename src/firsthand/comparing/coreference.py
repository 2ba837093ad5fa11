"""What happens, word by word: the event at a word with those that take part, and the signs that two are one."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import msgspec

from firsthand.comparing.terms import weight
from firsthand.comparing.wording import Wording
from firsthand.model import Span, Tree
from firsthand.reading.events import rule_at

if TYPE_CHECKING:
    from firsthand.comparing.tellings import Terms

_ROLES = {
    "nsubj": "actor", "agent": "actor", "poss": "actor",
    "nsubjpass": "object", "dobj": "object", "dative": "object", "compound": "object", "attr": "object",
    "appos": "object", "amod": "object",
    "prep": "round", "npadvmod": "time",
}  # fmt: skip
"""What a relation to the word of the event says of a part: who does it, what it befalls, what stands round it, when."""

_THROUGH = frozenset({"prep", "agent"})
"""Relations that lead to the part through a preposition."""
_SHARING = frozenset({"xcomp", "conj", "advcl", "relcl", "acl", "dobj", "pcomp", "ccomp"})
"""An event under these has the subject of the word above it where it has none of its own: "pleaded guilty"."""
_PARTS = ("actor", "object", "round", "time")
_FAR = 5
"""A name of more words than this before its head is not looked for."""


class Happening(msgspec.Struct, frozen=True, array_like=True):
    """An event at a word: its `stem` and synonym `group`, whether it is a `verb`, its PLOVER `kind` where a rule knows
    one.

    `heads` are the keys of the parts that take part, by role (actor, object, round, time); `parts` all that stands in
    them; `above` the word that governs it. `around` are the keys of its sentence with their weights; `sentence` the
    number of that sentence in its document, `word` where it stands in that.
    """

    document: str
    sentence: int
    words: str
    stem: str
    group: str
    verb: bool
    kind: str | None
    heads: tuple[tuple[str, ...], ...]
    parts: tuple[tuple[str, ...], ...]
    above: str | None
    around: Mapping[str, float]
    word: Span

    def taking_part(self) -> frozenset[str]:
        return frozenset(key for part in self.parts for key in part)


def happening_at(token: int, span: Span, tree: Tree, wording: Wording, terms: Terms) -> Happening | None:
    """The event at a token of a sentence; None where no word of ours stands there."""
    own = tree.tokens[token]
    place = wording.place(own.start)
    if place is None:
        return None
    heads: dict[str, set[str]] = defaultdict(set)
    parts: dict[str, set[str]] = defaultdict(set)
    for role, word in _parts(token, tree):
        heads[role].update(_head_key(word, tree, wording, terms))
        parts[role].update(_keys(tree.subtree(word), tree, wording, terms))
    rule = rule_at(tree, token)
    return Happening(
        document=wording.document,
        sentence=own.sentence,
        words=own.norm,
        stem=wording.stems[place],
        group=wording.groups[place],
        verb=own.pos in ("VERB", "AUX"),
        kind=None if rule is None else rule.type,
        heads=tuple(tuple(sorted(heads[role])) for role in _PARTS),
        parts=tuple(tuple(sorted(parts[role])) for role in _PARTS),
        above=None if own.head == token else next(iter(_head_key(own.head, tree, wording, terms)), None),
        around={t.key: round(t.weight, 3) for i in wording.within(span) if (t := terms[i]) is not None},
        word=Span(own.start, own.end),
    )


def _parts(token: int, tree: Tree) -> Iterable[tuple[str, int]]:
    """Role and word of all that takes part."""
    found: list[tuple[str, int]] = []
    for child in tree.children[token]:
        if (role := _ROLES.get(tree.tokens[child].dep)) is not None:
            through = tree.children[child] if tree.tokens[child].dep in _THROUGH else (child,)
            found.extend((role, word) for word in through)
    if tree.tokens[token].dep in _SHARING and not any(role == "actor" for role, _ in found):
        found.extend(("actor", c) for c in tree.children[tree.tokens[token].head] if _is_subject(c, token, tree))
    return found


def _is_subject(child: int, token: int, tree: Tree) -> bool:
    return child != token and tree.tokens[child].dep in ("nsubj", "nsubjpass")


def _head_key(word: int, tree: Tree, wording: Wording, terms: Terms) -> tuple[str, ...]:
    """The key of the name, figure or word that a part hangs on."""
    place = wording.place(tree.tokens[word].start)
    if place is None:
        return ()
    for i in range(place, max(-1, place - _FAR), -1):
        term = terms[i]
        if term is not None and (i == place or term.span.end > tree.tokens[word].start):
            return (term.key,)
    return (wording.stems[place],)


def _keys(words: Iterable[int], tree: Tree, wording: Wording, terms: Terms) -> Iterable[str]:
    places = (wording.place(tree.tokens[word].start) for word in words)
    return (term.key for i in places if i is not None and (term := terms[i]) is not None)


FEATURES = (
    "same-word", "same-stem", "same-meaning", "meaning-unlisted", "alike-letters", "both-verbs", "both-nouns",
    "same-kind", "other-kind", "actor", "object", "anyone", "other-actor", "other-object", "crossed", "place-or-manner",
    "time", "sentence", "sentence-weight", "named-beside", "early", "rarity", "common", "commonest", "same-report",
    "same-sentence", "same-above", "parts", "figures-beside", "other-figures",
)  # fmt: skip
"""The signs, in the order in which the trained scorer knows them."""


def find_signs(left: Happening, right: Happening, common: Mapping[str, float]) -> tuple[float, ...]:
    """What two happenings have in common, sign by sign as in `FEATURES`; the same whichever comes first.

    `common` says in which part of the story's reports each stem is an event."""
    shared = left.around.keys() & right.around.keys() - {left.stem, right.stem}
    same = left.stem == right.stem
    actors, objects = ((left.heads[i], right.heads[i]) for i in (0, 1))
    full = tuple(zip(left.parts, right.parts, strict=True))
    figures = [frozenset(k for k in h.around if k[0] in "#=") for h in (left, right)]
    often = sorted((common.get(left.stem, 0.0), common.get(right.stem, 0.0)))
    return (
        float(left.words == right.words),
        float(same),
        float(left.group != "" and left.group == right.group),
        float(left.group == "" or right.group == ""),
        _first_letters(left.stem, right.stem) / max(len(left.stem), len(right.stem)),
        float(left.verb and right.verb),
        float(not left.verb and not right.verb),
        float(left.kind is not None and left.kind == right.kind),
        float(left.kind is not None and right.kind is not None and left.kind != right.kind),
        max(_share(*actors), 0.8 * _share(*full[0])),
        max(_share(*objects), 0.8 * _share(*full[1])),
        _share(left.taking_part(), right.taking_part()),
        _apart(*actors),
        _apart(*objects),
        _share(left.heads[0], right.heads[1]) + _share(left.heads[1], right.heads[0]),
        _share(*full[2]),
        _share(*full[3]),
        math.fsum(left.around[k] * right.around[k] for k in shared) / (_length(left) * _length(right)),
        math.fsum(min(left.around[k], right.around[k]) for k in shared),
        0.0 if same else float((left.stem in right.around) + (right.stem in left.around)),
        math.log1p(left.sentence) + math.log1p(right.sentence),
        min(weight(left.stem), weight(right.stem)),
        *often,
        float(left.document == right.document),
        float(left.document == right.document and left.sentence == right.sentence),
        float(left.above is not None and left.above == right.above),
        float(sum(map(len, left.heads)) + sum(map(len, right.heads))),
        float(len(figures[0] & figures[1])),
        _apart(*figures),
    )


def _first_letters(one: str, other: str) -> int:
    """How many letters they begin with alike."""
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _share(one: Iterable[str], other: Iterable[str]) -> float:
    """The part of the smaller that both have."""
    left, right = frozenset(one), frozenset(other)
    return len(left & right) / min(len(left), len(right)) if left and right else 0.0


def _apart(one: Iterable[str], other: Iterable[str]) -> float:
    """1 where both have something and nothing in common."""
    left, right = frozenset(one), frozenset(other)
    return float(bool(left and right) and not left & right)


def _length(happening: Happening) -> float:
    return math.sqrt(math.fsum(v * v for v in happening.around.values())) or 1.0


def how_common(happenings: Iterable[Happening]) -> dict[str, float]:
    """In which part of the reports each stem is an event."""
    found: dict[str, set[str]] = defaultdict(set)
    reports = set()
    for happening in happenings:
        found[happening.stem].add(happening.document)
        reports.add(happening.document)
    return {stem: len(documents) / len(reports) for stem, documents in found.items()}
