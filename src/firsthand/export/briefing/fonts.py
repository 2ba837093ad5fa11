"""A font with many scripts, from where systems keep them; reportlab's own, which has Latin alone, as last resort."""

from __future__ import annotations

from functools import cache
from pathlib import Path

FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "/Library/Fonts", "C:/Windows/Fonts")
WANTED = ("DejaVuSans.ttf", "NotoSans-Regular.ttf", "LiberationSans-Regular.ttf", "Arial Unicode.ttf", "arial.ttf")


@cache
def find_font() -> str:
    """The path of the first wanted font that is there."""
    found = {p.name: p for folder in FOLDERS for p in sorted(Path(folder).expanduser().glob("**/*.ttf"))}
    for name in WANTED:
        if name in found:
            return str(found[name])
    import reportlab

    return str(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf")
