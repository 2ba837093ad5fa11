"""firsthand disputes: who denies what, and where accounts part."""

from __future__ import annotations

from rich.console import RenderableType

from firsthand.cli.cases import LIMIT, CaseOption, EveryOption, JsonOption, LimitOption, answer_with, opened, page, said
from firsthand.cli.options import AsOfOption, moment
from firsthand.cli.verbs import Twin, Verb


def disputes(
    as_of: AsOfOption = None,
    limit: LimitOption = LIMIT,
    everything: EveryOption = False,
    case: CaseOption = "case.db",
    as_json: JsonOption = False,
) -> None:
    """Print what is denied and by whom, and where figures, dates, places or actors differ, side by side."""
    with opened(case) as desk:
        found = desk.disputes(as_of=moment(as_of))
        answer = None if as_json else desk.answer(as_of=moment(as_of))

    def shown() -> RenderableType:
        from firsthand.export.people.report import SECTIONS
        from firsthand.export.people.view import View

        assert answer is not None
        if not answer.denials and not answer.discrepancies:
            return said("nothing is denied, and no accounts part")
        made = [make for key, make in SECTIONS if key in ("denials", "discrepancies")]
        return page(*(make(View(answer), None if everything else limit) for make in made))

    answer_with(found, shown, as_json=as_json)


VERB = Verb(disputes, (Twin("firsthand disputes", "case.disputes()"),))
