"""firsthand alerts: be told when a source, a name, words or a claim has news."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, cast

import typer
from rich.console import RenderableType

from firsthand.cli.cases import CaseOption, JsonOption, answer_with, opened, page, said
from firsthand.cli.review import UserOption
from firsthand.cli.verbs import Twin, Verb
from firsthand.errors import JudgementError

if TYPE_CHECKING:
    from firsthand.watch import Alert

FIRED = 3
"""Exit status when an alert fired."""


def alerts(
    ctx: typer.Context,
    user: UserOption,
    seen: Annotated[bool, typer.Option("--seen", help="Then mark them as seen: they do not fire again.")] = False,
    case: CaseOption = "case.db",
    as_json: JsonOption = False,
) -> None:
    """Check the saved watches against the last run. Exit status 3 when one fires; it fires until it is seen.

    A watch is on a source, on an entity, on words, or on a claim, whose counts of origins and denials are compared.
    """
    if ctx.invoked_subcommand:
        return
    from firsthand.watch import alerts as check
    from firsthand.watch import see

    with opened(case) as desk:
        fired = check(desk)
        if seen:
            see(desk, user=user)
    answer_with(fired, lambda: describe(fired), as_json=as_json)
    if fired:
        raise typer.Exit(FIRED)


def describe(fired: tuple[Alert, ...]) -> RenderableType:
    """Each alert with what it watches and what happened."""
    from firsthand.export.people.layout import dim, rows, strong
    from firsthand.export.people.view import clip, printable

    if not fired:
        return said("no alert")
    lines = [(strong(f"{a.about}: {clip(printable(a.what), 60)}"), a.words, dim(a.watch[:8])) for a in fired]
    return page(rows(lines, indent=0, fixed=(2,)))


def add(
    user: UserOption,
    source: Annotated[str | None, typer.Option(metavar="NAME", help="Whatever this source lets be known.")] = None,
    entity: Annotated[str | None, typer.Option(metavar="NAME", help="Whatever is told about it, or by it.")] = None,
    words: Annotated[str | None, typer.Option(metavar="WORDS", help="Whatever is told in all of these words.")] = None,
    claim: Annotated[str | None, typer.Option(metavar="ID", help="Its counts of origins and denials.")] = None,
    reason: Annotated[str, typer.Option("--reason", "-r", help="Why.")] = "",
    case: CaseOption = "case.db",
    as_json: JsonOption = False,
) -> None:
    """Save a watch in the case."""
    named = {"source": source, "entity": entity, "words": words, "claim": claim}
    given = [(about, what) for about, what in named.items() if what is not None]
    if len(given) != 1:
        raise typer.BadParameter("say one of --source, --entity, --words and --claim")
    from firsthand.export.people.view import printable
    from firsthand.model.judgements import Watch
    from firsthand.watch import watch_claim

    ((about, what),) = given
    with opened(case) as desk:
        try:
            made = (
                watch_claim(desk, desk.find(what, "claims").id) if about == "claim" else Watch(cast(Any, about), what)
            )
            judgement = desk.judge(made, user=user, reason=reason)
        except ValueError as error:
            raise JudgementError(f"it cannot be watched: {error}", hint="give a name, words or an id") from error
    answer_with(judgement, lambda: said(f"watch {judgement.id[:8]} on {about} “{printable(what)}”"), as_json=as_json)


def list_(case: CaseOption = "case.db", as_json: JsonOption = False) -> None:
    """List the saved watches."""
    from firsthand.cli.tables import table
    from firsthand.export.people.tables import Columns, say
    from firsthand.watch import watches

    with opened(case) as desk:
        found = watches(desk)

    def shown() -> RenderableType:
        lines = tuple(
            (j.id[:8], j.decision.about, say(j.decision.what), say(j.user), f"{j.when:%Y-%m-%d}")  # type: ignore[union-attr]
            for j in found
        )
        columns = Columns(("id", "on", "what", "who", "since"), (False,) * 5, lines)
        return (
            table(columns, fixed=("id", "on", "since")) if lines else said("no watches; firsthand alerts add makes one")
        )

    answer_with(found, shown, as_json=as_json)


def remove(
    id_: Annotated[str, typer.Argument(metavar="ID", help="Of a watch; its beginning will do.")],
    user: UserOption,
    case: CaseOption = "case.db",
    as_json: JsonOption = False,
) -> None:
    """Take a watch back."""
    with opened(case) as desk:
        judgement = desk.undo(id_, user=user)
    answer_with(judgement, lambda: said("taken back"), as_json=as_json)


VERB = Verb(
    alerts,
    (
        Twin(
            'firsthand alerts add --source "Osvin Radeku"',
            'from firsthand.model.judgements import Watch\n\ncase.judge(Watch("source", "Osvin Radeku"), user="me")',
        ),
        Twin("firsthand alerts list", "from firsthand.watch import watches\n\nwatches(case)"),
        Twin("firsthand alerts", "from firsthand.watch import alerts\n\nalerts(case)"),
        Twin("firsthand alerts --seen", 'from firsthand.watch import see\n\nsee(case, user="me")'),
    ),
    parts=(("add", add), ("list", list_), ("remove", remove)),
)
