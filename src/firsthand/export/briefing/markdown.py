"""The briefing as Markdown; words of reports never become markup."""

from __future__ import annotations

from firsthand.export.briefing.content import Briefing, Section, Sentence
from firsthand.export.vault import plain


def make(briefing: Briefing) -> bytes:
    lines = [f"# {plain(briefing.title)}", "", *(f"- {plain(r)}" for r in briefing.reports), ""]
    for section in briefing.sections:
        lines += [f"## {heading(section)}", "", *(line for s in section.sentences for line in _lines(s))]
    if briefing.picture is not None:
        picture = briefing.picture
        lines += ["## Stemma", "", f"“{plain(picture.caption)}” (`{picture.claim}`)", ""]
        lines += [f"- {plain(picture.boxes[a].label)} → {plain(picture.boxes[b].label)}" for a, b in picture.lines]
        lines.append("")
    lines += ["## Evidence", ""]
    for e in briefing.evidence:
        where = f"{plain(e.outlet)}, {plain(e.title)}, characters {e.spans}"
        lines.append(f'{e.number}. <a id="e{e.number}"></a>{where}: “{plain(e.words)}” (claim `{e.claim}`)')
    return ("\n".join(lines) + "\n").encode()


def heading(section: Section) -> str:
    return section.title + (f" ({section.left_out} more not shown)" if section.left_out else "")


def _lines(sentence: Sentence) -> list[str]:
    marks = " ".join(f"[{n}](#e{n})" for n in sentence.evidence)
    before = "> " if sentence.kind == "quote" else ""
    return [f"{before}{plain(sentence.text)} {marks}", ""]
