"""Who publishes: one key for all names of an outlet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache

import msgspec

from firsthand.lexicon.agencies import agencies
from firsthand.lexicon.tables import load_listed
from firsthand.model import Document, Span

_WORD = re.compile(r"\w+(?:[.'’&]\w+)*")
_CODE = re.compile(r"[^\W\d_](?:[\w.-]*\w)?")
_POSSESSIVE = re.compile(r"['’]s?$")
_LEFT_OUT = frozenset({"the"})


@lru_cache(1 << 14)
def name_words(name: str) -> tuple[str, ...]:
    """The words of a name in lower case, without article, apostrophes or full stops: "The A.P." is "ap"."""
    parts = (re.sub(r"[.'’]", "", m[0].casefold()) for m in _WORD.finditer(name))
    return tuple(p for p in parts if p and p not in _LEFT_OUT)


class Outlets(msgspec.Struct, frozen=True):
    """The outlets that a pile knows: the packaged tables' and its documents'. `names` maps a name's words to a key,
    `codes` what stands for an agency in credits, as written there; `pictures` names those that sell photographs."""

    names: Mapping[tuple[str, ...], str]
    longest: int
    codes: Mapping[str, str] = {}
    pictures: frozenset[tuple[str, ...]] = frozenset()

    def key(self, name: str) -> str:
        """One key for an outlet, whichever of its names is used; an unknown outlet's key is its words."""
        return self.known(name) or " ".join(name_words(name))

    def key_of(self, document: Document) -> str:
        """The key of who published a document; empty where that is not stated."""
        return self.key(document.outlet) if document.outlet else ""

    def known(self, name: str) -> str | None:
        """The key of a name that is known, with or without its possessive."""
        return self.names.get(name_words(name)) or self.names.get(name_words(_POSSESSIVE.sub("", name)))

    def find(self, text: str, span: Span) -> Iterator[tuple[str, Span]]:
        """Known outlets named in a stretch of text: key and span, longest name first, none inside another."""
        places = [
            m
            for m in _WORD.finditer(text, span.start, span.end)
            if m[0][:1].isupper() or m[0][:1].isdigit() or m[0] in ("of", "the", "and")
        ]
        i = 0
        while i < len(places):
            step = 1
            for size in range(min(self.longest, len(places) - i), 0, -1):
                stretch = Span(places[i].start(), places[i + size - 1].end())
                if (
                    len(_WORD.findall(stretch.of(text))) == size
                    and places[i][0][:1].isupper()
                    and (key := self.known(stretch.of(text)))
                ):
                    yield key, stretch
                    step = size
                    break
            i += step

    def find_codes(self, text: str, span: Span) -> Iterator[tuple[str, Span]]:
        """Agencies that stand in a stretch by their codes, letter by letter: key and span."""
        for m in _CODE.finditer(text, span.start, span.end):
            if (key := self.codes.get(m[0])) is not None:
                yield key, Span(*m.span())

    def is_picture(self, name: str) -> bool:
        """Whether the name is a picture agency's."""
        return name_words(name) in self.pictures


@cache
def _listed_names() -> dict[tuple[str, ...], str]:
    """An agency has its own table, whose names come first."""
    found = {name_words(name): a.id for a in agencies() if a.kind == "text" for name in a.names}
    for listed in load_listed("world/outlets.csv"):
        for name in listed.names:
            found.setdefault(name_words(name), listed.id)
    return found


@cache
def _codes() -> dict[str, str]:
    return {code: a.id for a in agencies() if a.kind == "text" for code in a.codes}


@cache
def _pictures() -> frozenset[tuple[str, ...]]:
    return frozenset(name_words(n) for a in agencies() if a.kind == "picture" for n in (*a.names, *a.codes))


@cache
def packaged_outlets() -> Outlets:
    """Those of the packaged table; the key of any other outlet is its words."""
    return know_outlets(())


def know_outlets(names: Iterable[str]) -> Outlets:
    """The packaged outlets and those of `names` that are not among them."""
    known = dict(_listed_names())
    for name in names:
        known.setdefault(name_words(name), " ".join(name_words(name)))
    return Outlets(known, max(map(len, known), default=1) + 2, _codes(), _pictures())
