"""Nothing opens a connection, whichever library would do it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PROGRAM = """
import sys

def refuse(event, arguments):
    if event in ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo"):
        raise RuntimeError(f"{event} {arguments}")

sys.addaudithook(refuse)
if sys.argv[1] == "connect":
    import socket
    socket.create_connection(("127.0.0.1", 9))
from firsthand.cli import main
main()
"""


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The command, in an interpreter that raises where any library asks for a connection."""
    return subprocess.run([sys.executable, "-c", PROGRAM, *arguments], capture_output=True, text=True, check=False)


def test_the_command_asks_for_no_connection(root: Path) -> None:
    """Reading, comparing and printing work where every connection is refused."""
    report = root / "src/firsthand/example/reports/0229-keel-monthly.txt"
    done = run("read", str(report), "--format", "json")
    assert (0, "") == (done.returncode, done.stderr)


def test_a_connection_would_be_seen() -> None:
    """The refusal works."""
    assert "RuntimeError: socket." in run("connect").stderr
