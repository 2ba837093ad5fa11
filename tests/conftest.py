"""What all tests share: no network, the material beside the checkout, and `--accept`."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"

settings.register_profile("firsthand", derandomize=True, deadline=None, max_examples=50, database=None)
settings.load_profile("firsthand")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="rewrite what cases expect, and fail all the same")


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    """Whether cases are to be rewritten with what is read now."""
    return bool(request.config.getoption("--accept"))


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """Reports, data and scorers beside the checkout; tests that need them are skipped where they are absent."""
    if not SHARED.is_dir():
        pytest.skip("NOT TESTED: ../shared is not here, and this test reads its reports or data")
    return SHARED


def _refuse(*_: object) -> NoReturn:
    raise AssertionError("Firsthand is offline: nothing may open a connection")


@pytest.fixture(autouse=True)
def _offline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket.socket, "connect", _refuse)
