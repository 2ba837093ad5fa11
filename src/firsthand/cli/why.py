"""firsthand why: the reasons behind one line, of a case or of a saved answer."""

from __future__ import annotations

import os
import stat
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from firsthand.cli.cases import USUAL, JsonOption, OpenCaseOption, answer_with, opened
from firsthand.cli.screen import NoColorOption, OutputOption, show, write_file
from firsthand.cli.verbs import Twin, Verb
from firsthand.errors import AnswerError
from firsthand.export.json import from_json
from firsthand.export.people import draw, explain
from firsthand.workspace import reasons

_SAVED = Path("answer.json")


class Form(StrEnum):
    """How the reasons are shown."""

    PAGE = "page"
    SVG = "svg"


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
    case: OpenCaseOption = None,
    format: Annotated[
        Form, typer.Option("--format", "-f", help="A page of reasons, or a picture of where the claim comes from.")
    ] = Form.PAGE,
    output: OutputOption = None,
    no_color: NoColorOption = False,
    as_json: JsonOption = False,
) -> None:
    """Explain one claim: its words, its chain, where it comes from, who holds it, the rules that fired.

    It is looked up in ANSWER if one is named, else in the case; without either in what is piped in, in answer.json, or
    in case.db, whichever there is.
    """
    named = saved or answer
    if named is None and (case or not (_piped() or _SAVED.exists()) and Path(USUAL).exists()):
        with opened(case or USUAL) as desk:
            found, whole = desk.why(id_)
            id_ = found.id
    else:
        raw, name = _saved(named)
        whole = from_json(raw, name=name)
    if format is Form.SVG:
        picture = draw(whole, id_).encode("utf-8", "replace")
        if output is None:
            sys.stdout.buffer.write(picture)
            sys.stdout.buffer.flush()
        else:
            write_file(output, picture)
        return
    if output is not None:
        show(explain(whole, id_, reasons=reasons()), output=output)
        return
    answer_with(whole, lambda: explain(whole, id_, reasons=reasons()), as_json=as_json, color=not no_color)


VERB = Verb(
    why,
    (
        Twin("firsthand why CLAIM", 'case.why("CLAIM")'),
        Twin(
            "firsthand why CLAIM answer.json",
            "from pathlib import Path\n\nfrom firsthand.export.json import from_json\n"
            "from firsthand.export.people import explain\nfrom firsthand.workspace import reasons\n\n"
            'saved = from_json(Path("answer.json").read_bytes(), name="answer.json")\n'
            'explain(saved, "CLAIM", reasons=reasons())',
        ),
    ),
)


def _saved(path: Path | None) -> tuple[bytes, str]:
    if (path is None and _piped()) or path == Path("-"):
        raw = sys.stdin.buffer.read()
        if raw or path:
            return raw, "standard input"
    path = path or _SAVED
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
