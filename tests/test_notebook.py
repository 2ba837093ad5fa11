"""A case in a notebook."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from firsthand import notebook
from firsthand.case import Case
from firsthand.export.people.tables import Columns, table_html
from smallcase import small_case


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with small_case(tmp_path / "case.db") as made:
        yield made


def test_claims_are_records_and_tables(case: Case) -> None:
    """A sequence of records, whose rows say in words who tells them and who denies them."""
    claims = notebook.claims(case)
    assert ("cc01", 2) == (claims[0].id, len(claims))
    assert ["cc02"] == [c.id for c in claims[1:]]
    row = claims.rows()[0]
    assert ("“the bridge had fallen”", 2, ["Envoy"], ["Ministry"]) == (
        row["words"],
        row["pages"],
        row["told_by"],
        row["denied_by"],
    )


def test_arrow_and_pandas_have_a_row_for_each_record(case: Case) -> None:
    """The same columns in the same order."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what pandas says of other packages is theirs
        frame = notebook.claims(case).pandas()
    table = notebook.claims(case).arrow()
    assert list(frame.columns) == table.column_names
    assert ["cc01", "cc02"] == list(frame["id"]) == table.column("id").to_pylist()


def test_what_stands_behind_a_claim(case: Case) -> None:
    """Its tellings with their chains, the denial last; the id may be shortened."""
    told = notebook.assertions(case, "cc01")
    assert [("5501", ["Envoy"]), ("5503", ["Envoy"]), ("5504", ["Ministry"])] == [
        (row["id"], row["chain"]) for row in told.rows()
    ]


def test_jupyter_shows_tables_with_all_words_escaped(case: Case) -> None:
    """The case, its lists, its registers; a report's markup stays words."""
    for shown in (case, notebook.claims(case), notebook.register(case, "sources"), notebook.timeline(case)):
        assert shown._repr_html_().startswith("<table>")
    html = table_html(Columns(("a<b",), (False,), (("<script>alert(1)</script>",),)), title="<i>")
    assert "<script" not in html
    assert "<i>" not in html
