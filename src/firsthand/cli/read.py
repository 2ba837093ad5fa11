"""firsthand read: reports in, the answer out."""

from __future__ import annotations

import time
from typing import Annotated

import typer

from firsthand.cli.screen import (
    AllOption,
    Format,
    FormatOption,
    NoColorOption,
    OutputOption,
    progress_bar,
    tell_known,
    tell_refusals,
    write_answer,
)
from firsthand.cli.verbs import Twin, Verb
from firsthand.errors import IntakeError
from firsthand.intake import check_date, take_in
from firsthand.workspace import KEYS, answer, for_report


def _split_keys(values: list[str]) -> list[str]:
    keys = [key.strip() for value in values for key in value.split(",") if key.strip()]
    for key in keys:
        if key not in KEYS:
            raise typer.BadParameter(f"no list is called '{key}'; the lists are {', '.join(KEYS)}")
    return keys


def _check_published(value: str | None) -> str | None:
    try:
        return value and check_date(value, "--published")
    except IntakeError as error:
        raise typer.BadParameter(f"{error.message}; {error.hint}") from error


def read(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH", help="Files, folders, or - for standard input.", show_default=False)
    ],
    format: FormatOption = Format.REPORT,
    only: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KEY",
            help="Only this list of the answer; may be repeated or hold commas.",
            callback=lambda v: _split_keys(v or []),
        ),
    ] = None,
    outlet: Annotated[str | None, typer.Option(help="Who published the reports that do not say so.")] = None,
    published: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="When, for those that do not say so: 2022-06-15.", callback=_check_published),
    ] = None,
    output: OutputOption = None,
    everything: AllOption = False,
    no_color: NoColorOption = False,
) -> None:
    """Read reports and print who says what, through whom, who denies it, and what is only repeated.

    PATH is a text file, a folder, a file of documents in JSON or JSONL, or - for standard input.
    """
    began = time.monotonic()
    wanted = frozenset(only or ())
    asked = for_report(wanted) if format is Format.REPORT else wanted
    with progress_bar() as progress:
        taken = take_in(paths, outlet=outlet, published=published)
        found = answer(taken.documents, only=asked, refused=taken.refused, known=taken.known, progress=progress)
    seconds = time.monotonic() - began
    write_answer(
        found, format=format, output=output, color=not no_color, everything=everything, only=wanted, seconds=seconds
    )
    tell_known(taken)
    if format is not Format.REPORT or output or (wanted and "refused" not in wanted):
        tell_refusals(taken)
    if taken.refused:
        raise typer.Exit(1)


VERB = Verb(
    read,
    (
        Twin(
            "firsthand read reports/0308-astrelle.txt --format json --output answer.json",
            "from firsthand.intake import take_in\nfrom firsthand.workspace import answer\n\n"
            'answer(take_in(["reports/0308-astrelle.txt"]).documents)',
        ),
    ),
)
