"""firsthand claims: what is told, the weightiest first."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import RenderableType

from firsthand.cli.cases import LIMIT, CaseOption, EveryOption, JsonOption, LimitOption, answer_with, opened, page, said
from firsthand.cli.naming import claims_of
from firsthand.cli.options import AsOfOption, moment
from firsthand.cli.verbs import Twin, Verb

if TYPE_CHECKING:
    from firsthand.case import Case
    from firsthand.model import Claim


def claims(
    query: Annotated[
        list[str] | None, typer.Argument(metavar="QUERY", show_default=False, help="Only claims told in these words.")
    ] = None,
    source: Annotated[str | None, typer.Option(metavar="NAME", help="Only what this source lets be known.")] = None,
    entity: Annotated[str | None, typer.Option(metavar="NAME", help="Only what is told about it, or by it.")] = None,
    denied: Annotated[bool, typer.Option("--denied", help="Only what somebody denies.")] = False,
    as_of: AsOfOption = None,
    limit: LimitOption = LIMIT,
    everything: EveryOption = False,
    case: CaseOption = "case.db",
    as_json: JsonOption = False,
) -> None:
    """List claims with who tells each, where, and who denies it; more newsrooms first, then pages, then sources."""
    words = " ".join(query) if query else None
    with opened(case) as desk:
        found = _find(desk, words, source, entity, denied, moment(as_of), None if everything else limit + 1)
        shown = found if everything else found[:limit]
        around = None if as_json else desk.around([c.id for c in shown], as_of=moment(as_of))

    def listed() -> RenderableType:
        from firsthand.cli.listing import CaseView, claim_lines, spaced

        assert around is not None
        view = CaseView(around)
        more = ["", f"and more: --all, or --limit {limit * 2}"] if len(found) > len(shown) else []
        return page(*spaced(claim_lines(view, c) for c in shown), *more) if shown else said("no claim is like that")

    answer_with(shown, listed, as_json=as_json)


def _find(
    desk: Case,
    words: str | None,
    source: str | None,
    entity: str | None,
    denied: bool,
    as_of: datetime | None,
    limit: int | None,
) -> tuple[Claim, ...]:
    asked = True if denied else None
    if source is None and entity is None:
        return desk.claims(words, denied=asked, as_of=as_of, limit=limit)
    found = claims_of(desk, source=source, entity=entity, as_of=as_of)
    if words or denied:
        kept = {c.id for c in desk.claims(words, denied=asked, as_of=as_of, limit=None)}
        found = tuple(c for c in found if c.id in kept)
    return found[:limit]


VERB = Verb(
    claims,
    (
        Twin("firsthand claims", "case.claims()"),
        Twin("firsthand claims patrol boats", 'case.claims("patrol boats")'),
        Twin(
            "firsthand claims --denied --as-of 2030-01-01",
            'case.claims(denied=True, as_of=firsthand.case.as_moment("2030-01-01"))',
        ),
    ),
)
