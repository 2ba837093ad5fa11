"""What the verbs share: where they write, how they show progress, how they say what went wrong."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from threading import Timer
from typing import IO, Annotated, BinaryIO, NoReturn

import typer
from rich.console import Console, RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.progress import Progress as ProgressBar
from rich.text import Text

from firsthand.errors import FirsthandError
from firsthand.export.json import json_pieces
from firsthand.export.jsonl import to_jsonl
from firsthand.export.people import make_report
from firsthand.export.people.view import printable
from firsthand.intake import Taken
from firsthand.model import Answer
from firsthand.workspace import Progress

_PATIENCE = 1.0
"""Seconds after which people begin to wonder whether anything happens."""


class Format(StrEnum):
    """How an answer is written."""

    REPORT = "report"
    JSON = "json"
    JSONL = "jsonl"


FormatOption = Annotated[
    Format, typer.Option("--format", "-f", help="A report for people, one JSON object, or JSON lines.")
]
OutputOption = Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file.", dir_okay=False)]
NoColorOption = Annotated[bool, typer.Option("--no-color", help="Plain text, without escape sequences.")]
AllOption = Annotated[bool, typer.Option("--all", help="Leave nothing out of the report's lists.")]


def _console(stream: IO[str], *, color: bool) -> Console:
    """Without colour there is no escape sequence at all; words are never taken for markup or emoji codes."""
    plain = not color or bool(os.environ.get("NO_COLOR"))
    return Console(file=stream, color_system=None if plain else "auto", highlight=False, markup=False, emoji=False)


def show(page: RenderableType, *, color: bool = True, output: Path | None = None) -> None:
    """Print a page, or write it to a file."""
    if output is None:
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(errors="replace")
        _console(sys.stdout, color=color).print(page)
        return
    with _opened(output) as stream, io.TextIOWrapper(stream, encoding="utf-8") as text:
        console = Console(file=text, color_system=None, width=100, highlight=False, markup=False, emoji=False)
        console.print(page)


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        with path.open("wb") as stream:
            yield stream
    except OSError as error:
        raise FirsthandError(
            f"{path} cannot be written: {error.strerror}", hint="check the folder and its permissions"
        ) from error


def write_answer(
    answer: Answer,
    *,
    format: Format,
    output: Path | None,
    color: bool,
    everything: bool,
    only: frozenset[str] = frozenset(),
    seconds: float | None = None,
) -> None:
    """The answer in the format that was asked for, on standard output or in a file."""
    match format:
        case Format.REPORT:
            page = make_report(answer, only=only, seconds=seconds, everything=everything)
            show(page, color=color, output=output)
        case Format.JSON:
            _write(json_pieces(answer), output)
        case Format.JSONL:
            _write(to_jsonl(answer), output)


def _write(parts: Iterable[bytes], output: Path | None) -> None:
    if output is None:
        sys.stdout.buffer.writelines(parts)
        sys.stdout.buffer.flush()
        return
    with _opened(output) as stream:
        stream.writelines(parts)


def tell_refusals(taken: Taken) -> None:
    """Name on standard error what was refused, for whoever reads JSON."""
    for refusal in taken.refused:
        _complain("refused", f"{refusal.path}: {refusal.reason}", refusal.hint)


def tell_known(taken: Taken) -> None:
    """Name on standard error every item whose text another one has too: it is read once, and one outlet is lost."""
    first = {d.id: d.path for d in taken.documents}
    others = [known for known in taken.known if known.path != first[known.document]]
    same = [f"{known.path} has the same text as {first[known.document]}" for known in others]
    for message in same[:-1]:
        _say("note", message)
    for message in same[-1:]:
        _complain("note", message, "it is read once; give each an id of its own to count both")


def fail(error: FirsthandError) -> NoReturn:
    """Print what went wrong and what to try; exit status 1."""
    tell_error(error)
    raise SystemExit(1)


def tell_error(error: FirsthandError) -> None:
    """What went wrong, and what to try, on standard error."""
    _complain("error", error.message, error.hint)


def stop() -> NoReturn:
    """Say that Ctrl-C was heard; exit status 130, as shells expect."""
    _complain("stopped", "nothing is half done", "the same command goes on where this one was")
    raise SystemExit(130)


def tell(kind: str, message: str) -> None:
    """One line on standard error."""
    _say(kind, message)


def write_file(path: Path, content: bytes) -> None:
    """Write a file; FirsthandError where that cannot be."""
    with _opened(path) as stream:
        stream.write(content)


def read_lines(path: str) -> list[bytes]:
    """The lines of a file, or of standard input for `-`; FirsthandError where it cannot be read."""
    try:
        return (sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()).splitlines()
    except OSError as error:
        raise FirsthandError(f"{path} cannot be read: {error.strerror}", hint="check the path") from error


def _complain(kind: str, message: str, hint: str) -> None:
    _say(kind, message)
    _say("hint", hint)


def _say(kind: str, message: str) -> None:
    style = "bold" if kind == "error" else None
    _console(sys.stderr, color=True).print(f"{kind}: {printable(message)}", style=style, soft_wrap=True)


class Rate(ProgressColumn):
    """How many are done in a second, or in a minute where that is less than one."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        if not speed or task.total is None:
            return Text()
        return Text(f"{speed:.1f}/s" if speed >= 1 else f"{60 * speed:.1f}/min")


@contextmanager
def progress_bar() -> Iterator[Progress | None]:
    """A bar on standard error that comes up when the whole takes longer; None where nobody would see it."""
    if not sys.stderr.isatty():
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn())
    bar = ProgressBar(*columns, console=_console(sys.stderr, color=True), transient=True)
    tasks = {"": bar.add_task("reading", total=None)}
    patience = Timer(_PATIENCE, bar.start)

    def advance(phase: str, done: int, total: int | None) -> None:
        if phase not in tasks:
            bar.remove_task(tasks.popitem()[1])
            tasks[phase] = bar.add_task(phase, total=total)
        bar.update(tasks[phase], completed=done, total=total)

    patience.start()
    try:
        yield advance
    finally:
        patience.cancel()
        patience.join()
        bar.stop()
