"""The briefing as Markdown; words of reports never become markup."""

from __future__ import annotations

from collections.abc import Iterator

from firsthand.export.briefing.content import Briefing, Section, Sentence
from firsthand.export.people.stemma import Node
from firsthand.export.vault import plain


def make(briefing: Briefing) -> bytes:
    lines = [f"# {plain(briefing.title)}", "", *(f"- {plain(r)}" for r in briefing.reports), ""]
    for section in briefing.sections:
        lines += [f"## {heading(section)}", "", *(line for s in section.sentences for line in _lines(s))]
    if briefing.picture is not None:
        picture = briefing.picture
        lines += ["## Stemma", "", f"{plain(picture.drawing.title)} (`{picture.claim}`)", ""]
        lines += [*(line for root in picture.roots for line in _branch(root, 0)), ""]
    lines += ["## Evidence", ""]
    for e in briefing.evidence:
        where = f"{plain(e.outlet)}, {plain(e.title)}, characters {e.spans}"
        claim = f" (claim `{e.claim}`)" if e.claim else ""
        lines.append(f'{e.number}. <a id="e{e.number}"></a>{where}: “{plain(e.words)}”{claim}')
    return ("\n".join(lines) + "\n").encode()


def heading(section: Section) -> str:
    return section.title + (f" ({section.left_out} more not shown)" if section.left_out else "")


def _branch(node: Node, depth: int) -> Iterator[str]:
    """A report, how it comes from what stands above it and what it tells, and below it what comes from it."""
    parts = (f"{node.how}:" if node.how else "", node.title, node.at, node.stance)
    told = f" — {node.voice}: {node.words}" if node.voice else ""
    yield "  " * depth + "- " + plain(" · ".join(p for p in parts if p).replace(": · ", ": ", 1) + told)
    for child in node.children:
        yield from _branch(child, depth + 1)


def _lines(sentence: Sentence) -> list[str]:
    marks = " ".join(f"[{n}](#e{n})" for n in sentence.evidence)
    before = "> " if sentence.kind == "quote" else ""
    return [f"{before}{plain(sentence.text)} {marks}", ""]
