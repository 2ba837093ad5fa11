"""firsthand network: who deals with whom, and who relays whom."""

from __future__ import annotations

from typing import Annotated

import typer

from firsthand.cli.cases import (
    LIMIT,
    CaseOption,
    EveryOption,
    JsonOption,
    LimitOption,
    answer_with,
    first,
    opened,
    page,
)
from firsthand.cli.options import AsOfOption, moment
from firsthand.cli.tables import table
from firsthand.cli.verbs import Twin, Verb


def network(
    relays: Annotated[bool, typer.Option("--relays", help="Who relays whom, in place of who deals with whom.")] = False,
    as_of: AsOfOption = None,
    limit: LimitOption = LIMIT,
    everything: EveryOption = False,
    case: CaseOption = "case.db",
    as_json: JsonOption = False,
) -> None:
    """Print who deals with whom in how many claims, and in which groups they fall."""
    from firsthand.export.people.sheets import lay_out

    with opened(case) as desk:
        found = desk.network(as_of=moment(as_of))
    graph = found.relays if relays else found.actors
    names = {node.id: node.name for node in graph.nodes}
    edges, left_out = first(sorted(graph.edges, key=lambda e: (-e.weight, e.source, e.target)), limit, everything)
    nodes, less = first(sorted(graph.nodes, key=lambda n: (-n.degree, n.name, n.id)), limit, everything)
    answer_with(
        found,
        lambda: page(
            table(lay_out("edges", edges, names=names), title="WHO WITH WHOM", left_out=left_out),
            "",
            table(lay_out("nodes", nodes), title="WHO", left_out=less),
        ),
        as_json=as_json,
    )


VERB = Verb(
    network, (Twin("firsthand network", "case.network()"), Twin("firsthand network --relays", "case.network().relays"))
)
