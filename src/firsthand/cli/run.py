"""firsthand run: read what is new, compare, apply decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import RenderableType

from firsthand.cli.cases import CaseOption, JsonOption, answer_with, opened, page
from firsthand.cli.screen import progress_bar
from firsthand.cli.verbs import Twin, Verb

if TYPE_CHECKING:
    from firsthand.case import Run

JobsOption = Annotated[
    int | None, typer.Option("--jobs", "-j", min=1, max=256, help="So many processes read; as many as are worth it.")
]


def run(
    again: Annotated[
        bool, typer.Option("--again", help="Read everything anew with the present reader, quarantine included.")
    ] = False,
    jobs: JobsOption = None,
    case: CaseOption = "case.db",
    as_json: JsonOption = False,
) -> None:
    """Read what no run has read, compare it with all the rest, apply people's decisions, and keep the answer.

    It can be stopped at any moment; the next run goes on where this one was.
    """
    with opened(case) as desk:
        with progress_bar() as progress:
            made = desk.run(jobs=jobs, again=again, progress=progress)
        answer_with(made, lambda: describe(made), as_json=as_json)
    if made.quarantined:
        raise typer.Exit(1)


def describe(made: Run) -> RenderableType:
    """A run in a few lines."""
    from firsthand.export.people.view import count, printable

    took = sum(made.seconds.values())
    lines = [
        f"run {made.id} · {count(made.documents, 'report')}, {made.read:,} read in {took:.1f} s",
        " · ".join(f"{number:,} {name}" for name, number in made.counts.items() if number and name != "documents"),
    ]
    if made.older:
        lines.append(f"{made.older:,} stand as an earlier reader has them; firsthand run --again reads them anew")
    if made.judgements:
        lines.append(f"{count(len(made.judgements), 'decision')} applied")
    if made.lost:
        lines.append(f"{count(len(made.lost), 'decision')} no longer apply: firsthand decisions --lost")
    lines += [f"quarantined: {printable(q.path)}: {printable(q.reason)}" for q in made.quarantined]
    return page(*filter(None, lines))


VERB = Verb(
    run,
    (Twin("firsthand run", "case.run()"), Twin("firsthand run --again --jobs 2", "case.run(again=True, jobs=2)")),
)
