"""firsthand timeline: what happened when, and when it was reported."""

from __future__ import annotations

from typing import Annotated

import typer

from firsthand.cli.cases import LIMIT, CaseOption, EveryOption, JsonOption, LimitOption, answer_with, first, opened
from firsthand.cli.options import AsOfOption, moment
from firsthand.cli.tables import table
from firsthand.cli.verbs import Twin, Verb


def timeline(
    key_days: Annotated[bool, typer.Option("--key-days", help="Only the days that matter.")] = False,
    as_of: AsOfOption = None,
    limit: LimitOption = LIMIT,
    everything: EveryOption = False,
    case: CaseOption = "case.db",
    as_json: JsonOption = False,
) -> None:
    """Print events by the day on which they happened, with the day on which they were first reported."""
    from firsthand.export.people.sheets import lay_out

    with opened(case) as desk:
        found = desk.timeline(as_of=moment(as_of))
    matter = {day.date for day in found.days if day.matters}
    moments = [m for m in found.moments if not key_days or m.date in matter]
    rows, left_out = first(moments, limit, everything)
    answer_with(found, lambda: table(lay_out("timeline", rows), left_out=left_out, fixed=("day",)), as_json=as_json)


VERB = Verb(
    timeline,
    (Twin("firsthand timeline", "case.timeline()"), Twin("firsthand timeline --key-days", "case.timeline().days")),
)
