"""The desk where the rooms meet: from documents to an answer, and from a rule's id to its reason."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable, Iterable, Iterator
from importlib.resources import as_file, files
from itertools import chain

import msgspec

from firsthand.intake import Taken, take_in
from firsthand.model import Answer, Document, Known, Reading, Refusal
from firsthand.model.ordering import sort_answer

KEYS = Answer.__struct_fields__
"""The lists of an answer, in order."""

READ = frozenset({"entities", "attributions", "assertions"})
"""Lists that the readings give one by one: for them no document is compared with another."""

_GIVEN = frozenset({"documents", "refused", "known"})

MANY = 200
"""From so many reports on the models that read are let go before comparing."""

Progress = Callable[[str, int, int | None], None]
"""Told which phase it is, `reading` or `comparing`, how much of it is done, and of how much; None: nobody knows."""


def answer(
    documents: Iterable[Document],
    *,
    only: frozenset[str] = frozenset(),
    refused: Iterable[Refusal] = (),
    known: Iterable[Known] = (),
    progress: Progress | None = None,
) -> Answer:
    """What the documents say together; with `only`, just these lists, and no more work than they need.

    The same documents in any order give the same answer.
    """
    ordered = tuple(sorted(documents, key=lambda d: d.id))
    wanted = only or frozenset(KEYS)
    found = Answer()
    if wanted <= _GIVEN | READ:
        found = _gather(_read(ordered, wanted & READ, progress)) if wanted & READ else found
    else:
        found = _compare(_read(ordered, None, progress), progress, roomy=len(ordered) < MANY)
    found = msgspec.structs.replace(sort_answer(found), documents=ordered, refused=tuple(refused), known=tuple(known))
    return Answer(**{key: getattr(found, key) for key in KEYS if key in wanted})


def for_report(only: frozenset[str]) -> frozenset[str]:
    """The lists that a report of `only` is made from: it shows words and names, so it needs more than it lists."""
    return only | {"documents", "attributions", "entities", "known"} if only and only <= _GIVEN | READ else frozenset()


def example() -> Taken:
    """The packaged example's reports, under paths that are the same on every machine."""
    with as_file(files("firsthand.example").joinpath("reports")) as folder:
        taken = take_in([folder])
        named = (
            msgspec.structs.replace(d, path=d.path and d.path.replace(folder.as_posix(), "example/reports", 1))
            for d in taken.documents
        )
        return msgspec.structs.replace(taken, documents=tuple(named))


def reasons() -> dict[str, str]:
    """Why each rule holds, by its id as answers write it: `cue/say`; of a whole family by its beginning: `world/`."""
    from firsthand.lexicon.reasons import reasons as by_rule
    from firsthand.lexicon.suggestions import judging_reasons

    return by_rule() | judging_reasons()


def _read(
    documents: tuple[Document, ...], layers: frozenset[str] | None, progress: Progress | None
) -> Iterator[Reading]:
    """One by one: a reading is far larger than what is kept of it."""
    from firsthand.reading import read_document  # its word lists take a while to load, and a help page needs none

    for done, document in enumerate(documents, start=1):
        yield read_document(document, layers=layers)
        if progress:
            progress("reading", done, len(documents))


def _compare(readings: Iterable[Reading], progress: Progress | None, *, roomy: bool) -> Answer:
    """Readings are taken up as they come; what follows the last of them is comparing, which needs the room of what has
    read them unless it is `roomy`."""
    from firsthand.comparing import compare
    from firsthand.reading import let_go

    def taken_up() -> Iterator[Reading]:
        yield from readings
        if not roomy:
            let_go()
        _give_back()
        if progress:
            progress("comparing", 0, None)

    return compare(taken_up())


def _give_back() -> None:
    """Let the system have what reading has freed, which the C library keeps for itself: 80 MB after 500 reports."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)


def _gather(readings: Iterable[Reading]) -> Answer:
    from firsthand.comparing.entities import merge_entities

    kept = tuple(msgspec.structs.replace(r, tree=None, names=None) for r in readings)
    return Answer(
        entities=merge_entities(kept),
        attributions=tuple(chain.from_iterable(r.attributions or () for r in kept)),
        assertions=tuple(chain.from_iterable(r.assertions or () for r in kept)),
    )
