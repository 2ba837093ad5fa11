"""A server for one person: on loopback, until Ctrl-C."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import uvicorn

from firsthand.errors import CaseError
from firsthand.web.app import make_app
from firsthand.web.guard import hosts
from firsthand.web.shelf import Shelf

ADDRESS = "127.0.0.1"


@contextmanager
def listening(port: int) -> Iterator[socket.socket]:
    """A socket on loopback; port 0 takes one that is free. CaseError where the port is taken."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((ADDRESS, port))
            listener.listen()
        except OSError as error:
            raise CaseError(
                f"port {port} cannot be had: {error.strerror}",
                hint="name another with --port, or 0 for any that is free",
            ) from error
        yield listener


def serve(shelf: Shelf, *, port: int, ready: Callable[[str], None]) -> None:
    """Answer until interrupted; `ready` is told the address first."""
    with listening(port) as listener:
        bound = listener.getsockname()[1]
        app = make_app(shelf, hosts=hosts(bound))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off", ws="none"))
        ready(f"http://{ADDRESS}:{bound}/")
        server.run(sockets=[listener])
