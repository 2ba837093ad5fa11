"""firsthand why: the reasons behind one line of a saved answer."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from typing import Annotated

import typer

from firsthand.cli.screen import NoColorOption, show
from firsthand.errors import AnswerError
from firsthand.export.json import from_json
from firsthand.export.people import explain
from firsthand.workspace import reasons

_USUAL = Path("answer.json")


def why(
    id_: Annotated[
        str, typer.Argument(metavar="ID", help="Of a claim, an assertion or an attribution; its beginning will do.")
    ],
    saved: Annotated[
        Path | None, typer.Argument(metavar="ANSWER", help="A saved answer in JSON.", show_default=False)
    ] = None,
    answer: Annotated[
        Path | None, typer.Option("--answer", metavar="ANSWER", help="The same, as an option.", show_default=False)
    ] = None,
    no_color: NoColorOption = False,
) -> None:
    """Explain one claim of a saved answer: its words, its chain, who holds it, the rules that fired.

    Without ANSWER the answer comes from standard input, if one is piped in, else from answer.json.
    """
    raw, name = _saved(saved or answer)
    show(explain(from_json(raw, name=name), id_, reasons=reasons()), color=not no_color)


def _saved(path: Path | None) -> tuple[bytes, str]:
    if (path is None and _piped()) or path == Path("-"):
        raw = sys.stdin.buffer.read()
        if raw or path:
            return raw, "standard input"
    path = path or _USUAL
    try:
        return path.read_bytes(), str(path)
    except OSError as error:
        hint = "save one first: firsthand PATH… --format json --output answer.json"
        raise AnswerError(f"{path} cannot be read: {error.strerror}", hint=hint) from error


def _piped() -> bool:
    """Whether standard input is a pipe or a file, and no terminal or nothing."""
    try:
        mode = os.fstat(sys.stdin.fileno()).st_mode
    except (AttributeError, OSError, ValueError):
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISREG(mode)
