"""What the site has beside the pages under docs/: those at the top of the checkout, and those made from the code."""

from __future__ import annotations

import posixpath
import re
import sys
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "docs"), str(ROOT / "src")]

from make_reference import reference_pages  # noqa: E402 - the folder docs/ is put on the path first

TOP = {
    "ARCHITECTURE.md": "architecture.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "README.md": "index.md",
}
"""Pages at the top of the checkout, and where they stand in the site."""

_LINK = re.compile(r"(?<!!)\[([^\]]+)\]\(([^)\s]+)\)")
_ELSEWHERE = ("http://", "https://", "mailto:", "#")


def on_files(files: Files, config: Any) -> Files:
    """Adds the pages that do not lie under docs/."""
    for source, page in TOP.items():
        text = (ROOT / source).read_text(encoding="utf-8")
        files.append(File.generated(config, page, content=relinked(text, source)))
    for page, text in reference_pages().items():
        files.append(File.generated(config, page, content=text))
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, files: Files) -> str:
    """Links out of docs/ lead to the page of the site that holds the file, or are plain words."""
    source = page.file.src_uri
    if source in TOP.values() or (ROOT / "docs" / source).is_file() is False:
        return markdown
    return relinked(markdown, f"docs/{source}")


def relinked(text: str, source: str) -> str:
    """`text` of the file `source` with every link turned to where its target stands in the site."""
    here = posixpath.dirname(_place(source) or source)

    def turned(match: re.Match[str]) -> str:
        words, target = match.groups()
        if target.startswith(_ELSEWHERE):
            return match[0]
        path, _, heading = target.partition("#")
        aim = posixpath.normpath(posixpath.join(posixpath.dirname(source), path))
        place = _place(aim)
        if place is None:
            return words
        return f"[{words}]({posixpath.relpath(place, here or '.')}{'#' + heading if heading else ''})"

    return _LINK.sub(turned, text)


def _place(file: str) -> str | None:
    """Where a file of the checkout stands in the site, None for one that has no page there."""
    if file in TOP:
        return TOP[file]
    inside = file.removeprefix("docs/")
    if inside == file:
        return None
    page = inside if inside.endswith(".md") else f"{inside}/README.md"
    return page if (ROOT / "docs" / page).is_file() else None
