"""Everything that was offered comes out once: taken in, already known, or refused."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from firsthand.errors import IntakeError
from firsthand.intake.decoding import MAX_BYTES, check_text, decode
from firsthand.intake.finding import find_files, find_sidecar, shown, unreadable
from firsthand.intake.notes import Notes, parse_sidecar, read_notes, split_front_matter
from firsthand.intake.records import MAX_JSON, MAX_RECORD, Record, parse_documents, parse_record, split_lines
from firsthand.model import Document, Known, Refusal, text_id

_JSONL = (".jsonl", ".ndjson")


class Taken(msgspec.Struct, frozen=True):
    """What became of all that was offered: documents, refusals, and those that were `known` already (the same id and
    the same text as a document)."""

    documents: tuple[Document, ...]
    refused: tuple[Refusal, ...]
    known: tuple[Known, ...]


class Item(msgspec.Struct, frozen=True):
    """One thing that was offered: where it stands, the document or the reason why it is none, and the bytes of it."""

    path: str
    number: int
    outcome: Document | IntakeError
    raw: bytes = b""

    @property
    def order(self) -> tuple[str, int]:
        return self.path, self.number


def take_in(
    paths: Iterable[str | Path],
    *,
    outlet: str | None = None,
    published: str | None = None,
    stdin: BinaryIO | None = None,
) -> Taken:
    """One document for each report under `paths` (files, folders, `-` for `stdin`).

    What a report's front matter says goes before its sidecar, and that before `outlet` and `published`. The outcome
    does not depend on the order of `paths`. Only wrong options raise.
    """
    return _settle(offered(paths, outlet=outlet, published=published, stdin=stdin))


def offered(
    paths: Iterable[str | Path],
    *,
    outlet: str | None = None,
    published: str | None = None,
    stdin: BinaryIO | None = None,
) -> list[Item]:
    """Every item under `paths` by itself, in order of path and number, whether or not another has the same id."""
    defaults = read_notes({"outlet": outlet, "published": published}, "the options")
    named = [str(path) for path in paths]
    items = [item for path in named for item in _offered(path, defaults, stdin)]
    if named and not items:
        only_sidecars = IntakeError(
            shown(named[0]), "nothing to read", hint="name the texts; their sidecars are found beside them"
        )
        items = [Item(only_sidecars.item, 0, only_sidecars)]
    return sorted(items, key=lambda item: item.order)


def _settle(items: list[Item]) -> Taken:
    """Of several items with one id the first stays; the others are known if they tell the same text, else refused."""
    documents: dict[str, Document] = {}
    refused: list[Refusal] = []
    known: list[Known] = []
    for item in items:
        match item.outcome:
            case IntakeError() as error:
                refused.append(Refusal(error.item, error.message, error.hint))
            case document if document.id not in documents:
                documents[document.id] = document
            case document if document.text == documents[document.id].text:
                known.append(Known(document.path or item.path, document.id))
            case document:
                first = documents[document.id].path
                reason = f"its id '{document.id}' is that of another text, {first}"
                refused.append(Refusal(document.path or item.path, reason, "give each document an id of its own"))
    return Taken(tuple(documents.values()), tuple(refused), tuple(known))


def _offered(path: str, defaults: Notes, stdin: BinaryIO | None) -> Iterator[Item]:
    if path == "-":
        yield from _from_stream(stdin or sys.stdin.buffer, defaults)
        return
    for found in find_files(path):
        if isinstance(found, IntakeError):
            yield Item(found.item, 0, found)
        else:
            yield from _from_file(found, defaults)


def _from_file(path: str, defaults: Notes) -> Iterator[Item]:
    name, suffix = shown(path), Path(path).suffix.lower()
    try:
        with Path(path).open("rb") as stream:
            if suffix in _JSONL:
                yield from _from_lines(name, split_lines(stream, name), defaults)
            elif suffix == ".json":
                yield from _from_json(name, stream.read(MAX_JSON + 1), defaults)
            else:
                yield _from_text(path, name, stream.read(MAX_BYTES + 1), defaults)
    except OSError as error:
        yield Item(name, 0, unreadable(path, error))


def _from_stream(stream: BinaryIO, defaults: Notes) -> Iterator[Item]:
    """JSONL when the first line that is not blank begins as a JSON object does, else one text."""
    before: list[bytes] = []
    while line := stream.readline(MAX_RECORD + 1):
        before.append(line)
        if line.strip():
            break
    if line.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b'{"'):
        yield from _from_lines("-", split_lines(stream, "-", before=tuple(before)), defaults)
    else:
        head = b"".join(before)
        yield _from_text(None, "-", head + stream.read(max(0, MAX_BYTES + 1 - len(head))), defaults)


def _from_text(path: str | None, name: str, raw: bytes, defaults: Notes) -> Item:
    try:
        notes, text = split_front_matter(decode(raw, name), name)
        check_text(text, name)
        sidecar = find_sidecar(path) if path else None
        beside = parse_sidecar(Path(sidecar).read_bytes(), Path(sidecar).name, name) if sidecar else Notes()
    except IntakeError as error:
        return Item(name, 0, error)
    return Item(name, 0, _document(Record(text, notes.over(beside).over(defaults), raw), name), raw)


def _from_json(name: str, raw: bytes, defaults: Notes) -> Iterator[Item]:
    if len(raw) > MAX_JSON:
        reason = f"longer than the {MAX_JSON // 1_000_000} MB that a JSON file can have"
        yield Item(
            name, 0, IntakeError(name, reason, hint="write one document a line (JSONL), which may be of any length")
        )
        return
    try:
        yield from _from_lines(name, parse_documents(raw, name), defaults)
    except IntakeError as error:
        yield Item(name, 0, error)


def _from_lines(name: str, lines: Iterable[tuple[int, bytes | IntakeError]], defaults: Notes) -> Iterator[Item]:
    empty = True
    for number, line in lines:
        empty = False
        if isinstance(line, IntakeError):
            yield Item(name, number, line)
        else:
            yield Item(name, number, _from_record(line, f"{name}:{number}", defaults), line)
    if empty:
        yield Item(name, 0, IntakeError(name, "empty", hint="fill it or leave it out"))


def _from_record(raw: bytes, place: str, defaults: Notes) -> Document | IntakeError:
    try:
        record = parse_record(raw, place)
    except IntakeError as error:
        return error
    return _document(Record(record.text, record.notes.over(defaults), raw), place)


def _document(record: Record, place: str) -> Document:
    notes = record.notes
    return Document(
        id=notes.id or text_id(record.text),
        text=record.text,
        sha256=hashlib.sha256(record.raw).hexdigest(),
        path=place,
        title=notes.title,
        outlet=notes.outlet,
        published=notes.published,
        url=notes.url,
    )
