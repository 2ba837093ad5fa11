"""The routes: each an address, the records that it needs, and the page that shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib.resources import files
from typing import Any

import msgspec
from jinja2 import Environment, FunctionLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from firsthand.errors import FirsthandError
from firsthand.export.people.view import View, count
from firsthand.model import Claim, Span
from firsthand.web import pages
from firsthand.web.guard import Guard
from firsthand.web.shelf import COUNTED, Shelf

NAV = (
    ("c", "/", "Claims"),
    ("d", "/disputes", "Disputes"),
    ("o", "/sources", "Sources"),
    ("t", "/timeline", "Timeline"),
    ("r", "/registers", "Registers"),
    ("b", "/documents", "Reports"),
    ("i", "/status", "Status"),
)
"""Access key, address and words of each entry."""

WATCH = "Watch sheet: not certain enough"

LONGEST = 400
"""So many characters of a query are looked at."""


def make_app(shelf: Shelf, *, hosts: Iterable[str]) -> Starlette:
    """The whole site over one case, for browsers that ask by one of `hosts`."""
    site = _Site(shelf)
    routes = [
        Route("/", site.claims),
        Route("/claims/{id:path}", site.claim),
        Route("/disputes", site.disputes),
        Route("/sources", site.sources),
        Route("/sources/{id:path}", site.source),
        Route("/timeline", site.timeline),
        Route("/registers", site.registers),
        Route("/registers/{kind}", site.registers),
        Route("/documents", site.documents),
        Route("/documents/{id:path}", site.document),
        Route("/search", site.search),
        Route("/status", site.status),
        Route("/patterns", site.patterns),
        Route("/style.css", _style),
    ]
    handlers: dict[Any, Callable[..., Any]] = {HTTPException: site.missing, FirsthandError: site.failed}
    app = Starlette(
        routes=routes, middleware=[Middleware(Guard, allowed=frozenset(hosts))], exception_handlers=handlers
    )
    app.router.redirect_slashes = False  # an address is right or it is not
    return app


def _packaged(name: str) -> str:
    return files("firsthand.web").joinpath("templates", name).read_text(encoding="utf-8")


async def _style(request: Request) -> Response:
    return Response(files("firsthand.web").joinpath("style.css").read_bytes(), media_type="text/css")


_SHORTEST = 4
"""So many letters of an id are asked for at least."""


class _Site:
    """The pages, each a method from a request to its answer. Nothing here waits: one reader asks, one at a time."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.templates = Environment(loader=FunctionLoader(_packaged), autoescape=True, undefined=StrictUndefined)

    def _page(self, request: Request, template: str, context: pages.Context, *, status: int = 200) -> HTMLResponse:
        site = {"name": self.shelf.name, "nav": NAV, "counts": _counts(self.shelf.counts())}
        shown = {"paging": pages.Paging(), "others": (), "lead": "", "query": "", **context}
        html = self.templates.get_template(template).render(site=site, here=request.url.path, **shown)
        return HTMLResponse(html, status_code=status)

    async def claims(self, request: Request) -> Response:
        view = self.shelf.view()
        asked = pages.Asked(_asked(request, "words"), _asked(request, "source"), bool(_asked(request, "denied")))
        found = pages.find_claims(view, asked)
        kept = {k: str(v) for k, v in msgspec.structs.asdict(asked).items() if v}
        shown, paging = pages.cut(found, _number(request), "/", kept, "claim")
        rows = [pages.claim_row(view, c) for c in shown]
        return self._page(request, "claims.html", {"claims": rows, "paging": paging, "asked": asked})

    async def claim(self, request: Request) -> Response:
        asked = request.path_params["id"]
        found = self.shelf.around(asked) if len(asked) >= _SHORTEST else None
        view = found[0] if found is not None else self.shelf.view()
        claim = view.claims[found[1]] if found is not None else _by_prefix(view, asked)
        if claim.id != request.path_params["id"]:
            return RedirectResponse(pages.claim_link(claim.id), 307)
        return self._page(request, "claim.html", pages.claim_page(view, claim, self.shelf.reasons()))

    async def disputes(self, request: Request) -> Response:
        view = self.shelf.view()
        return self._page(request, "disputes.html", pages.disputes_page(view))

    async def sources(self, request: Request) -> Response:
        view = self.shelf.view()
        shown, paging = pages.cut(self.shelf.rows("sources")[0], _number(request), "/sources", {}, "source")
        table = pages.records_table(view, "sources", shown)
        return self._page(request, "table.html", {"title": "Sources", "tables": (table,), "paging": paging})

    async def source(self, request: Request) -> Response:
        view = self.shelf.view()
        entity = view.entities.get(request.path_params["id"])
        if entity is None:
            raise HTTPException(404, "No source has this id.")
        return self._page(request, "source.html", pages.source_context(view, entity))

    async def timeline(self, request: Request) -> Response:
        return self._table(request, "Timeline", "timeline", "/timeline")

    async def registers(self, request: Request) -> Response:
        kinds = self.shelf.registers()
        kind = request.path_params.get("kind", kinds[0])
        if kind not in kinds:
            raise HTTPException(404, f"No register is called '{kind}'.")
        others = tuple(pages.Link(k, f"/registers/{k}") for k in kinds)
        return self._table(request, f"Register: {kind}", kind, f"/registers/{kind}", others=others)

    def _table(
        self, request: Request, title: str, kind: str, base: str, *, others: tuple[pages.Link, ...] = ()
    ) -> Response:
        view = self.shelf.view()
        rows, watch = self.shelf.rows(kind)
        shown, paging = pages.cut(rows, _number(request), base, {}, "row")
        tables = [pages.records_table(view, kind, shown)]
        if watch:
            tables.append(pages.records_table(view, kind, watch[: pages.PER_PAGE], title=WATCH))
        return self._page(request, "table.html", {"title": title, "tables": tables, "paging": paging, "others": others})

    async def documents(self, request: Request) -> Response:
        view = self.shelf.view()
        shown, paging = pages.cut(view.answer.documents, _number(request), "/documents", {}, "report")
        table = pages.documents_table(view, shown)
        return self._page(request, "documents.html", {"table": table, "paging": paging})

    async def document(self, request: Request) -> Response:
        view = self.shelf.view()
        document = view.documents.get(request.path_params["id"])
        if document is None:
            raise HTTPException(404, "No report has this id.")
        span = _span(request, len(document.text))
        context = pages.document_page(view, document, at=_asked(request, "at"), span=span)
        return self._page(request, "document.html", context)

    async def search(self, request: Request) -> Response:
        query = _asked(request, "q")
        hits = self.shelf.search(query) if query.strip() else ()
        view = self.shelf.view()
        context = {"query": query, "hits": [pages.hit(view, h) for h in hits], "words": count(len(hits), "passage")}
        return self._page(request, "search.html", context)

    async def status(self, request: Request) -> Response:
        return self._page(
            request, "table.html", {"title": "Status", "tables": pages.status_tables(self.shelf.status())}
        )

    async def patterns(self, request: Request) -> Response:
        view = self.shelf.view()
        shown = max(view.answer.claims, key=lambda c: (len(c.assertions), c.id), default=None)
        if shown is None:
            raise HTTPException(404, "There is no claim yet to show the elements with.")
        whole = pages.claim_page(view, shown, self.shelf.reasons())
        table = pages.documents_table(view, view.answer.documents[:2])
        context = {**whole, "told": whole["told"][:1], "claims": [pages.claim_row(view, shown)], "table": table}
        return self._page(request, "patterns.html", context)

    async def missing(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        words = error.detail if error.detail != "Not Found" else "Nothing has this address."
        return self._page(request, "message.html", {"title": "Not here", "words": words}, status=error.status_code)

    async def failed(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, FirsthandError)
        context = {"title": error.message, "words": f"What to try: {error.hint}"}
        return self._page(request, "message.html", context, status=400)


def _counts(counted: Mapping[str, int]) -> str:
    named = zip(COUNTED, ("report", "assertion", "claim"), strict=True)
    return " · ".join(count(counted.get(kind, 0), noun) for kind, noun in named)


def _asked(request: Request, key: str) -> str:
    return request.query_params.get(key, "")[:LONGEST]


def _number(request: Request) -> int:
    words = _asked(request, "page")
    return int(words) if words.isascii() and words.isdigit() and len(words) < 9 else 1


def _span(request: Request, length: int) -> Span | None:
    """The stretch that is asked for; None where the two numbers are none of this text."""
    ends = [_asked(request, key) for key in ("from", "to")]
    if not all(e.isascii() and e.isdigit() and len(e) < 12 for e in ends):
        return None
    start, end = map(int, ends)
    return Span(start, end) if start < end <= length else None


def _by_prefix(view: View, id_: str) -> Claim:
    if id_ in view.claims:
        return view.claims[id_]
    of = view.claim_of.get(id_)
    found = (
        [of] if of else [c for key, c in sorted(view.claims.items()) if len(id_) >= 4 and key.startswith(id_.lower())]
    )
    if len(found) != 1:
        raise HTTPException(404, "No claim has this id." if not found else "More than one claim begins so.")
    return found[0]
