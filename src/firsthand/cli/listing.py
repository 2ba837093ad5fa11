"""Claims as lists show them: id and words, who tells it and where, who is against it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import msgspec
from rich.console import RenderableType

from firsthand.export.people.layout import Cell, Page, against, dim, joined, rows
from firsthand.export.people.view import View, once, printable
from firsthand.model import Claim, Document, Entity, text_id

if TYPE_CHECKING:
    from firsthand.case import Case
    from firsthand.store import Hit

WORDS = 220
"""Code points of a headline, about three lines of a narrow terminal."""

VOICES = 6
"""So many who tell it are named; the rest are counted."""


_LABEL = 28
"""Longer labels leave no room for words in a narrow terminal."""


class CaseView(View):
    """Records of a large case, some at a time: a report has the same label whichever others are shown beside it."""

    @cached_property
    def labels(self) -> dict[str, str]:
        return {d.id: printable(_label(d)) for d in self.answer.documents}


def _label(document: Document) -> str:
    """The stem of its file's name, else its given or shortened id."""
    path = document.path or ""
    stem = PurePosixPath(path).stem if path != "-" and not path.rpartition(":")[2].isdigit() else ""
    given = "" if document.id == text_id(document.text) else document.id
    return next((name for name in (stem, given) if 0 < len(name) <= _LABEL), document.id[:8])


def claim_lines(view: View, claim: Claim) -> RenderableType:
    """One claim in a few lines."""
    voices: dict[str, list[str]] = {}
    for a in (view.assertions[a] for a in claim.assertions):
        voices.setdefault(view.speaker(a) if a.chain else "in its own voice", []).append(view.where(a))
    told: list[Cell] = [joined(who, "  ", dim(", ".join(once(places)))) for who, places in voices.items()]
    more = [dim(f"and {len(told) - VOICES} more")] if len(told) > VOICES else []
    denied = once(view.speaker(view.assertions[a]) for a in claim.denied_by)
    lines: list[Cell] = [view.headline(claim, longest=WORDS), dim(view.origins(claim)), *told[:VOICES], *more]
    lines += [joined(against("denied by "), ", ".join(denied))] if denied else []
    return rows([(dim(claim.id[:8]) if n == 0 else "", line) for n, line in enumerate(lines)], indent=0, fixed=(0,))


def spaced(parts: Iterable[RenderableType]) -> list[RenderableType]:
    """Parts with a blank line between them."""
    shown: list[RenderableType] = []
    for number, part in enumerate(parts):
        shown += ["", part] if number else [part]
    return shown


def hit_lines(desk: Case, hits: Sequence[Hit]) -> RenderableType:
    """What a search found: each passage with its place, or the name."""
    around = desk.around([h.id for h in hits])
    with desk.store.view() as kept:
        texts = {d.id: d for d in kept.documents({h.document for h in hits if h.document})}
        names = {e.id: e for e in kept.records("entities", {h.id for h in hits if h.kind == "entities"})}
    view = CaseView(msgspec.structs.replace(around, documents=tuple(texts.values())))
    return Page(rows([_hit(view, names, h) for h in hits], indent=0, fixed=(0,)))


def _hit(view: View, names: Mapping[str, Entity], hit: Hit) -> tuple[Cell, Cell]:
    if hit.document is None:
        entity = names.get(hit.id)
        return dim(entity.kind if entity else hit.kind), printable(entity.name) if entity else hit.id
    if hit.span is None:
        return dim(view.page(hit.document)), printable(view.documents[hit.document].title or "")
    words = view.words(hit.document, (hit.span,), longest=WORDS)
    return dim(view.place(hit.document, (hit.span,))), words if hit.kind == "documents" else joined(
        words, dim(f"  {hit.id[:8]}")
    )
