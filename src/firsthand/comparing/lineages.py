"""The best parent of each report: one tree for a story, or several, with no way back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from firsthand.comparing.graphs import Node
from firsthand.comparing.loops import parent_node
from firsthand.comparing.outlets import Outlets
from firsthand.comparing.pile import Pile
from firsthand.model import Derivation, Lineage, size

_LIKELY = 0.5
"""A report has the parent that is likelier than not, or none."""

_NONE = 0.96
"""How often a report for which no parent is found has none (eval/harder.py, train: 60 of 62)."""


def find_lineages(derivations: Iterable[Derivation], pile: Pile, outlets: Outlets) -> tuple[Lineage, ...]:
    """One for each page, in order. A page has the parent that explains most of it, of known direction and at hand
    before others. Of pages that have it from each other one has it from elsewhere, if any can, or is the root. Speech
    that two reports share makes neither a parent."""
    told = [d for d in derivations if d.kind != "quoted"]
    likely = sorted((d for d in told if _chance(d) >= _LIKELY), key=lambda d: _rank(d, outlets))
    parents: dict[str, Derivation] = {}
    for d in likely:
        parents.setdefault(d.child.document, d)
    for page in pile.pages:
        while circle := _circle(page.id, parents, outlets):
            _break(circle, parents, likely, outlets)
    return tuple(_lineage(page.id, parents, told, outlets) for page in pile.pages)


def _circle(document: str, parents: Mapping[str, Derivation], outlets: Outlets) -> tuple[str, ...]:
    """The pages from this one up to itself; empty where the way ends."""
    way = [document]
    while (found := parents.get(way[-1])) is not None:
        node = parent_node(found, outlets)
        if node == Node("document", document):
            return tuple(way)
        if node.kind == "outlet" or node.id in way:
            return ()
        way.append(node.id)
    return ()


def _break(
    circle: tuple[str, ...], parents: dict[str, Derivation], likely: Iterable[Derivation], outlets: Outlets
) -> None:
    """The likeliest parent outside, for whichever page of the circle has one; else none for the page that has the
    weakest."""
    outside = [d for d in likely if d.child.document in circle and not _leads_into(d, circle, parents, outlets)]
    if outside:
        best = min(outside, key=lambda d: (-_chance(d), _rank(d, outlets)))
        parents[best.child.document] = best
    else:
        del parents[max(circle, key=lambda id: _rank(parents[id], outlets))]


def _leads_into(d: Derivation, circle: tuple[str, ...], parents: Mapping[str, Derivation], outlets: Outlets) -> bool:
    """Whether the way up through this parent comes to the circle."""
    node, seen = parent_node(d, outlets), set[Node]()
    while node not in seen and node.kind == "document" and node.id not in circle and node.id in parents:
        seen.add(node)
        node = parent_node(parents[node.id], outlets)
    return node.kind == "document" and node.id in circle


def _chance(derivation: Derivation) -> float:
    return 0.0 if derivation.probability is None else derivation.probability


def _rank(derivation: Derivation, outlets: Outlets) -> tuple[bool, bool, int, float, str, Node]:
    text = isinstance(derivation.parent.document, str)
    return (
        not text,
        derivation.direction == "unknown",
        -size(derivation.child.spans),
        -_chance(derivation),
        derivation.child.document,
        parent_node(derivation, outlets),
    )


def _root(node: Node, parents: Mapping[str, Derivation], outlets: Outlets) -> Node:
    """The top of the way up, which has no circles any more."""
    while node.kind == "document" and node.id in parents:
        node = parent_node(parents[node.id], outlets)
    return node


def _lineage(document: str, parents: Mapping[str, Derivation], told: list[Derivation], outlets: Outlets) -> Lineage:
    root = _root(Node("document", document), parents, outlets)
    found = parents.get(document)
    if found is not None:
        return Lineage(document, found.parent, _chance(found), root.id)
    none = _NONE
    for d in told:
        if d.child.document == document:
            none *= 1 - _chance(d)
    return Lineage(document, None, round(none, 2), root.id)
