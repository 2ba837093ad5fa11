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
    """One for each page, in order. Edges are taken up the likeliest first, of two for one child the one that explains
    more; one that would close a circle is left out. Speech that two reports share makes neither a parent."""
    told = [d for d in derivations if d.kind != "quoted"]
    parents: dict[str, Derivation] = {}
    for d in sorted(told, key=lambda d: _rank(d, outlets)):
        node = parent_node(d, outlets)
        if (
            d.child.document not in parents
            and _chance(d) >= _LIKELY
            and _root(node, parents, outlets).id != d.child.document
        ):
            parents[d.child.document] = d
    return tuple(_lineage(page.id, parents, told, outlets) for page in pile.pages)


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
