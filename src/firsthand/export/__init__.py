"""Answers for people and for other programs: one module a format, listed in one table.

`write` puts an answer and what it adds up to under a path: a file, or a folder where a format has several.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import msgspec

from firsthand.errors import ExportError
from firsthand.model import Answer
from firsthand.model.registers import Registers

Files = dict[str, bytes]
"""What a format is made of: names of files in its folder to their bytes; a single file stands under the empty name."""


class Format(msgspec.Struct, frozen=True):
    """A format: the module that makes it, what it is, how its file ends (empty: a folder), the extra it needs."""

    module: str
    about: str
    suffix: str = ""
    extra: str = ""
    option: str = ""


FORMATS: dict[str, Format] = {
    "csv": Format("tables", "every register and watch sheet as CSV, safe in spreadsheets", option="csv"),
    "xlsx": Format("sheets", "one workbook, a sheet a register", ".xlsx", "export"),
    "parquet": Format("parquet", "every register as Parquet", extra="export"),
    "jsonld": Format("jsonld", "Web Annotation, PROV and schema.org Claim as JSON-LD", ".jsonld"),
    "gdelt": Format("gdelt", "GDELT's Events and Mentions tables"),
    "plover": Format("plover", "PLOVER events, one a line", ".jsonl"),
    "ucdp": Format("conflict", "events in the columns of UCDP's georeferenced set", ".csv", option="ucdp"),
    "acled": Format("conflict", "events in the columns of ACLED", ".csv", option="acled"),
    "ftm": Format("ftm", "FollowTheMoney entities, one a line", ".jsonl"),
    "stix": Format("stix", "a STIX 2.1 bundle of reports, notes and opinions", ".json", "stix"),
    "graphml": Format("graphs", "both networks as GraphML", option="graphml"),
    "gexf": Format("graphs", "both networks as GEXF, with time slices", option="gexf"),
    "csl": Format("citations", "the evidence as CSL-JSON", ".json", option="csl"),
    "bibtex": Format("citations", "the evidence as BibTeX", ".bib", option="bibtex"),
    "vault": Format("vault", "linked Markdown notes, one an actor and one a claim"),
    "briefing-md": Format("briefing", "a briefing as Markdown", ".md", option="md"),
    "briefing-html": Format("briefing", "a briefing as a page", ".html", option="html"),
    "briefing-docx": Format("briefing", "a briefing for word processors", ".docx", "export", "docx"),
    "briefing-pdf": Format("briefing", "a briefing as PDF", ".pdf", "export", "pdf"),
}
"""Every format by its name; each module has `render(answer, registers, option) -> Files`."""


def write(kind: str, answer: Answer, registers: Registers, path: str | Path) -> tuple[Path, ...]:
    """Write the format `kind` to `path` and name the files written; ExportError where there is no such format, where
    what it needs is not installed, or where the path cannot be written."""
    files = render(kind, answer, registers)
    target = Path(path)
    try:
        return tuple(_put(target / name if name else target, data) for name, data in sorted(files.items()))
    except OSError as error:
        raise ExportError(
            f"{target}: cannot be written: {error.strerror}", hint="name a place that you may write to"
        ) from error


def render(kind: str, answer: Answer, registers: Registers) -> Files:
    """The files of the format `kind`, by name."""
    found = FORMATS.get(kind)
    if found is None:
        raise ExportError(f"there is no format '{kind}'", hint="one of " + ", ".join(FORMATS))
    try:
        module = import_module(f"firsthand.export.{found.module}")
        make: Callable[[Answer, Registers, str], Files] = module.render
        return make(answer, registers, found.option)
    except ModuleNotFoundError as error:
        if not found.extra or str(error.name).startswith("firsthand"):
            raise
        raise ExportError(
            f"the format '{kind}' needs '{error.name}', which is not installed",
            hint=f"pip install 'firsthand[{found.extra}]'",
        ) from error


def _put(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


__all__ = ["FORMATS", "Files", "Format", "render", "write"]
