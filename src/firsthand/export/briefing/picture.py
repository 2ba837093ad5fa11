"""The stemma of the claim that most reports tell: the drawing of `firsthand why`, for every shape of the briefing."""

from __future__ import annotations

import msgspec

from firsthand.export.people.stemma import Node, grow_stemma
from firsthand.export.people.stemma_shapes import Drawing, draw_shapes
from firsthand.export.people.view import View
from firsthand.model import Answer, Claim


class Picture(msgspec.Struct, frozen=True):
    """The drawing, whose title is the claim's words, and the tree that is drawn."""

    claim: str
    drawing: Drawing
    roots: tuple[Node, ...]


def draw_stemma(answer: Answer) -> Picture | None:
    """None where every claim is told by one report that comes from nowhere."""
    view = View(answer)
    pages = {c.id: _pages(view, c) for c in answer.claims}
    claim = max(answer.claims, key=lambda c: (pages[c.id], c.origins.pages, c.id), default=None)
    roots = grow_stemma(view, claim) if claim is not None else ()
    if claim is None or not roots or (len(roots) == 1 and not roots[0].children):
        return None
    return Picture(claim.id, draw_shapes(roots, view.headline(claim)), roots)


def _pages(view: View, claim: Claim) -> int:
    return len({view.assertions[a].document for a in (*claim.assertions, *claim.denied_by)})
