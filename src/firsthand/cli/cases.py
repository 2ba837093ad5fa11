"""What the verbs of a case share: which case, and how they print what it says."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer
from rich.console import RenderableType

from firsthand.cli.screen import show, tell
from firsthand.errors import FirsthandError

if TYPE_CHECKING:
    from firsthand.case import Case
    from firsthand.store.records import Holder

USUAL = "case.db"
"""The case where none is named."""

LIMIT = 30
"""Rows of a list that are shown unless all are asked for."""

CaseOption = Annotated[
    str,
    typer.Option(
        "--case", "-c", metavar="CASE", envvar="FIRSTHAND_CASE", help="The case: its file, or a PostgreSQL address."
    ),
]
OpenCaseOption = Annotated[
    str | None,
    typer.Option(
        "--case", "-c", metavar="CASE", envvar="FIRSTHAND_CASE", help="Look in this case.", show_default=False
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON value, for other programs.")]
LimitOption = Annotated[int, typer.Option("--limit", "-n", min=1, max=1_000_000, help="So many rows.")]
EveryOption = Annotated[bool, typer.Option("--all", help="All rows.")]


@contextmanager
def opened(where: str, *, create: bool = False) -> Iterator[Case]:
    """The case at `where`, closed again whatever happens."""
    from firsthand.case import open as open_case

    case = open_case(where, create=create, on_wait=tell_wait)
    try:
        yield case
    finally:
        case.close()


def tell_wait(holder: Holder | None) -> None:
    """Say on standard error for whom one waits."""
    who = f"{holder.who} (process {holder.pid}), since {holder.since:%H:%M:%S} UTC" if holder else "another process"
    tell("waiting", f"{who} is writing to this case")


def answer_with(value: object, page: Any, *, as_json: bool, color: bool = True) -> None:
    """Print `value` as JSON, or the page that `page` makes of it; the page is made only when it is shown."""
    if as_json:
        write_json(value)
    else:
        show(page(), color=color)


def write_json(value: object) -> None:
    """One JSON value and a line end on standard output; indented where a person looks at it."""
    encoded = msgspec.json.encode(value, enc_hook=_as_text)
    if sys.stdout.isatty():
        encoded = msgspec.json.format(encoded, indent=2)
    sys.stdout.buffer.write(encoded + b"\n")
    sys.stdout.buffer.flush()


def _as_text(value: object) -> str:
    return str(value)


def first(things: Iterable[Any], limit: int, everything: bool) -> tuple[tuple[Any, ...], int]:
    """As many as are to be shown, and how many are left out."""
    kept = tuple(things)
    shown = kept if everything else kept[:limit]
    return shown, len(kept) - len(shown)


def page(*parts: RenderableType) -> RenderableType:
    """Parts one below the other."""
    from firsthand.export.people.layout import Page

    return Page(*parts)


def said(words: str) -> RenderableType:
    """One line of words."""
    return page(words)


@contextmanager
def needs(extra: str) -> Iterator[None]:
    """What is imported inside belongs to an extra of the package; where it is not installed, say how to have it."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("firsthand"):
            raise
        raise FirsthandError(
            f"{error.name} is not installed, which this verb needs", hint=f"pip install 'firsthand[{extra}]'"
        ) from error
