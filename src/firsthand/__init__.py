"""Firsthand: who really said it.

Reads news reports and answers, for every claim in them, who said it, through which chain, who only repeats it, who
denies it, and how many independent origins stand behind it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from firsthand.case import Case

__version__ = "0.1.0"


def open(address: str | Path, *, create: bool = False) -> Case:
    """The case at a path, or at `postgresql+psycopg://USER@HOST/DATABASE`; with `create`, made if there is none."""
    from firsthand.case import open as open_case  # a store takes a while to load, and reading a text needs none

    return open_case(address, create=create)
