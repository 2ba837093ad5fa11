"""firsthand watch: a folder whose new reports go into the case as they come."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import RenderableType

from firsthand.cli.alerts import FIRED
from firsthand.cli.cases import CaseOption, JsonOption, answer_with, opened, page
from firsthand.cli.options import OutletOption
from firsthand.cli.screen import progress_bar
from firsthand.cli.verbs import Twin, Verb

if TYPE_CHECKING:
    from firsthand.watch import Round

SHOWN = 10
"""Changes of one round that are shown; firsthand diff has the rest."""


def watch(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where new reports come in.", show_default=False)],
    every: Annotated[float, typer.Option(metavar="SECONDS", min=0.1, max=86_400, help="How often to look.")] = 10.0,
    once: Annotated[bool, typer.Option("--once", help="Look once, take everything, and end.")] = False,
    outlet: OutletOption = None,
    case: CaseOption = "case.db",
    as_json: JsonOption = False,
) -> None:
    """Look at a folder again and again: take in what is new, run, print what changed, fire alerts. Ctrl-C ends it.

    A file that is still growing waits for the next look. With --once the exit status is 3 when an alert fired.
    """
    from firsthand.watch import follow

    fired = False
    with opened(case) as desk:
        for brought in follow(desk, folder, every=every, once=once, outlet=outlet, showing=progress_bar):
            answer_with(brought, lambda brought=brought: describe(brought), as_json=as_json)
            sys.stdout.flush()
            fired = bool(brought.fired)
    if fired:
        raise typer.Exit(FIRED)


def describe(brought: Round) -> RenderableType:
    """One look in a few lines: what came in, what changed, what fired."""
    from firsthand.cli.alerts import describe as describe_alerts
    from firsthand.export.people.view import count, printable

    added, run = brought.added, brought.run
    lines: list[RenderableType] = [
        " · ".join(
            (
                f"{run.finished:%Y-%m-%d %H:%M:%S}",
                f"{count(len(added.taken), 'report')} taken, {len(added.known):,} known",
                f"{len(added.refused):,} refused",
                count(run.counts.get("claims", 0), "claim"),
            )
        )
    ]
    lines += [f"refused  {printable(o.path)}: {printable(o.reason)}" for o in added.refused[:SHOWN]]
    if brought.changed is not None:
        kinds = [c.kind for c in brought.changed.claims]
        counted = ", ".join(f"{kinds.count(kind):,} {kind}" for kind in ("new", "changed", "gone") if kind in kinds)
        lines.append(f"claims: {counted or 'as they were'}   (firsthand diff shows them)")
    if brought.fired:
        lines += ["", describe_alerts(brought.fired)]
    return page(*lines)


VERB = Verb(
    watch,
    (
        Twin(
            "firsthand watch reports --once",
            "from pathlib import Path\n\nfrom firsthand.watch import follow\n\n"
            'next(follow(case, Path("reports"), every=10, once=True))',
        ),
    ),
)
