"""firsthand init: an empty case."""

from __future__ import annotations

from typing import Annotated

import typer

from firsthand.cli.cases import USUAL, JsonOption, answer_with, opened, said
from firsthand.cli.verbs import Twin, Verb


def init(
    case: Annotated[
        str, typer.Argument(metavar="CASE", envvar="FIRSTHAND_CASE", help="A new file, or a PostgreSQL address.")
    ] = USUAL,
    as_json: JsonOption = False,
) -> None:
    """Make an empty case: one file that keeps reports, readings, findings and decisions for years.

    A case that is there already is opened and left as it is.
    """
    with opened(case, create=True) as made:
        status = made.status()
        answer_with(
            status,
            lambda: said(f"{case}: {status.counts.documents:,} reports. Next: firsthand add PATH…"),
            as_json=as_json,
        )


VERB = Verb(init, (Twin("firsthand init case.db", 'firsthand.open("case.db", create=True)'),))
