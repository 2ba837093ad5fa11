"""The JSON Schema of an answer, made from the records themselves."""

from __future__ import annotations

import inspect
from importlib.resources import files
from typing import Any

import msgspec

from firsthand.model import Answer

_ONE_OF = {"Forebear": (("document", "spans"), ("outlet",)), "Target": (("assertion",), ("claim",))}
"""Records that have exactly one of several sets of keys; all others always have all of theirs."""


def make_schema() -> dict[str, Any]:
    """JSON Schema 2020-12: every key that is written is required, keys that are not known are allowed."""
    (top,), records = msgspec.json.schema_components([Answer], ref_template="#/$defs/{name}")
    for name, record in records.items():
        record["description"] = inspect.cleandoc(record.get("description", ""))
        if record["type"] == "object":
            _require(name, record)
    records["Span"] |= {"items": False, "maxItems": 2}
    for bound in records["Span"]["prefixItems"]:
        bound["minimum"] = 0
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **top, "$defs": dict(sorted(records.items()))}


def _require(name: str, record: dict[str, Any]) -> None:
    for value in record["properties"].values():
        value.pop("default", None)
    if name in _ONE_OF:
        record["required"] = []
        record["oneOf"] = [{"required": list(keys)} for keys in _ONE_OF[name]]
    else:
        record["required"] = list(record["properties"])


def shipped_schema() -> bytes:
    """The schema that lies in the package."""
    return files("firsthand.export").joinpath("answer.schema.json").read_bytes()


def schema_bytes() -> bytes:
    """The schema as it is written into the package."""
    return msgspec.json.format(msgspec.json.encode(make_schema()), indent=2) + b"\n"
