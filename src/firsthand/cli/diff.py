"""firsthand diff: what one run says that another does not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import RenderableType

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
from firsthand.cli.verbs import Twin, Verb
from firsthand.errors import CaseError

if TYPE_CHECKING:
    from firsthand.case import Change, Diff, Run
    from firsthand.export.people.view import View


def diff(
    before: Annotated[
        str | None, typer.Argument(metavar="RUN", help="A run's id, or its beginning.", show_default=False)
    ] = None,
    after: Annotated[
        str | None, typer.Argument(metavar="RUN", help="Another; without both, the last two.", show_default=False)
    ] = None,
    limit: LimitOption = LIMIT,
    everything: EveryOption = False,
    case: CaseOption = "case.db",
    as_json: JsonOption = False,
) -> None:
    """Say what changed between two runs, claim by claim, and why: new reports, a new reader, or a person's decision."""
    with opened(case) as desk:
        old, new = which_runs(desk.runs(), before, after)
        found = desk.diff(old, new)
        answers = None if as_json else (desk.answer(run=old), desk.answer(run=new))

    def shown() -> RenderableType:
        from firsthand.export.people.view import View

        assert answers is not None
        return describe(found, View(answers[0]), View(answers[1]), None if everything else limit)

    answer_with(found, shown, as_json=as_json)


def describe(found: Diff, before: View, after: View, limit: int | None) -> RenderableType:
    """The difference on a page: reports, versions and decisions first, then claim by claim."""
    from firsthand.export.people.layout import dim, rows, strong

    counted = [
        ("reports", f"{len(found.documents_new):,} new, {len(found.documents_gone):,} gone"),
        ("decisions", f"{len(found.judgements_new):,} new, {len(found.judgements_gone):,} taken back"),
    ]
    counted += [("version", f"{name}: {_short(a)} → {_short(b)}") for name, (a, b) in found.made_with.items()]
    counted += [(name, f"{a:,} → {b:,}") for name, (a, b) in found.counts.items() if a != b]
    shown, left_out = first(found.claims, limit or 1, limit is None)
    lines = [
        (change.kind, _words(change, before, after), dim(", ".join((*change.what, *change.why)))) for change in shown
    ]
    parts = [rows(lines, indent=0, fixed=(0,)) if lines else dim("no claim is other than it was")]
    more = [dim(f"and {left_out:,} more; --all shows them")] if left_out else []
    return page(strong(f"{found.before} → {found.after}"), rows(counted, fixed=(0,)), "", *parts, *more)


def _short(version: str | None) -> str:
    return (version or "none")[:12]


def _words(change: Change, before: View, after: View) -> str:
    view, claim = (after, change.after) if change.after is not None else (before, change.before)
    assert claim is not None
    return view.headline(claim, longest=160)


def which_runs(runs: tuple[Run, ...], before: str | None, after: str | None) -> tuple[str, str]:
    """The ids of the two runs that are asked for: the last two, or the named one and the last, or both named."""
    ids = [r.id for r in runs]
    if before is None and len(ids) < 2:
        raise CaseError(f"the case has {len(ids)} runs", hint="there is a difference after two: firsthand run")
    old = ids[-2] if before is None else find_run(ids, before)
    return old, ids[-1] if after is None else find_run(ids, after)


def find_run(ids: Iterable[str], asked: str) -> str:
    """The one run whose id begins so; CaseError where there is none or are several."""
    found = [i for i in ids if asked and i.startswith(asked.lower())]
    if len(found) != 1:
        what = "no run has the id" if not found else f"{len(found)} runs have ids that begin with"
        raise CaseError(f"{what} '{asked[:40]}'", hint="firsthand status names the last one")
    return found[0]


VERB = Verb(diff, (Twin("firsthand diff", "case.diff(*[run.id for run in case.runs()][-2:])"),))
