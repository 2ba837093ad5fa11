"""One example asks a server on this machine; nobody else is reached."""

from __future__ import annotations

import socket
from typing import Any

import pytest

_CONNECT = socket.socket.connect


@pytest.fixture(autouse=True)
def _offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def connect(self: socket.socket, address: Any) -> None:
        assert "127.0.0.1" == address[0], address
        _CONNECT(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)
