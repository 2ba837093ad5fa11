"""From raw bytes to text, or to the reason why not."""

from __future__ import annotations

import codecs
import re

from firsthand.errors import IntakeError

MAX_BYTES = 5_000_000
"""The longest item that can be one report: about eight times the longest novel chapter, fifty times a long read."""

MAX_LINE = 1_000_000
"""The longest line, in code points, that can be prose."""

_MOST_CONTROLS = 0.01
"""From this share of control characters it is no text: prose has nearly none, compressed data one in eight."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte-order marks; UTF-32's comes first because UTF-16's is its beginning."""

_FORMATS = (
    (b"%PDF", "a PDF", "save its words as plain text, with pdftotext for example"),
    (b"PK\x03\x04", "a ZIP archive or an office document", "unpack it, or save it as plain text"),
    (b"\x1f\x8b", "compressed with gzip", "unpack it with gunzip"),
    (b"\xd0\xcf\x11\xe0", "an old office document", "save it as plain text"),
    (b"{\\rtf", "rich text", "save it as plain text"),
    (b"<!doctype html", "a web page", "save the words of the report as plain text"),
    (b"<html", "a web page", "save the words of the report as plain text"),
    (b"<?xml", "XML", "save the words of the report as plain text"),
)

_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")

SURROGATE = re.compile(r"[\ud800-\udfff]")
"""Half a character outside the basic plane: JSON can hold one, UTF-8 cannot."""

_SAVE_TEXT = "only text can be read; if it was text, it is damaged or in UTF-16 without a byte-order mark"


def decode(raw: bytes, item: str) -> str:
    """The text that `raw` holds, without byte-order mark and with its line ends; IntakeError says why it holds none."""
    if len(raw) > MAX_BYTES:
        raise IntakeError(
            item,
            f"longer than the {MAX_BYTES // 1_000_000} MB that one report can have",
            hint="split it into its reports",
        )
    if not raw:
        raise IntakeError(item, "empty", hint="fill it or leave it out")
    _refuse_formats(raw, item)
    text = _decoded(raw, item)
    check_text(text, item)
    return text


def check_text(text: str, item: str) -> None:
    """Refuse what is no prose: nothing to see, control characters, a line without end, half a character."""
    if not any(c.isprintable() and not c.isspace() for c in text):
        raise IntakeError(item, "nothing but white space", hint="fill it or leave it out")
    if "\0" in text or len(_CONTROL.findall(text)) > _MOST_CONTROLS * len(text):
        raise IntakeError(item, "binary, not text", hint=_SAVE_TEXT)
    if max(map(len, text.splitlines())) > MAX_LINE:
        raise IntakeError(
            item,
            f"has a line of more than {MAX_LINE:,} characters",
            hint="a report has line ends; check that this is one",
        )
    if SURROGATE.search(text):
        raise IntakeError(item, "holds half a character (a lone surrogate)", hint="write the text out again as UTF-8")


def _refuse_formats(raw: bytes, item: str) -> None:
    head = raw[:64].removeprefix(codecs.BOM_UTF8).lstrip().lower()
    for mark, name, hint in _FORMATS:
        if head.startswith(mark.lower()):
            raise IntakeError(item, f"{name}, not plain text", hint=hint)


def _decoded(raw: bytes, item: str) -> str:
    mark, encoding = next(((m, e) for m, e in _MARKS if raw.startswith(m)), (b"", "utf-8"))
    try:
        return raw[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        if not mark and _looks_binary(raw):
            raise IntakeError(item, "binary, not text", hint=_SAVE_TEXT) from error
        at = len(mark) + error.start
        raise IntakeError(
            item,
            f"not {encoding.upper()} (byte 0x{raw[at]:02X} at {at:,})",
            hint="convert it first, for example: iconv -f WINDOWS-1252 -t UTF-8 OLD > NEW",
        ) from error


def _looks_binary(raw: bytes) -> bool:
    """Whether bytes are no text in a one-byte encoding either: there 0x80 to 0x9F are letters and quotation marks."""
    return b"\0" in raw or len(re.findall(rb"[\x01-\x08\x0e-\x1f\x7f]", raw)) > _MOST_CONTROLS * len(raw)
