"""firsthand verify: is everything still as it was put in."""

from __future__ import annotations

import typer

from firsthand.cli.cases import CaseOption, JsonOption, answer_with, opened, said
from firsthand.cli.tables import table
from firsthand.cli.verbs import Twin, Verb


def verify(case: CaseOption = "case.db", as_json: JsonOption = False) -> None:
    """Hash all evidence and every finding again, read every span back, and name what is damaged.

    It shows that nothing changed since it was captured, never that a text is authentic.
    """
    from firsthand.export.people.tables import tabulate

    with opened(case) as desk:
        damages = desk.verify()
    whole = "unchanged since capture: evidence, readings, findings and decisions"
    answer_with(damages, lambda: table(tabulate(damages)) if damages else said(whole), as_json=as_json)
    if damages:
        raise typer.Exit(1)


VERB = Verb(verify, (Twin("firsthand verify", "case.verify()"),))
