"""firsthand review: decide at the keyboard."""

from __future__ import annotations

import getpass
import sys
from typing import Annotated

import typer

from firsthand.cli.cases import CaseOption, JsonOption, answer_with, needs, opened, said
from firsthand.cli.verbs import Twin, Verb
from firsthand.errors import FirsthandError

UserOption = Annotated[
    str, typer.Option("--user", envvar="FIRSTHAND_USER", help="Whose decision it is.", default_factory=getpass.getuser)
]


def review(user: UserOption, case: CaseOption = "case.db", as_json: JsonOption = False) -> None:
    """Go through the claims at the keyboard: accept, fix, reject, merge, rate. Each decision can be taken back.

    Decisions are kept at once; the next run applies them. `?` shows the keys.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()) and not as_json:
        raise FirsthandError(
            "there is no terminal to review in", hint="firsthand decisions add takes decisions from other programs"
        )
    with needs("tui"):
        from firsthand.cli.reviewing.screen import Review
    from firsthand.export.people import explain
    from firsthand.workspace import reasons

    with opened(case) as desk:
        answer = desk.answer()
        if as_json:
            from firsthand.cli.reviewing.decisions import queue
            from firsthand.export.people.view import View

            answer_with(queue(View(answer)), lambda: said(""), as_json=True)
            return
        made = Review(
            answer,
            judge=lambda decision, reason: desk.judge(decision, user=user, reason=reason).id,
            undo=lambda id_: str(desk.undo(id_, user=user).id),
            explain=lambda id_: explain(answer, id_, reasons=reasons()),
        ).run()
    print(f"{made or 0:,} decisions kept" + ("; firsthand run applies them" if made else ""))


VERB = Verb(
    review,
    (
        Twin(
            "firsthand review --json",
            "from firsthand.cli.reviewing.decisions import queue\nfrom firsthand.export.people.view import View\n\n"
            "queue(View(case.answer()))",
        ),
    ),
)
