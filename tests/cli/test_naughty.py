"""Strings that break programs, in every field of the command and of the site: an answer, or a clear error."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from starlette.applications import Starlette

import firsthand
from firsthand.cli import alerts, claims, decisions, diff, search, why
from firsthand.cli.screen import tell_error
from firsthand.errors import FirsthandError
from firsthand.web.app import make_app
from firsthand.web.shelf import Shelf
from smallcase import small_case


@pytest.fixture(scope="module")
def naughty(request: pytest.FixtureRequest) -> list[str]:
    shared: Path = request.getfixturevalue("shared")
    found: list[str] = json.loads((shared / "data/torture/blns/blns.json").read_text(encoding="utf-8"))
    assert len(found) >= 500
    return found


@pytest.fixture
def where(tmp_path: Path) -> str:
    path = tmp_path / "case.db"
    small_case(path).close()
    return str(path)


FIELDS: dict[str, Callable[[str, str], None]] = {
    "claims QUERY": lambda s, case: claims.claims([s], case=case),
    "claims --source": lambda s, case: claims.claims(source=s, case=case),
    "claims --entity": lambda s, case: claims.claims(entity=s, case=case),
    "search": lambda s, case: search.search([s], case=case),
    "why": lambda s, case: why.why(s, case=case),
    "diff": lambda s, case: diff.diff(s, case=case),
    "decisions note": lambda s, case: decisions.note("5501", s, user="me", case=case),
    "decisions --reason": lambda s, case: decisions.rate_claim("cc01", 2, user="me", reason=s, case=case),
    "decisions --user": lambda s, case: decisions.rate_claim("cc01", 2, user=s, case=case),
    "decisions SOURCE": lambda s, case: decisions.rate_source(s, "A", user="me", case=case),
    "alerts --words": lambda s, case: alerts.add(user="me", words=s, case=case),
    "alerts --source": lambda s, case: alerts.add(user="me", source=s, case=case),
    "alerts remove": lambda s, case: alerts.remove(s, user="me", case=case),
}


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_of_the_command(
    field: str, naughty: list[str], where: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """Done, or an error with a hint; nothing that is printed moves a terminal's cursor. Fields that are kept in the log
    get every fifth: `tests/case` has all of them there."""
    for words in naughty[:: 5 if field.startswith(("decisions", "alerts")) else 1]:
        try:
            FIELDS[field](words, where)
        except FirsthandError as error:
            tell_error(error)
    done = capfd.readouterr()
    printed = done.out + done.err
    assert "error: \n" not in printed
    assert [] == [c for c in "\x00\x07\x08\x0b\x0c\x1b\x9b\u202e\u2066" if c in printed]


def test_every_field_of_the_site(naughty: list[str], where: str) -> None:
    """A page in each case, in which no word of the query is markup."""

    async def ask_all() -> None:
        for words in naughty:
            told = quote(words.encode("utf-8", "surrogatepass"), safe="")
            for path, query in (
                ("/", f"words={told}&page={told}"), ("/", f"source={told}"), ("/search", f"q={told}"),
                ("/documents/one", f"at={told}&from={told}&to={told}"), (f"/documents/x{words}", ""),
                (f"/claims/x{words}", ""), (f"/registers/x{words}", ""), (f"/sources/x{words}", ""),
            ):  # fmt: skip
                status, page = await ask(app, path, query)
                assert status in (200, 400, 404), (path, query)
                assert "<script" not in page.lower()
                assert "<img" not in page.lower()

    with firsthand.open(where) as case:
        app = make_app(Shelf(case, name="case.db"), hosts=["here"])
        asyncio.run(ask_all())


async def ask(app: Starlette, path: str, query: str) -> tuple[int, str]:
    """Status and body of an answer, without a server between."""
    scope = {
        "type": "http", "method": "GET", "path": path, "raw_path": path.encode("utf-8", "surrogatepass"),
        "query_string": query.encode(), "headers": [(b"host", b"here")], "http_version": "1.1", "scheme": "http",
    }  # fmt: skip
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    await app(scope, receive, send)
    body = b"".join(m.get("body", b"") for m in sent if m["type"] == "http.response.body")
    return sent[0]["status"], body.decode("utf-8")
