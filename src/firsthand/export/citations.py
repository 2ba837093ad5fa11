"""The evidence as CSL-JSON and BibTeX: one entry a report."""

from __future__ import annotations

from typing import Any

import msgspec

from firsthand.export.flat import clean
from firsthand.export.names import slug, title_of
from firsthand.model import Answer, Document
from firsthand.model.registers import Registers

_TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


def render(answer: Answer, registers: Registers, option: str) -> dict[str, bytes]:
    """One file, in the order of the documents."""
    if option == "bibtex":
        return {"": "\n".join(_bibtex(d) for d in answer.documents).encode()}
    return {"": msgspec.json.format(msgspec.json.encode([_csl(d) for d in answer.documents]), indent=1) + b"\n"}


def _csl(document: Document) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "id": document.id,
        "type": "article-newspaper",
        "title": clean(title_of(document)),
        "container-title": clean(document.outlet or ""),
        "URL": document.url,
        "note": f"sha256:{document.sha256}",
    }
    if document.published:
        entry["issued"] = {"date-parts": [[int(part) for part in document.published[:10].split("-")]]}
    return {k: v for k, v in entry.items() if v}


def _bibtex(document: Document) -> str:
    fields = {
        "title": title_of(document),
        "journal": document.outlet or "",
        "year": (document.published or "")[:4],
        "date": (document.published or "")[:10],
        "url": document.url or "",
        "note": f"sha256:{document.sha256}",
    }
    lines = [f"  {name} = {{{_tex(value)}}}," for name, value in fields.items() if value]
    return "\n".join([f"@article{{{slug(document.id)[:40]},", *lines, "}", ""])


def _tex(text: str) -> str:
    return "".join(_TEX.get(c, c) for c in " ".join(clean(text).split()))
