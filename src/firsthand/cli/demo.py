"""firsthand demo: the packaged example."""

from __future__ import annotations

import time

from firsthand.cli.screen import (
    AllOption,
    Format,
    FormatOption,
    NoColorOption,
    OutputOption,
    progress_bar,
    write_answer,
)
from firsthand.cli.verbs import Twin, Verb
from firsthand.workspace import answer, example

_NEXT = (
    ("firsthand FOLDER", "text files, or JSONL of documents"),
    ("firsthand demo --format json --output answer.json", "the whole answer, for other programs"),
    ("firsthand why ID answer.json", "the reasons behind one line"),
    ("firsthand --help", "everything else"),
)


def demo(
    format: FormatOption = Format.REPORT,
    output: OutputOption = None,
    everything: AllOption = False,
    no_color: NoColorOption = False,
) -> None:
    """Read the packaged example, an affair invented in full, and print its answer."""
    began = time.monotonic()
    with progress_bar() as progress:
        taken = example()
        found = answer(taken.documents, refused=taken.refused, progress=progress)
    seconds = time.monotonic() - began
    write_answer(found, format=format, output=output, color=not no_color, everything=everything, seconds=seconds)
    if format is Format.REPORT and output is None:
        print("\nThat was an invented affair; its reports lie in the package. Now yours:\n")
        for command, what in _NEXT:
            print(f"  {command}\n      {what}")


VERB = Verb(
    demo,
    (
        Twin(
            "firsthand demo --format json",
            "from firsthand.workspace import answer, example\n\nanswer(example().documents)",
        ),
    ),
)
