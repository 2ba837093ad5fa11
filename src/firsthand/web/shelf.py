"""A case as the pages need it: looked up once for each state of the case, and no oftener."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from firsthand.errors import CaseError
from firsthand.export.people.view import View
from firsthand.model import Answer, hull
from firsthand.model.registers import Registers
from firsthand.registers import KINDS, registers
from firsthand.web.pages import Found
from firsthand.workspace import reasons

if TYPE_CHECKING:
    from firsthand.case import Case, Status

COUNTED = ("documents", "assertions", "claims")
Rows = Sequence[msgspec.Struct]


class Shelf:
    """Answers from the case as it stands now: a run or a decision elsewhere shows on the next page."""

    def __init__(self, case: Case, *, name: str) -> None:
        self.name = name
        self._case = case
        self._view: View | None = None
        self._registers: Registers | None = None
        self._reasons: Mapping[str, str] | None = None

    def view(self) -> View:
        """The answer, indexed."""
        answer = self._case.answer()
        if self._view is None or self._view.answer is not answer:
            self._view, self._registers = View(answer), None
        return self._view

    def around(self, id_: str) -> tuple[View, str] | None:
        """A claim with all that a page of it shows, from the store alone, and its whole id; None where nothing, or more
        than one claim, goes by the id, or what does is no claim."""
        try:
            found, answer = self._case.why(id_)
        except CaseError:
            return None
        return (View(answer), found.id) if found.kind == "claims" else None

    def counts(self) -> Mapping[str, int]:
        """How many reports, assertions and claims there are: from the answer where it is at hand, else as the store
        counts them."""
        if self._view is not None:
            answer = self._view.answer
            return {kind: len(getattr(answer, kind)) for kind in COUNTED}
        kept = self._case.status().counts
        return {**kept.findings, "documents": kept.documents}

    def reasons(self) -> Mapping[str, str]:
        """Why each rule holds."""
        if self._reasons is None:
            self._reasons = reasons()
        return self._reasons

    def registers(self) -> tuple[str, ...]:
        """The kinds of registers that have a page."""
        return KINDS

    def rows(self, kind: str) -> tuple[Rows, Rows]:
        """The rows of a register, or of the timeline, and its watch sheet."""
        made = self._made()
        if kind == "timeline":
            return made.timeline.moments, ()
        register = getattr(made, kind)
        return register.rows, register.watch

    def _made(self) -> Registers:
        view = self.view()
        if self._registers is None:
            self._registers = registers(view.answer)
        return self._registers

    def status(self) -> Status:
        return self._case.status()

    def search(self, query: str) -> tuple[Found, ...]:
        """Places in documents where the words stand; what is found by name alone leads to where it is mentioned."""
        view = self.view()
        found = []
        for hit in self._case.search(query, limit=50):
            if hit.document in view.documents:
                found.append(Found(hit.document, (hit.span,) if hit.span else ()))
            elif hit.kind == "entities" and (place := _mentioned(view.answer, hit.id)) is not None:
                found.append(place)
        return tuple({(f.document, f.spans and hull(f.spans)): f for f in found}.values())


def _mentioned(answer: Answer, entity: str) -> Found | None:
    mentions = next((e.mentions for e in answer.entities if e.id == entity), ())
    return Found(mentions[0].document, (mentions[0].span,)) if mentions else None
