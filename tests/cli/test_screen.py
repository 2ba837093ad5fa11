"""What the verbs share on the screen."""

from __future__ import annotations

import io
import time
from contextlib import redirect_stderr

import pytest

from firsthand.cli import screen


class Terminal(io.StringIO):
    """Standard error with somebody before it."""

    def isatty(self) -> bool:
        return True

    def shows(self, words: str) -> bool:
        """Whether the words come up within ten seconds."""
        deadline = time.monotonic() + 10
        while words not in self.getvalue() and time.monotonic() < deadline:
            time.sleep(0.02)
        return words in self.getvalue()


def test_a_bar_comes_up_whatever_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the first report is read, while they are read, and while they are compared."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(screen, "_PATIENCE", 0.01)
    with redirect_stderr(Terminal()) as terminal, screen.progress_bar() as progress:
        assert progress
        assert terminal.shows("reading")
        progress("reading", 2, 3)
        assert terminal.shows("2/3")
        progress("reading", 3, 3)
        assert terminal.shows("/s") or terminal.shows("/min")
        progress("comparing", 0, None)
        assert terminal.shows("comparing")


def test_no_bar_comes_up_for_what_is_soon_done(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written at all."""
    monkeypatch.setattr(screen, "_PATIENCE", 60.0)
    with redirect_stderr(Terminal()) as terminal, screen.progress_bar() as progress:
        assert progress
        progress("reading", 1, 1)
        progress("comparing", 0, None)
    assert "" == terminal.getvalue()


def test_no_bar_is_made_where_nobody_would_see_it() -> None:
    """Standard error may be a file."""
    with redirect_stderr(io.StringIO()), screen.progress_bar() as progress:
        assert progress is None
