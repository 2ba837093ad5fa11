"""JSON and JSONL: documents that bring their metadata along."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

import msgspec

from firsthand.errors import IntakeError
from firsthand.intake.decoding import MAX_BYTES, check_text
from firsthand.intake.notes import Notes, read_notes

MAX_RECORD = 4 * MAX_BYTES
"""The longest line of JSONL: a report of the greatest length with every fourth character escaped."""

MAX_JSON = 100_000_000
"""The longest JSON file, which is held in memory at once; JSONL of any length is read line by line."""

_KEYS = '{"id", "text", "title", "outlet", "published", "url"}'
_TOO_LONG = f"longer than the {MAX_RECORD // 1_000_000} MB that one record can have"


class Record(msgspec.Struct, frozen=True):
    """One report out of JSON: its words, its notes, the bytes that it was made from."""

    text: str
    notes: Notes
    raw: bytes


def parse_record(raw: bytes, item: str) -> Record:
    """The report in one JSON object; IntakeError says what is wrong with it."""
    values = _decode(raw, item)
    if not isinstance(values, dict):
        raise IntakeError(item, "not a JSON object", hint=f"a document is {_KEYS}")
    text = values.get("text")
    if text is None:
        raise IntakeError(item, "has no text", hint=f'the words go under "text": {_KEYS}')
    if not isinstance(text, str):
        raise IntakeError(item, "'text' is not a string", hint='write the words in quotes: "text": "…"')
    text = text.removeprefix("\ufeff")
    if len(text) > MAX_BYTES:
        raise IntakeError(
            item, f"longer than the {MAX_BYTES:,} characters that one report can have", hint="split it into its reports"
        )
    check_text(text, item)
    return Record(text, read_notes(values, item), raw)


def parse_documents(raw: bytes, path: str) -> Iterator[tuple[int, bytes]]:
    """Number and bytes of each record in a JSON file that holds one document or an array of them."""
    raw = raw.removeprefix(codecs.BOM_UTF8)
    if not raw.lstrip().startswith(b"["):
        yield 1, raw
        return
    try:
        records = msgspec.json.decode(raw, type=list[msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise IntakeError(
            path, f"not JSON: {error}", hint="mend it, or write one document a line (JSONL): then the rest is read"
        ) from error
    if not records:
        raise IntakeError(path, "holds no documents", hint=f"a document is {_KEYS}")
    for number, record in enumerate(records, start=1):
        yield number, bytes(record)


def split_lines(
    stream: BinaryIO, path: str, *, before: tuple[bytes, ...] = ()
) -> Iterator[tuple[int, bytes | IntakeError]]:
    """Number and bytes of each line that is not blank, `before` first; an error for one that is too long to be held."""
    for number, line in enumerate(_lines(stream, before), start=1):
        raw = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
        if len(raw) > MAX_RECORD:
            yield number, IntakeError(f"{path}:{number}", _TOO_LONG, hint="split it into its reports")
        elif raw.strip():
            yield number, raw.strip()


def _lines(stream: BinaryIO, before: tuple[bytes, ...]) -> Iterator[bytes]:
    """Lines; of a longer one than a record can be, its beginning."""
    for line in chain(before, iter(lambda: stream.readline(MAX_RECORD + 1), b"")):
        rest = line
        while len(rest) > MAX_RECORD and not rest.endswith(b"\n"):
            rest = stream.readline(MAX_RECORD + 1)
        yield line


def _decode(raw: bytes, item: str) -> object:
    try:
        values: object = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise IntakeError(item, f"not JSON: {error}", hint=f"a line is one JSON object in UTF-8: {_KEYS}") from error
    return values
