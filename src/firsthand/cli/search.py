"""firsthand search: words in the reports and in what was found."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import RenderableType

from firsthand.cli.cases import CaseOption, JsonOption, LimitOption, answer_with, opened, said
from firsthand.cli.verbs import Twin, Verb


def search(
    query: Annotated[
        list[str],
        typer.Argument(
            metavar="QUERY",
            show_default=False,
            help='Words; "a phrase", beginning*, AND, OR, NOT, brackets.',
        ),
    ],
    limit: LimitOption = 20,
    case: CaseOption = "case.db",
    as_json: JsonOption = False,
) -> None:
    """Find words in reports, tellings and names; the best passages first, each with its place."""
    with opened(case) as desk:
        hits = desk.search(" ".join(query), limit=limit)

        def shown() -> RenderableType:
            from firsthand.cli.listing import hit_lines

            return hit_lines(desk, hits) if hits else said("nothing found")

        answer_with(hits, shown, as_json=as_json)


VERB = Verb(search, (Twin("firsthand search patrol boats", 'case.search("patrol boats")'),))
