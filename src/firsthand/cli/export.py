"""firsthand export: the case for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from firsthand.cli.cases import CaseOption, JsonOption, answer_with, opened, said
from firsthand.cli.verbs import Twin, Verb


def export(
    to: Annotated[str, typer.Option("--to", "-t", metavar="FORMAT", help="Which format; a wrong one names all.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="PATH", help="Where it is written.")],
    case: CaseOption = "case.db",
    as_json: JsonOption = False,
) -> None:
    """Write the answer with its registers for other programs."""
    with opened(case) as desk:
        written = desk.export(to=to, path=output)
    answer_with({"to": to, "path": str(written)}, lambda: said(f"written: {written}"), as_json=as_json)


VERB = Verb(
    export,
    (Twin("firsthand export --to parquet --output tables", 'case.export(to="parquet", path="tables")'),),
)
