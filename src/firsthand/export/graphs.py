"""Networks as GraphML and GEXF, each edge with its claims."""

from __future__ import annotations

import io
import re
from typing import Any

from firsthand.export.flat import clean
from firsthand.model import Answer
from firsthand.model.registers import Graph, Registers

_STAMP = re.compile(rb'lastmodifieddate="[^"]*"')


def render(answer: Answer, registers: Registers, option: str) -> dict[str, bytes]:
    """Actors and relays in a file each; GEXF has a file more for each period."""
    network = registers.network
    graphs = {"actors": network.actors, "relays": network.relays}
    if option == "gexf":
        graphs |= {f"actors-{period}": graph for period, graph in network.slices}
    return {f"{name}.{option}": _written(draw(graph), option) for name, graph in graphs.items()}


def draw(graph: Graph) -> Any:
    """The graph as networkx has it; several ties of one pair stay several edges."""
    import networkx as nx

    drawn = nx.MultiDiGraph()
    for node in graph.nodes:
        drawn.add_node(
            clean(node.id),
            label=clean(node.name),
            kind=node.kind,
            degree=node.degree,
            betweenness=node.between,
            community=node.community,
            claims=" ".join(node.claims),
        )
    for n, edge in enumerate(graph.edges):
        drawn.add_edge(
            clean(edge.source),
            clean(edge.target),
            key=str(n),
            kind=edge.kind,
            sign=edge.sign,
            weight=edge.weight,
            claims=" ".join(edge.claims),
        )
    return drawn


def _written(drawn: Any, option: str) -> bytes:
    import networkx as nx

    out = io.BytesIO()
    if option == "graphml":
        nx.write_graphml(drawn, out)
        return out.getvalue()
    nx.write_gexf(drawn, out)
    return _STAMP.sub(b'lastmodifieddate="2000-01-01"', out.getvalue())
