"""firsthand register: what the claims add up to."""

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
from firsthand.model.registers import RegisterKind


def register(
    kind: Annotated[
        RegisterKind,
        typer.Argument(metavar="KIND", show_default=False, help="Which one."),
    ],
    watch: Annotated[bool, typer.Option("--watch", help="The watch sheet: rows that are not certain enough.")] = False,
    as_of: AsOfOption = None,
    limit: LimitOption = LIMIT,
    everything: EveryOption = False,
    case: CaseOption = "case.db",
    as_json: JsonOption = False,
) -> None:
    """Print a register: arms transfers, sanctions, figures, disputes, events, relations or sources.

    Rows that are not certain enough stand on a watch sheet instead. Uncertain cells are in brackets.
    """
    from firsthand.export.people.sheets import lay_out

    with opened(case) as desk:
        found = desk.register(kind, as_of=moment(as_of))
    rows, left_out = first(found.watch if watch else found.rows, limit, everything)
    aside = "" if watch or not found.watch else f"{len(found.watch):,} more on the watch sheet: --watch"
    answer_with(
        found, lambda: page(table(lay_out(kind, rows), left_out=left_out), *filter(None, (aside,))), as_json=as_json
    )


VERB = Verb(
    register,
    (
        Twin("firsthand register figures", 'case.register("figures")'),
        Twin("firsthand register arms --watch", 'case.register("arms").watch'),
    ),
)
