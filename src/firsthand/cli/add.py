"""firsthand add: reports into a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import RenderableType

from firsthand.cli.cases import CaseOption, JsonOption, answer_with, opened, page
from firsthand.cli.options import OutletOption, PublishedOption
from firsthand.cli.tables import table
from firsthand.cli.verbs import Twin, Verb

if TYPE_CHECKING:
    from firsthand.case import Added

SHOWN = 20
"""Refusals that are named; the rest are counted."""


def add(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH", help="Files, folders, or - for standard input.", show_default=False)
    ],
    outlet: OutletOption = None,
    published: PublishedOption = None,
    case: CaseOption = "case.db",
    as_json: JsonOption = False,
) -> None:
    """Take reports into a case. Each item comes out once: taken, known already, in quarantine, or refused, with why.

    The bytes are kept as they came. Nothing is read yet: `firsthand run` does that.
    """
    with opened(case) as desk:
        added = desk.add(paths, outlet=outlet, published=published)
    answer_with(added, lambda: _page(added), as_json=as_json)
    if added.refused or added.quarantined:
        raise typer.Exit(1)


def _page(added: Added) -> RenderableType:
    from firsthand.export.people.tables import Columns, say

    counted = " · ".join(f"{len(getattr(added, name)):,} {name}" for name in added.__struct_fields__)
    left = (*added.refused, *added.quarantined)
    if not left:
        return page(counted)
    rows = tuple((say(o.path), say(o.reason), say(o.hint)) for o in left[:SHOWN])
    columns = Columns(("not taken", "why", "what to try"), (False,) * 3, rows)
    return page(counted, "", table(columns, left_out=len(left) - SHOWN, what="are in --json"))


VERB = Verb(
    add,
    (
        Twin("firsthand add reports", 'case.add(["reports"])'),
        Twin(
            'firsthand add notes.txt --outlet "Evening Compass" --published 2024-03-10',
            'case.add(["notes.txt"], outlet="Evening Compass", published="2024-03-10")',
        ),
    ),
)
