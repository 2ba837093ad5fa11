"""The verbs in one command, and what happens when one goes wrong."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from firsthand import __version__
from firsthand.cli import demo, read, why
from firsthand.cli.screen import fail
from firsthand.errors import FirsthandError

app = typer.Typer(
    help="Who really said it: reads news reports and names, for every claim, its source, chain, denials and copies.",
    epilog="firsthand PATH… is short for firsthand read PATH…",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("read")(read.read)
app.command("why")(why.why)
app.command("demo")(demo.demo)

VERBS = ("read", "why", "demo")
_OWN = ("--help", "--version")


def _show_version(asked: bool) -> None:
    if asked:
        print(f"firsthand {__version__}")
        raise typer.Exit


@app.callback()
def top(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Options of the command itself."""


def with_verb(words: list[str]) -> list[str]:
    """The command line with `read` put in where it names no verb. A file that is called like a verb is `./demo`."""
    return words if not words or words[0] in (*VERBS, *_OWN) else ["read", *words]


def main() -> None:
    """The entry point: exit status 0, 1 when something was refused or failed, 2 for wrong usage."""
    # numpy looks once, when it is first imported: for matrices as small as the parser's more threads only cost time
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        app(args=with_verb(sys.argv[1:]), prog_name="firsthand")
    except FirsthandError as error:
        fail(error)
