"""Options that several verbs take, checked alike."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Annotated

import typer

from firsthand.errors import IntakeError


def check_published(value: str | None) -> str | None:
    """A day or a time as ISO 8601 has it; usage that is wrong is said so."""
    from firsthand.intake import check_date

    try:
        return value and check_date(value, "--published")
    except IntakeError as error:
        raise typer.BadParameter(f"{error.message}; {error.hint}") from error


def check_moment(value: str | None) -> str | None:
    """A moment that `moment` can read."""
    try:
        moment(value)
    except ValueError as error:
        raise typer.BadParameter(f"'{(value or '')[:40]}' is no day; write 2024-03-10 or 2024-03-10T08:30Z") from error
    return value


def moment(value: str | None) -> datetime | None:
    """The moment that is asked for; a day stands for its end, and a time without a zone is UTC."""
    if value is None:
        return None
    read = datetime.fromisoformat(value)
    if len(value) <= len("2024-03-10"):
        read = datetime.combine(read.date(), time.max)
    return read if read.tzinfo else read.replace(tzinfo=UTC)


OutletOption = Annotated[str | None, typer.Option(help="Who published the reports that do not say so.")]
PublishedOption = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="When, for those that do not say so: 2022-06-15.", callback=check_published),
]
AsOfOption = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="As the case looked then: 2024-03-10.", callback=check_moment),
]
