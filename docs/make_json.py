"""Writes `docs/json.md` and the packaged JSON Schema from the records: python docs/make_json.py"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from firsthand.export.schema import make_schema, schema_bytes

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "json.md"
SCHEMA = ROOT / "src" / "firsthand" / "export" / "answer.schema.json"

INTRODUCTION = """\
# The answer in JSON

<!-- Made by docs/make_json.py from the records in src/firsthand/model; change those, then run it. -->

`firsthand PATH… --format json` prints one object, `Answer`, with all the lists below. `--format jsonl` prints the same
records one a line, each with a first key `record` that names its list. `--only KEY` leaves the other lists empty.

- Offsets are half-open ranges of code points in the `text` of the document.
- Documents are sorted by id, claims by their first assertion, refusals by path, all other lists by document, first
  start, end and id. The same corpus gives the same bytes, in whatever order its files are named.
- Every key is always there, `null` or an empty list when there is nothing to say; only in `Forebear` and `Target` one
  of two sets of keys stands for the other. Later versions add keys and never change these.
- The JSON Schema lies in the package as `firsthand/export/answer.schema.json`.
- Commands that make or read it: `firsthand read`, `firsthand demo`, `firsthand why`.
"""


def page() -> str:
    """The whole page."""
    records = make_schema()["$defs"]
    order = ("Answer", *(n for n in _mentioned("Answer", records)))
    return INTRODUCTION + "".join(_section(name, records[name]) for name in order)


def _mentioned(name: str, records: dict[str, Any]) -> Iterator[str]:
    """Records in the order in which a reader comes upon them, each once."""
    queue, seen = [name], {name}
    for current in queue:
        for inner in _references(records[current]):
            if inner not in seen:
                seen.add(inner)
                queue.append(inner)
                yield inner


def _references(value: object) -> Iterator[str]:
    match value:
        case {"$ref": str(ref)}:
            yield ref.removeprefix("#/$defs/")
        case dict():
            for inner in value.values():
                yield from _references(inner)
        case list():
            for inner in value:
                yield from _references(inner)


def _section(name: str, record: dict[str, Any]) -> str:
    lines = [f"\n## {name}\n", record["description"] + "\n"]
    if "properties" in record:
        lines += ["| key | holds |", "|---|---|"]
        lines += [f"| `{key}` | {_kind(value)} |" for key, value in record["properties"].items()]
        lines.append("")
    return "\n".join(lines)


def _kind(value: dict[str, Any]) -> str:
    match value:
        case {"$ref": str(ref)}:
            name = ref.removeprefix("#/$defs/")
            return f"[{name}](#{name.lower()})"
        case {"anyOf": list(options)}:
            return " or ".join(map(_kind, options))
        case {"enum": list(words)}:
            return "one of " + ", ".join(f"`{w}`" if w is not None else "null" for w in words)
        case {"type": "array", "items": dict(items)}:
            return f"list of {_kind(items)}"
        case {"type": "object", "additionalProperties": dict(items)}:
            return f"object; each value {_kind(items)}"
        case _:
            return str(value["type"])


if __name__ == "__main__":
    SCHEMA.write_bytes(schema_bytes())
    PAGE.write_text(page(), encoding="utf-8")
