"""The site over a small case, asked by a real browser's rules through a real server on loopback."""

from __future__ import annotations

import http.client
import re
import threading
from collections.abc import Iterator
from html import unescape

import msgspec
import pytest
import uvicorn

from firsthand.case import Status
from firsthand.errors import QueryError
from firsthand.export.people.view import View
from firsthand.model import Answer, Span
from firsthand.registers import KINDS, registers
from firsthand.store import Counts
from firsthand.web.app import NAV, make_app
from firsthand.web.guard import hosts
from firsthand.web.pages import Found
from firsthand.web.serving import listening
from smallcase import TWO, small_answer


class SmallShelf:
    """The small answer in place of a case."""

    name = "small.db"

    def __init__(self, answer: Answer) -> None:
        self._view = View(answer)
        self._made = registers(answer)

    def view(self) -> View:
        return self._view

    def around(self, id_: str) -> None:
        """Nothing is kept in a store here."""

    def counts(self) -> dict[str, int]:
        answer = self._view.answer
        return {kind: len(getattr(answer, kind)) for kind in ("documents", "assertions", "claims")}

    def reasons(self) -> dict[str, str]:
        return {"cue/say": "Saying hands over words."}

    def registers(self) -> tuple[str, ...]:
        return KINDS

    def rows(self, kind: str) -> tuple[tuple[msgspec.Struct, ...], tuple[msgspec.Struct, ...]]:
        if kind == "timeline":
            return self._made.timeline.moments, ()
        register = getattr(self._made, kind)
        return register.rows, register.watch

    def status(self) -> Status:
        counts = Counts(documents=2, offers={}, readings=2, runs=0, judgements=0, findings={"claims": 2})
        return Status(name="small.db", counts=counts, unread=0, older=0, quarantined=(), pending=0, lost=(), last=None)

    def search(self, query: str) -> tuple[Found, ...]:
        if not any(c.isalnum() for c in query):
            raise QueryError("no word to look for", hint="give a word")
        at = TWO.find(query)
        return (Found("two", (Span(at, at + len(query)),)),) if at >= 0 else ()


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A server in a thread, on a port that was free."""
    with listening(0) as listener:
        bound: int = listener.getsockname()[1]
        app = make_app(SmallShelf(small_answer()), hosts=hosts(bound))  # type: ignore[arg-type]
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        yield bound
        server.should_exit = True
        thread.join(timeout=10)


def get(port: int, path: str, *, host: str = "", method: str = "GET") -> tuple[int, dict[str, str], str]:
    """Status, headers and body of one answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request(method, path, headers={"Host": host or f"127.0.0.1:{port}"})
    answer = connection.getresponse()
    body = answer.read().decode("utf-8")
    connection.close()
    return answer.status, {k.lower(): v for k, v in answer.getheaders()}, body


def links(html: str) -> list[str]:
    return [unescape(link) for link in re.findall(r'(?:href|action)="([^"]*)"', html)]


def test_every_page_is_one_click_from_another(port: int) -> None:
    """From the first page on, every link leads to a page, and everything asked for lies on this server."""
    todo, seen = ["/", "/patterns"], set()
    while todo:
        path = todo.pop().partition("#")[0]
        if path in seen:
            continue
        seen.add(path)
        status, headers, body = get(port, path)
        assert 200 == status, path
        if headers["content-type"].startswith("text/html"):
            found = [link for link in links(body) if not link.startswith("#")]
            assert [] == [link for link in found if not link.startswith(("/", "?"))], path
            todo += [link for link in found if link.startswith("/")]
    assert {link for _, link, _ in NAV} <= seen
    assert {"/claims/cc01", "/claims/cc02", "/documents/one", "/documents/two", "/sources/ee01"} <= seen


def test_a_claim_shows_words_chain_stemma_and_reason(port: int) -> None:
    """The words in place, who speaks, what comes from what, who denies it, the rule and why it holds."""
    _, _, body = get(port, "/claims/cc01")
    text = re.sub(r"<[^>]+>", "", unescape(body))
    assert '<mark id="here" class="content">the bridge had fallen</mark>' in body
    assert "Report one" not in text
    for words in (
        "one (Evening Post)",
        "Envoy",
        "copies it",
        "denies",
        "Ministry: CT-",
        "Saying hands over words.",
    ):
        assert words in text, words


def test_a_report_shows_its_claims_and_the_asked_words(port: int) -> None:
    """Every telling leads to its claim; one that is asked for has its source, cue and content marked."""
    _, _, body = get(port, "/documents/two")
    assert {"/claims/cc01#5503", "/documents/two?at=5504#here"} <= set(links(body))
    _, _, body = get(port, "/documents/two?at=5504")
    kinds = re.findall(r'<mark[^>]*class="([^"]+)"', body)
    assert ["source", "cue", "content"] == kinds[-3:]
    _, _, body = get(port, "/documents/two?from=0&to=10")
    assert '<mark id="here" class="here">The bridge</mark>' in body


def test_ids_can_be_shortened(port: int) -> None:
    """The beginning of a claim's id, or an assertion's id, leads to the claim; what fits two or none does not."""
    for asked in ("5501", "cc01"):
        assert get(port, f"/claims/{asked}")[0] in (200, 307)
    assert "/claims/cc01" == get(port, "/claims/5501")[1]["location"]
    assert [404, 404] == [get(port, f"/claims/{asked}")[0] for asked in ("cc", "dddd")]


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "localhost.evil:{port}"]
)
def test_another_name_for_this_machine_is_refused(port: int, host: str) -> None:
    """A page elsewhere whose name was made to point here gets nothing (DNS rebinding)."""
    status, _, body = get(port, "/", host=host.format(port=port))
    assert 421 == status
    assert "bridge" not in body


def test_nothing_is_loaded_from_elsewhere_and_nothing_runs(port: int) -> None:
    """The policy says so on every answer, refusals too; there is no script in a page."""
    for path in ("/", "/claims/cc01", "/nowhere", "/style.css"):
        _, headers, body = get(port, path)
        assert "default-src 'none'" in headers["content-security-policy"]
        assert ("nosniff", "no-store") == (headers["x-content-type-options"], headers["cache-control"])
        assert "<script" not in body
        assert "style=" not in body


def test_the_site_is_read_only(port: int) -> None:
    """Whatever would write is refused."""
    assert [405] * 4 == [get(port, "/", method=m)[0] for m in ("POST", "PUT", "DELETE", "PATCH")]


def test_what_cannot_be_shown_is_said_on_a_page(port: int) -> None:
    """A wrong address, an unknown register, a query without a word: a page with a word, and no traceback."""
    for path, status in (
        ("/nowhere", 404),
        ("/registers/rumours", 404),
        ("/documents/nine", 404),
        ("/search?q=%28", 400),
    ):
        found, _, body = get(port, path)
        assert (status, True) == (found, "All claims" in body), path


def test_words_in_an_address_are_never_markup(port: int) -> None:
    """What is asked for comes back escaped."""
    _, _, body = get(port, "/?words=%3Cscript%3Ealert(1)%3C/script%3E&source=%22%3E%3Cimg%20src=x%3E")
    assert "<script" not in body
    assert "<img" not in body
