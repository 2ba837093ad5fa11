"""firsthand serve: the case in the browser."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from firsthand.cli.cases import CaseOption, JsonOption, needs, opened, write_json
from firsthand.cli.verbs import Twin, Verb

PORT = 8788


def serve(
    port: Annotated[int, typer.Option("--port", "-p", min=0, max=65535, help="0 takes any that is free.")] = PORT,
    case: CaseOption = "case.db",
    as_json: JsonOption = False,
) -> None:
    """Show the case in a browser on this machine, read-only, until Ctrl-C. Nobody else can reach it.

    Every claim shows its words in place, its chain, its stemma and the rules behind it.
    """
    with needs("web"):
        from firsthand.web.serving import serve as serve_case
        from firsthand.web.shelf import Shelf

    def ready(address: str) -> None:
        if as_json:
            write_json({"address": address})
        else:
            print(f"{case} on {address}   (Ctrl-C ends it)")
        sys.stdout.flush()

    with opened(case) as desk:
        serve_case(Shelf(desk, name=case), port=port, ready=ready)


VERB = Verb(
    serve,
    (
        Twin(
            "firsthand serve",
            "from firsthand.web.app import make_app\nfrom firsthand.web.shelf import Shelf\n\n"
            'make_app(Shelf(case, name="case.db"), hosts=["127.0.0.1:8788"])',
        ),
    ),
)
