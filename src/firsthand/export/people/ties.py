"""Why the tellings of a claim are one, sign by sign."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from firsthand.export.people.layout import dim, joined, rows
from firsthand.export.people.view import View
from firsthand.model import Claim, Tie

_SHOWN = 12
"""So many signs are shown of each pair, those of the tellings first."""


def show_ties(view: View, claim: Claim) -> Iterator[RenderableType]:
    """A line for each telling beside the headline: how alike they are, and by which signs."""
    if claim.ties:
        lines = [(view.where(view.assertions[tie.assertions[1]]), _said(tie)) for tie in claim.ties if _here(tie, view)]
        yield rows([(dim(where), said) for where, said in lines], fixed=(0,))


def _here(tie: Tie, view: View) -> bool:
    return all(id in view.assertions for id in tie.assertions)


def _said(tie: Tie) -> Text:
    events = "" if tie.probability is None else f", one event {tie.probability:.2f}"
    signs = " · ".join(f"{name.partition('/')[2]} {value:.2g}" for name, value in tie.signs[:_SHOWN])
    return joined(f"alike {tie.score:.2f}{events}", dim(f"  {signs}"))
