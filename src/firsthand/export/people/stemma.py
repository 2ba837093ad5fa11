"""The stemma of a claim: its reports, and its outlets that are not at hand, under what they come from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

import msgspec

from firsthand.export.people.view import View, printable
from firsthand.model import Assertion, Claim, Derivation, size

Stance = Literal["tells it", "denies it", "tells and denies it", "does not tell it", "not at hand"]

_KINDS = ("copied", "translated", "rewritten", "paraphrased", "excerpted", "cited", "echoed")
"""Of ties that hold as many of the claim's words the first is shown; whoever shares speech alone heard the same."""

_FROM = {
    "copied": "copies it", "translated": "translates it", "rewritten": "rewrites it",
    "paraphrased": "paraphrases it", "excerpted": "excerpts it", "cited": "cites it",
    "echoed": "says it in its own voice",
}  # fmt: skip


class Node(msgspec.Struct, frozen=True):
    """A report or an outlet: `how` it comes from what stands above it, empty for a root; `voice` is who speaks there,
    and `words` what is told; `also` are other things that it comes from."""

    title: str
    stance: Stance
    at: str = ""
    how: str = ""
    voice: str = ""
    words: str = ""
    also: tuple[str, ...] = ()
    children: tuple[Node, ...] = ()


class _Tie(msgspec.Struct, frozen=True):
    """A report's coming from a document or outlet; the one that holds most of the claim's words is the strongest."""

    parent: str
    how: str
    known: bool
    held: int

    @property
    def rank(self) -> tuple[int, bool, int, str]:
        return -self.held, not self.known, _KINDS.index(self.how), self.parent


def grow_stemma(view: View, claim: Claim) -> tuple[Node, ...]:
    """The roots, the oldest first. Where time or naming does not show which text came first, `how` ends in a question
    mark."""
    told: dict[str, list[Assertion]] = defaultdict(list)
    for id in (*claim.assertions, *claim.denied_by):
        told[view.assertions[id].document].append(view.assertions[id])
    ties = {document: sorted(_ties(told[document], view), key=lambda t: t.rank) for document in sorted(told)}
    parents: dict[str, _Tie] = {}
    for document in sorted(told, key=lambda d: _age(d, view)):
        tie = next((t for t in ties[document] if not _leads_to(t.parent, document, parents)), None)
        if tie is not None:
            parents[document] = tie
    below: dict[str, list[str]] = defaultdict(list)
    for document, tie in parents.items():
        below[tie.parent].append(document)
    roots = {*told, *below} - parents.keys()

    def node(place: str) -> Node:
        children = tuple(node(child) for child in sorted(below[place], key=lambda d: _age(d, view)))
        return _describe(place, told.get(place, []), parents.get(place), ties.get(place, []), children, claim, view)

    return tuple(node(root) for root in sorted(roots, key=lambda r: _age(r, view)))


def _age(place: str, view: View) -> tuple[str, str]:
    """By stated time; an outlet whose text is not at hand stands first."""
    document = view.documents.get(place)
    return ("", place) if document is None else (document.published or "9999", place)


def _leads_to(place: str, document: str, parents: Mapping[str, _Tie]) -> bool:
    """Whether a place comes from the document, by what is settled so far."""
    while place != document and place in parents:
        place = parents[place].parent
    return place == document


def _ties(told: Iterable[Assertion], view: View) -> Iterator[_Tie]:
    held = tuple(told)
    ids = {a.id for a in held}
    for derivation in view.answer.derivations:
        if derivation.child.document == held[0].document and derivation.kind != "quoted":
            words = _held(derivation, held)
            if words or derivation.kind in ("copied", "translated"):
                yield _Tie(_parent(derivation), derivation.manner, derivation.direction == "known", words)
    for echo in view.answer.echoes:
        if echo.unattributed in ids:
            there = view.assertions[echo.attributed].document
            yield _Tie(there, "echoed", echo.direction == "known", 1)


def _parent(derivation: Derivation) -> str:
    """A document's id, or an outlet's name behind a line end, which no id has."""
    parent = derivation.parent
    return parent.document if isinstance(parent.document, str) else f"{parent.outlet}\n"


def _held(derivation: Derivation, told: Iterable[Assertion]) -> int:
    """How much of what is told stands in the words that derive."""
    return sum(
        max(0, min(a.end, b.end) - max(a.start, b.start))
        for assertion in told
        for a in assertion.content
        for b in derivation.child.spans
    )


def _describe(
    place: str,
    told: list[Assertion],
    tie: _Tie | None,
    ties: Iterable[_Tie],
    children: tuple[Node, ...],
    claim: Claim,
    view: View,
) -> Node:
    document = view.documents.get(place)
    if document is None:
        return Node(printable(place.strip()), "not at hand", children=children)
    first = max(told, key=lambda a: size(a.content), default=None)
    voices = view.voices(first) if first else []
    others = {t.parent for t in ties} - {tie.parent if tie else "", place}
    return Node(
        title=_name(place, view),
        stance=_stance(told, claim),
        at=(document.published or "").replace("T", " ")[:16],
        how="" if tie is None else _FROM[tie.how] + ("" if tie.known else "?"),
        voice=" ← ".join(voices) if voices else "own voice" if first else "",
        words=view.told(first, longest=200) if first else "",
        also=tuple(sorted(_name(other, view) for other in others)),
        children=children,
    )


def _name(place: str, view: View) -> str:
    if place not in view.documents:
        return printable(place.strip())
    outlet = view.documents[place].outlet
    return f"{printable(outlet)} · {view.page(place)}" if outlet else view.page(place)


def _stance(told: Iterable[Assertion], claim: Claim) -> Stance:
    ids = {a.id for a in told}
    match bool(ids & set(claim.assertions) - set(claim.denied_by)), bool(ids & set(claim.denied_by)):
        case True, True:
            return "tells and denies it"
        case True, False:
            return "tells it"
        case False, True:
            return "denies it"
    return "does not tell it"
