"""A case in a notebook: what it says as records, as Arrow and pandas tables, and as HTML that Jupyter shows.

    case = firsthand.open("case.db")
    claims = notebook.claims(case)      # a sequence of Claim records, shown as a table
    claims.pandas()                     # the same as a data frame, one row a claim
    notebook.register(case, "figures").arrow()

Arrow and pandas come with the extra `notebook`. Every word that a report wrote is escaped.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

import msgspec

from firsthand.errors import FirsthandError
from firsthand.export.people.sheets import lay_out
from firsthand.export.people.tables import Columns, table_html
from firsthand.export.people.view import View
from firsthand.model import Assertion, Claim

if TYPE_CHECKING:
    import pandas
    import pyarrow

    from firsthand.case import Case
    from firsthand.model.registers import RegisterKind, Row

T = TypeVar("T", bound=msgspec.Struct)

Flat = Mapping[str, Any]
"""One row of a table: plain values by the name of their column."""

SHOWN = 20
"""Rows that a notebook shows of a longer table."""


class Records(Sequence[T], Generic[T]):
    """Records in order, which a notebook shows as a table.

    `flat` makes a row of plain values from a record, `page` the words that are shown.
    """

    def __init__(
        self, records: Sequence[T], *, flat: Callable[[T], Flat], page: Callable[[Sequence[T]], Columns], title: str
    ) -> None:
        self._records = tuple(records)
        self._flat, self._page, self._title = flat, page, title

    @overload
    def __getitem__(self, at: int) -> T: ...

    @overload
    def __getitem__(self, at: slice) -> Records[T]: ...

    def __getitem__(self, at: int | slice) -> T | Records[T]:
        if isinstance(at, slice):
            return Records(self._records[at], flat=self._flat, page=self._page, title=self._title)
        return self._records[at]

    def __len__(self) -> int:
        return len(self._records)

    def __repr__(self) -> str:
        return f"<{len(self):,} {self._title}>"

    def _repr_html_(self) -> str:
        """What Jupyter shows: the first rows as a table, all words escaped."""
        return table_html(self._page(self._records[:SHOWN]), title=f"{len(self):,} {self._title}")

    def rows(self) -> list[dict[str, Any]]:
        """A dict of plain values for each record."""
        return [dict(self._flat(record)) for record in self._records]

    def arrow(self) -> pyarrow.Table:
        """An Arrow table, a row for each record; FirsthandError where pyarrow is not installed."""
        try:
            import pyarrow
        except ModuleNotFoundError as error:
            raise _missing("pyarrow") from error
        return pyarrow.Table.from_pylist(self.rows())

    def pandas(self) -> pandas.DataFrame:
        """A data frame, a row for each record; FirsthandError where pandas is not installed."""
        try:
            import pandas
        except ModuleNotFoundError as error:
            raise _missing("pandas") from error
        return pandas.DataFrame(self.rows())


def _missing(package: str) -> FirsthandError:
    return FirsthandError(f"{package} is not installed", hint="pip install 'firsthand[notebook]'")


def claims(case: Case, query: str | None = None, *, limit: int | None = None, **asked: Any) -> Records[Claim]:
    """Claims as `Case.claims` finds them, with the words of each and who tells it."""
    found = case.claims(query, limit=limit, **asked)
    view = View(case.around([c.id for c in found]))
    return Records(
        found, flat=lambda c: claim_row(view, c), page=lambda shown: _claims_page(view, shown), title="claims"
    )


def claim_row(view: View, claim: Claim) -> Flat:
    """A claim in plain values."""
    told = [view.assertions[a] for a in claim.assertions]
    return {
        "id": claim.id,
        "words": view.headline(claim),
        "pages": claim.origins.pages,
        "newsrooms": claim.origins.newsrooms,
        "primary_sources": claim.origins.primary_sources,
        "independent": claim.origins.independent,
        "told_by": list(dict.fromkeys(view.speaker(a) for a in told)),
        "denied_by": list(dict.fromkeys(view.speaker(view.assertions[a]) for a in claim.denied_by)),
        "documents": list(dict.fromkeys(a.document for a in told)),
    }


def _claims_page(view: View, shown: Sequence[Claim]) -> Columns:
    names = ("id", "words", "origins", "told by", "denied by")
    rows = []
    for claim in shown:
        flat = claim_row(view, claim)
        who, against = ", ".join(flat["told_by"]), ", ".join(flat["denied_by"])
        rows.append((claim.id[:8], view.headline(claim, longest=240), view.origins(claim), who, against))
    return Columns(names, (False,) * len(names), tuple(rows))


def assertions(case: Case, claim: str) -> Records[Assertion]:
    """The tellings of a claim, whose id may be shortened, those who deny it last."""
    found, around = case.why(claim)
    view = View(around)
    told = [c for c in around.claims if c.id == found.id]
    records = [view.assertions[a] for c in told for a in (*c.assertions, *c.denied_by)]
    return Records(
        records,
        flat=lambda a: assertion_row(view, a),
        page=lambda shown: _assertions_page(view, shown),
        title="tellings",
    )


def assertion_row(view: View, assertion: Assertion) -> Flat:
    """A telling in plain values."""
    return {
        "id": assertion.id,
        "document": assertion.document,
        "outlet": view.documents[assertion.document].outlet,
        "words": view.told(assertion),
        "chain": view.voices(assertion),
        "act": assertion.act,
        "author": assertion.factuality["author"],
        "event": assertion.event.type if assertion.event else None,
    }


def _assertions_page(view: View, shown: Sequence[Assertion]) -> Columns:
    names = ("where", "words", "chain", "act", "the page")
    rows = tuple((view.where(a), view.told(a), view.path(a), a.act, a.factuality["author"]) for a in shown)
    return Columns(names, (False,) * len(names), rows)


def register(case: Case, kind: RegisterKind, *, watch: bool = False) -> Records[Row]:
    """The rows of a register, or of its watch sheet."""
    found = case.register(kind)
    rows = found.watch if watch else found.rows
    return Records(rows, flat=flat_row, page=lambda shown: lay_out(kind, shown), title=f"rows of {kind}")


def timeline(case: Case) -> Records[Any]:
    """Events by their day."""
    return Records(
        case.timeline().moments, flat=flat_row, page=lambda shown: lay_out("timeline", shown), title="moments"
    )


def flat_row(record: msgspec.Struct) -> Flat:
    """A record in plain values; what is itself made of records becomes lists and dicts."""
    plain: dict[str, Any] = msgspec.to_builtins(record)
    return plain


__all__ = ["Records", "assertions", "claims", "register", "timeline"]
