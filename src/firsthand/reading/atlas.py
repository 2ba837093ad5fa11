"""The gazetteer: a read-only file of places, looked up by name. It is mapped, not loaded: what is not asked for costs
nothing."""

from __future__ import annotations

import re
import unicodedata
import zlib
from array import array
from functools import cache
from importlib import import_module

import msgspec

from firsthand.errors import ModelError

MAGIC = b"FHPLACE1"
PACKAGE = "firsthand_places"
KINDS = ("continent", "country", "state", "county", "town", "locality", "water", "land", "region")
SOURCES = ("geonames", "census", "postal", "naturalearth", "firsthand")
SECTIONS = (
    *("slots", "key_ends", "keys", "posting_ends", "postings"),
    *("lat", "lon", "population", "parent", "code", "kind", "origin", "country", "name_ends", "names"),
)
"""What the file holds, in order: names under which places are found, then one column for each property of a place."""

_SIGNED = ("lat", "lon")
_BYTES = ("keys", "kind", "origin", "country", "names")
_DEGREE = 1e4  # coordinates are kept as whole ten-thousandths of a degree: 11 metres

_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "æ": "ae", "œ": "oe", "&": " and "}
)
_DROPPED = re.compile(r"[.'’‘ʼʻ`´]")
_SPACED = re.compile(r"[\s\-‐‑–/,()]+")
_SHORT = {"saint": "st", "sainte": "ste", "mount": "mt", "fort": "ft", "twp": "township"}


class Spot(msgspec.Struct, frozen=True, gc=False):
    """One place of the gazetteer.

    `latitude` and `longitude` in degrees (WGS 84); `population` 0 where unknown; `parents` are the numbers of the
    places around it, the smallest first; `country` an ISO 3166 code or None; `other` says that it was looked up under
    another name than its own.
    """

    number: int
    id: str
    name: str
    kind: str
    country: str | None
    latitude: float
    longitude: float
    population: int
    parents: tuple[int, ...]
    other: bool = False


def fold(name: str) -> str:
    """A name as it is looked up: lower case without accents, points and apostrophes, "Saint" and the like short.

    >>> fold("Saint-Étienne"), fold("St. Marys"), fold("The Hague")
    ('st etienne', 'st marys', 'hague')
    """
    if not name.isascii():
        parts = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
        name = "".join(c for c in parts if not unicodedata.combining(c))
    words = _SPACED.sub(" ", _DROPPED.sub("", name.casefold().replace("&", " and "))).split()
    if len(words) > 1 and words[0] == "the":
        del words[0]
    return " ".join(_SHORT.get(word, word) for word in words)


class Atlas:
    """The file's columns. Numbers of places run from 0; a name is found by the checksum of its folded form."""

    def __init__(self, data: memoryview) -> None:
        count = len(SECTIONS)
        if bytes(data[: len(MAGIC)]) != MAGIC:
            raise ModelError("the gazetteer is of another format", hint="install the firsthand-places of this release")
        sizes = array("I", bytes(data[len(MAGIC) : len(MAGIC) + 4 * count]))
        start = len(MAGIC) + 4 * count
        self._columns: dict[str, memoryview] = {}
        for section, size in zip(SECTIONS, sizes, strict=True):
            column = data[start : start + size]
            self._columns[section] = _cast(section, column)
            start += size + -size % 4
        self._slots = self._columns["slots"]
        self._mask = len(self._slots) - 1

    def find(self, key: str) -> tuple[int, ...]:
        """Postings of a folded name, in order: twice the number of a place, one more where it is another name."""
        wanted = key.encode(errors="replace")
        slot = zlib.crc32(wanted) & self._mask
        while number := self._slots[slot]:
            if self._text("keys", "key_ends", number - 1) == wanted:
                ends = self._columns["posting_ends"]
                return tuple(self._columns["postings"][ends[number - 2] if number > 1 else 0 : ends[number - 1]])
            slot = (slot + 1) & self._mask
        return ()

    def _text(self, section: str, ends: str, number: int) -> bytes:
        stops = self._columns[ends]
        return bytes(self._columns[section][stops[number - 1] if number else 0 : stops[number]])

    def population(self, number: int) -> int:
        return self._columns["population"][number]

    def kind(self, number: int) -> str:
        return KINDS[self._columns["kind"][number]]

    def spot(self, number: int, *, other: bool = False) -> Spot:
        columns = self._columns
        country = bytes(columns["country"][2 * number : 2 * number + 2]).decode()
        return Spot(
            number,
            f"{SOURCES[columns['origin'][number]]}/{columns['code'][number]}",
            self._text("names", "name_ends", number).decode(),
            KINDS[columns["kind"][number]],
            None if country == "--" else country,
            columns["lat"][number] / _DEGREE,
            columns["lon"][number] / _DEGREE,
            columns["population"][number],
            self.parents(number),
            other,
        )

    def parents(self, number: int) -> tuple[int, ...]:
        found = []
        while around := self._columns["parent"][number]:
            number = around - 1
            found.append(number)
        return tuple(found)


def _cast(section: str, column: memoryview) -> memoryview:
    if section in _BYTES:
        return column
    return column.cast("i") if section in _SIGNED else column.cast("I")


@cache
def open_atlas() -> Atlas:
    """The installed gazetteer; ModelError where there is none."""
    try:
        package = import_module(PACKAGE)
    except ModuleNotFoundError as error:
        hint = "run make, or pip install models/firsthand-places of this repository"
        raise ModelError("no gazetteer is installed", hint=hint) from error
    return Atlas(package.places())
