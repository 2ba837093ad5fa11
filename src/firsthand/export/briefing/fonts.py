"""A font with many scripts, from where systems keep them; reportlab's own, which has Latin alone, as last resort."""

from __future__ import annotations

from functools import cache
from pathlib import Path

FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "/Library/Fonts", "C:/Windows/Fonts")
WANTED = ("DejaVuSans.ttf", "NotoSans-Regular.ttf", "LiberationSans-Regular.ttf", "Arial Unicode.ttf", "arial.ttf")


BOLD = ("DejaVuSans-Bold.ttf", "NotoSans-Bold.ttf", "LiberationSans-Bold.ttf", "Arial Bold.ttf", "arialbd.ttf")
NARROW = 0.86
"""The wanted fonts set as many letters in this share of a size as Helvetica in the whole."""


@cache
def find_font(*, bold: bool = False) -> str:
    """The path of the first wanted font that is there."""
    found = {p.name: p for folder in FOLDERS for p in sorted(Path(folder).expanduser().glob("**/*.ttf"))}
    for name in BOLD if bold else WANTED:
        if name in found:
            return str(found[name])
    import reportlab

    return str(Path(reportlab.__file__).parent / "fonts" / ("VeraBd.ttf" if bold else "Vera.ttf"))
