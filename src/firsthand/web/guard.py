"""Who may ask, and what an answer may do: a page of the case belongs to nobody but the person at this machine."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")

HEADERS = (
    # Nothing is loaded from elsewhere, no script runs, no other page may frame this one.
    (
        "content-security-policy",
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cache-control", "no-store"),
)

_METHODS = ("GET", "HEAD")


def hosts(port: int) -> frozenset[str]:
    """The values of `Host` by which this machine's own browser asks."""
    return frozenset(f"{name}:{port}" for name in LOOPBACK) | (frozenset(LOOPBACK) if port == 80 else frozenset())


class Guard:
    """Lets through what asks by one of `allowed`, and only to read.

    A page elsewhere can make its own name point to 127.0.0.1 (DNS rebinding); its requests then carry that name.
    """

    def __init__(self, app: ASGIApp, allowed: Iterable[str]) -> None:
        self.app = app
        self.allowed = frozenset(allowed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS:
                    headers[name] = value
            await send(message)

        await (self._refusal(scope) or self.app)(scope, receive, send_guarded)

    def _refusal(self, scope: Scope) -> ASGIApp | None:
        if Headers(scope=scope).get("host", "").lower() not in self.allowed:
            return PlainTextResponse("This server answers only its own machine, by its own address.", 421)
        if scope["method"] not in _METHODS:
            return PlainTextResponse("This server is read-only.", 405, {"allow": ", ".join(_METHODS)})
        return None
