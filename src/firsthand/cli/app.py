"""The verbs in one command, and what happens when one goes wrong."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from difflib import get_close_matches
from functools import cache, wraps
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command, get_command_from_info
from typer.models import CommandInfo

from firsthand import __version__
from firsthand.cli.screen import fail, stop
from firsthand.cli.verbs import VERBS, Verb, group_of, load
from firsthand.errors import FirsthandError

_OWN = ("--help", "--version", "--install-completion", "--show-completion")


class Verbs(TyperGroup):
    """A group whose commands are made when they are asked for: a verb costs only its own imports."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        return make_command(cmd_name) if cmd_name in VERBS else None

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args[0] not in VERBS and (near := get_close_matches(args[0], VERBS)):
            ctx.fail(f"No such verb '{args[0]}'. Did you mean {' or '.join(near)}?")
        return super().resolve_command(ctx, args)


@cache
def make_command(name: str) -> TyperCommand | TyperGroup:
    """The command of one verb; with parts of its own, a group of them that does `run` when none is named."""
    verb = load(name)
    if verb.parts:
        return _with_parts(name, verb)
    info = CommandInfo(name, callback=careful(verb.run), epilog=examples(verb), rich_help_panel=group_of(name))
    command = get_command_from_info(info, pretty_exceptions_short=False, rich_markup_mode="markdown")
    assert isinstance(command, TyperCommand)
    return command


def _with_parts(name: str, verb: Verb) -> TyperGroup:
    made = typer.Typer(
        name=name, epilog=examples(verb), rich_help_panel=group_of(name), add_completion=False,
        pretty_exceptions_enable=False, invoke_without_command=True, rich_markup_mode="markdown",
    )  # fmt: skip
    made.callback()(careful(verb.run))
    for part, run in verb.parts:
        made.command(part)(careful(run))
    group = get_command(made)
    assert isinstance(group, TyperGroup)
    group.rich_help_panel = group_of(name)
    return group


def examples(verb: Verb) -> str:
    """The foot of a help page: each example a line of its own."""
    return "\n\n".join(("For example:", *(f"`{twin.shell}`" for twin in verb.twins)))


def careful(run: Callable[..., None]) -> Callable[..., None]:
    """`run`, from which Ctrl-C leads out with a word and no traceback."""

    @wraps(run)
    def carefully(*args: Any, **options: Any) -> None:
        try:
            run(*args, **options)
        except KeyboardInterrupt:
            stop()

    return carefully


app = typer.Typer(
    help="Who really said it: reads news reports and names, for every claim, its source, chain, denials and copies.",
    epilog="firsthand PATH… is short for firsthand read PATH…",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    cls=Verbs,
)


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
    """The command line with `read` put in where it names no verb. A file that is called like a verb is `./demo`; a word
    that is no file and almost a verb stays, so that it is named as a mistake."""
    if not words or words[0].partition("=")[0] in (*VERBS, *_OWN) or _mistyped(words[0]):
        return words
    return ["read", *words]


def _mistyped(word: str) -> bool:
    return word.isalpha() and bool(get_close_matches(word, VERBS, cutoff=0.75)) and not Path(word).exists()


def main() -> None:
    """The entry point: exit status 0, 1 when something was refused or failed, 2 for wrong usage, 3 when an alert fired,
    130 when it was interrupted."""
    # numpy looks once, when it is first imported: for matrices as small as the parser's more threads only cost time
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        app(args=with_verb(sys.argv[1:]), prog_name="firsthand")
    except FirsthandError as error:
        fail(error)
