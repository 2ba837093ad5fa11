"""firsthand status: how a case stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import RenderableType

from firsthand.cli.cases import CaseOption, JsonOption, answer_with, opened, page
from firsthand.cli.verbs import Twin, Verb

if TYPE_CHECKING:
    from firsthand.case import Status


def status(case: CaseOption = "case.db", as_json: JsonOption = False) -> None:
    """Say how a case stands: what it keeps, what waits for a run, what is in quarantine, when it last ran."""
    with opened(case) as desk:
        stands = desk.status()
    answer_with(stands, lambda: _page(stands), as_json=as_json)


def _page(stands: Status) -> RenderableType:
    from firsthand.export.people.layout import rows, strong
    from firsthand.export.people.view import printable

    counts, last = stands.counts, stands.last
    offers = " · ".join(f"{number:,} {name}" for name, number in counts.offers.items())
    lines = [
        ("reports", f"{counts.documents:,}" + (f" (offered: {offers})" if offers else "")),
        ("found", " · ".join(f"{n:,} {name}" for name, n in counts.findings.items() if n) or "nothing yet"),
        ("to read", f"{stands.unread:,}" + (f", and {stands.older:,} by an earlier reader" if stands.older else "")),
        (
            "decisions",
            f"{counts.judgements:,}" + (f", {stands.pending:,} since the last run" if stands.pending else ""),
        ),
        ("runs", f"{counts.runs:,}" + (f", the last {last.id} on {last.finished:%Y-%m-%d %H:%M}" if last else "")),
    ]
    lines += [("lost", f"{len(stands.lost):,} decisions no longer apply")] if stands.lost else []
    lines += [("quarantined", f"{printable(q.path)}: {printable(q.reason)}") for q in stands.quarantined]
    waits = stands.unread or stands.pending
    return page(strong(printable(stands.name)), rows(lines, fixed=(0,)), *(["firsthand run is due"] if waits else []))


VERB = Verb(status, (Twin("firsthand status", "case.status()"),))
