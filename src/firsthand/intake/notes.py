"""What is said about a report beside its words: a sidecar, front matter, options, the keys of a record."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

import msgspec

from firsthand.errors import IntakeError
from firsthand.intake.decoding import SURROGATE


class Notes(msgspec.Struct, frozen=True):
    """A report's metadata, as stated. None where nothing is."""

    id: str | None = None
    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    url: str | None = None

    def over(self, other: Notes) -> Notes:
        """These notes, and where they say nothing, the other's."""
        return Notes(
            *(
                mine or theirs
                for mine, theirs in zip(msgspec.structs.astuple(self), msgspec.structs.astuple(other), strict=True)
            )
        )


KEYS = Notes.__struct_fields__

_DATE = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d([.,]\d+)?)?(Z|[+-]\d\d(:?\d\d)?)?)?")


def check_date(value: str, item: str) -> str:
    """`value` if it is an ISO 8601 date or date-time; IntakeError if not."""
    try:
        if _DATE.fullmatch(value):
            datetime.fromisoformat(value)
            return value
    except ValueError:
        pass
    raise IntakeError(item, f"published is no date: '{value[:40]}'", hint="write it as 2022-06-15 or 2022-06-15T08:30Z")


def read_notes(values: Mapping[str, object], item: str) -> Notes:
    """The notes among `values`, checked; keys that are not known are left alone."""
    notes = Notes(*(_stated(key, values.get(key), item) for key in KEYS))
    if notes.published is not None:
        check_date(notes.published, item)
    return notes


def _stated(key: str, value: object, item: str) -> str | None:
    if key == "id" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if value is None:
        return None
    if not isinstance(value, str):
        raise IntakeError(item, f"'{key}' is not a string", hint=f'write it in quotes: "{key}": "…"')
    if key == "id" and not value.strip():
        raise IntakeError(item, "'id' is empty", hint="give it a name or leave the key out")
    if SURROGATE.search(value):
        raise IntakeError(
            item, f"'{key}' holds half a character (a lone surrogate)", hint="write it out again as UTF-8"
        )
    return " ".join(value.split()) or None


def parse_sidecar(raw: bytes, name: str, item: str) -> Notes:
    """The notes in a `NAME.meta.json`; IntakeError names the sidecar and its document."""
    try:
        values = msgspec.json.decode(raw.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise IntakeError(
            item, f"its sidecar {name} is not JSON: {error}", hint="mend the sidecar or take it away"
        ) from error
    if not isinstance(values, dict):
        raise IntakeError(
            item,
            f"its sidecar {name} is not a JSON object",
            hint='write it as {"outlet": "…", "published": "2022-06-15"}',
        )
    try:
        return read_notes(values, item)
    except IntakeError as error:
        raise IntakeError(item, f"its sidecar {name}: {error.message}", hint=error.hint) from error


_FENCE = re.compile(r"---[ \t]*(?:\r\n|\n|\r)")
_ENTRY = re.compile(r"([A-Za-z_][\w-]*)[ \t]*:(?:[ \t]+(.*))?$")


def split_front_matter(text: str, item: str) -> tuple[Notes, str]:
    """The notes between two `---` lines at the top, and the text below them.

    A block is front matter when every line is `key: value`; when only some are but one key is ours, it is refused; any
    other block is part of the text. Comments, blank lines and lists under a foreign key are passed over.
    """
    opening = _FENCE.match(text)
    closing = opening and re.compile(r"^---[ \t]*(?:\r\n|\n|\r|\Z)", re.MULTILINE).search(text, opening.end())
    if not opening or not closing:
        return Notes(), text
    values: dict[str, object] = {}
    strange: list[int] = []
    key = ""
    for number, line in enumerate(text[opening.end() : closing.start()].splitlines(), start=2):
        if not line.strip() or line.startswith("#") or (key not in (*KEYS, "") and line.startswith((" ", "\t", "-"))):
            continue
        if (entry := _ENTRY.match(line)) is None:
            strange.append(number)
            continue
        key = entry[1]
        values[key] = _unquoted((entry[2] or "").strip())
    if not values or (strange and not set(values) & set(KEYS)):
        return Notes(), text
    if strange:
        raise IntakeError(
            f"{item}:{strange[0]}",
            "front matter that is not 'key: value'",
            hint="one key a line, between two lines of ---",
        )
    return read_notes(values, item), text[closing.end() :]


def _unquoted(value: str) -> str | None:
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return None if value in ("", "null", "~") else value
