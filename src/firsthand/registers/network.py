"""Networks: who deals with whom, and apart from it who relays whom."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any, Literal

from firsthand.model import Answer
from firsthand.model.registers import Edge, Graph, Network, Node
from firsthand.registers import relations
from firsthand.registers.index import Index, index, name_of, page_name
from firsthand.registers.roots import cooperates

_EXACT = 300
"""Up to so many nodes betweenness is computed from all of them, beyond it from so many, evenly picked."""
_WORK = 300_000
"""Nodes and edges that are gone through for betweenness, over all picked nodes: a second or so."""
_FEWEST = 16
_GROUPED = 10_000
"""Beyond so many edges communities are found by label spreading, which is linear."""


def fold(answer: Answer, *, at: Index | None = None, period: relations.Period = "year") -> Network:
    """Both networks with degree, betweenness and communities; `slices` hold the actors' period by period."""
    known = at or index(answer)
    edges = _actor_edges(known, period)
    whole = _merge(edges)
    periods = sorted({e.period for e in edges if e.period})
    return Network(
        _graph(known, whole),
        _graph(known, _relay_edges(known)),
        tuple((when, _graph(known, [e for e in edges if e.period == when])) for when in periods),
    )


def _actor_edges(at: Index, period: relations.Period) -> list[Edge]:
    found: dict[tuple[str, str, str, int, str], set[str]] = {}
    for tie in relations.ties(at, period=period):
        if tie.told:
            found.setdefault((*tie.way, tie.kind, tie.quad, tie.period), set()).add(tie.claim)
    return [
        Edge(a, b, kind, "+" if cooperates(quad) else "-", len(claims), tuple(sorted(claims)), when)
        for (a, b, kind, quad, when), claims in sorted(found.items())
    ]


def _merge(edges: Iterable[Edge]) -> list[Edge]:
    """The edges of all periods as one."""
    found: dict[tuple[str, str, str, Literal["+", "-", "0"]], set[str]] = {}
    for edge in edges:
        found.setdefault((edge.source, edge.target, edge.kind, edge.sign), set()).update(edge.claims)
    return [Edge(a, b, kind, sign, len(c), tuple(sorted(c))) for (a, b, kind, sign), c in sorted(found.items())]


def _relay_edges(at: Index) -> list[Edge]:
    """From each page to the first it cites, from each of a chain to the next, and from copy to original."""
    found: dict[tuple[str, str, str], set[str]] = {}
    for assertion in at.answer.assertions:
        links = [at.attributions[a].source_entity for a in assertion.chain if a in at.attributions]
        path = [_page(at, assertion.document), *(s for s in links if s is not None)]
        claim = at.claim_of.get(assertion.id, assertion.id)
        for one, other in pairwise(path):
            if one != other:
                found.setdefault((one, other, "relays"), set()).add(claim)
    for derivation in at.answer.derivations:
        child = _page(at, derivation.child.document)
        parent = derivation.parent
        origin = f"outlet:{parent.outlet}" if not parent.document else _page(at, str(parent.document))
        if child != origin:
            found.setdefault((child, origin, derivation.kind), set())
    return [Edge(a, b, kind, "0", max(1, len(c)), tuple(sorted(c))) for (a, b, kind), c in sorted(found.items())]


def _page(at: Index, document: str) -> str:
    return f"outlet:{page_name(at.documents[document])}"


def _graph(at: Index, edges: list[Edge]) -> Graph:
    import networkx as nx

    drawn: Any = nx.Graph()
    claims: dict[str, set[str]] = {}
    for edge in edges:
        before = drawn.get_edge_data(edge.source, edge.target, {"weight": 0})["weight"]
        drawn.add_edge(edge.source, edge.target, weight=before + edge.weight)
        for end in (edge.source, edge.target):
            claims.setdefault(end, set()).update(edge.claims)
    between = _betweenness(nx, drawn)
    groups = _communities(nx, drawn)
    nodes = tuple(
        Node(
            id,
            _name(at, id),
            _kind(at, id),
            drawn.degree(id),
            round(between.get(id, 0.0), 6),
            groups[id],
            tuple(sorted(claims[id])),
        )
        for id in sorted(drawn)
    )
    return Graph(nodes, tuple(sorted(edges, key=lambda e: (e.source, e.target, e.kind, e.sign))))


def _betweenness(nx: Any, drawn: Any) -> dict[str, float]:
    """Exact on small graphs; on large ones from evenly picked nodes, so that nothing is left to chance: the fewer, the
    more each of them costs."""
    nodes = sorted(drawn)
    if len(nodes) <= _EXACT:
        return dict(nx.betweenness_centrality(drawn))
    count = max(_FEWEST, min(_EXACT, _WORK // (len(nodes) + drawn.number_of_edges())))
    picked = [nodes[int(i * len(nodes) / count)] for i in range(count)]
    found: dict[str, float] = nx.betweenness_centrality_subset(drawn, picked, nodes, normalized=True)
    return {id: value * len(nodes) / count for id, value in found.items()}


def _communities(nx: Any, drawn: Any) -> dict[str, int]:
    """The number of each node's group, the largest group first."""
    if not len(drawn):
        return {}
    plain = nx.Graph()
    plain.add_nodes_from(sorted(drawn))
    plain.add_weighted_edges_from(sorted((min(a, b), max(a, b), w) for a, b, w in drawn.edges(data="weight")))
    if plain.number_of_edges() > _GROUPED:
        groups = list(nx.community.asyn_lpa_communities(plain, weight="weight", seed=0))
    else:
        groups = list(nx.community.louvain_communities(plain, weight="weight", seed=0))
    ordered = sorted((sorted(g) for g in groups), key=lambda g: (-len(g), g))
    return {id: n for n, group in enumerate(ordered) for id in group}


def _name(at: Index, id: str) -> str:
    return id.removeprefix("outlet:") if id.startswith("outlet:") else name_of(at, id) or id


def _kind(at: Index, id: str) -> str:
    if id.startswith("outlet:"):
        return "outlet"
    found = at.entities.get(id)
    return found.kind if found is not None else id.split("/", 1)[0]
