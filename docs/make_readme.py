"""Writes the example's answer, shortened, into README.md: python docs/make_readme.py"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "README.md"
PLACE = re.compile(r"(?<=by docs/make_readme.py -->\n\n).*?(?=\n<!-- end -->)", re.DOTALL)

SHOWN = {"DISPUTED": 14, "ONLY REPEATED": 9, "CLAIMS": 9, "WHERE TEXTS COME FROM": 9}
"""The parts of the report that README shows, and how many lines of each."""


def demo() -> str:
    """What `firsthand demo` prints into a pipe, 96 columns wide."""
    command = [sys.executable, "-m", "firsthand.cli", "demo", "--no-color"]
    wide = {**os.environ, "COLUMNS": "96"}
    return subprocess.run(command, env=wide, capture_output=True, text=True, check=True).stdout


def shorten(report: str) -> Iterator[str]:
    """The summary without the time it took, then the first lines of each part that is shown."""
    summary, *parts = report.split("\n\n")
    yield re.sub(r" +read in .*", "", summary)
    for part in parts:
        heading, *lines = part.splitlines()
        limit = next((n for name, n in SHOWN.items() if heading.startswith(name)), 0)
        if limit:
            cut = ["  …"] if len(lines) > limit else []
            yield "\n".join((heading, *lines[:limit], *cut))


def page() -> str:
    """README with the answer of today."""
    excerpt = "\n\n".join(("$ firsthand demo\n" + next(parts := shorten(demo())), *parts))
    block = "\n".join(f"    {line}".rstrip() for line in excerpt.splitlines()) + "\n"
    return PLACE.sub(lambda _: block, PAGE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
