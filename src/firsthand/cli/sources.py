"""firsthand sources: who lets things be known."""

from __future__ import annotations

from firsthand.cli.cases import LIMIT, CaseOption, EveryOption, JsonOption, LimitOption, answer_with, first, opened
from firsthand.cli.options import AsOfOption, moment
from firsthand.cli.tables import table
from firsthand.cli.verbs import Twin, Verb


def sources(
    as_of: AsOfOption = None,
    limit: LimitOption = LIMIT,
    everything: EveryOption = False,
    case: CaseOption = "case.db",
    as_json: JsonOption = False,
) -> None:
    """Print who lets things be known: how much each says, how often alone, how often another tells it too or denies it.

    These are counts of reporting. How reliable a source is, people say: `firsthand review`.
    """
    from firsthand.export.people.sheets import lay_out

    with opened(case) as desk:
        found = desk.sources(as_of=moment(as_of))
    rows, left_out = first(found.rows, limit, everything)
    answer_with(found, lambda: table(lay_out("sources", rows), left_out=left_out), as_json=as_json)


VERB = Verb(sources, (Twin("firsthand sources", "case.sources()"),))
