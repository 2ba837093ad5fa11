"""The part of a run that compares: what the last run has settled is taken from its answer, the rest is compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

import msgspec

from firsthand.comparing import Comparison, Part
from firsthand.comparing.memory import BRIEF, Memory
from firsthand.comparing.pile import Page
from firsthand.comparing.stream_block import compare_block
from firsthand.model import Answer, Reading


class _Desk:
    """Says what a block tells: from an answer that has it, while there is one, else by comparing; `compared` counts the
    reports for which that was needed."""

    def __init__(self, before: Answer | None = None) -> None:
        self.settled = None if before is None else _parts(before)
        self.compared = 0

    def __call__(self, pages: Iterable[Page], guests: Iterable[Page], memory: Memory) -> Part:
        if self.settled is not None:
            return _join(self.settled, [p.id for p in pages])
        held = tuple(pages)
        self.compared += len(held)
        return compare_block(held, guests, memory)


def compare_all(readings: Iterable[Reading]) -> tuple[Answer, int]:
    """Every report laid beside its likes; the answer, and how many were compared."""
    desk = _Desk()
    comparison = Comparison(compare=desk, memory=Memory(BRIEF))
    for reading in readings:
        comparison.take(reading)
    return comparison.answer(), desk.compared


def compare_new(old: Iterable[Reading], new: Iterable[Reading], before: Answer) -> tuple[Answer, int]:
    """The same answer as `compare_all` of both, where `before` is that of the old readings alone: their blocks are laid
    out as they were and filled from it, and only what new reports change is compared."""
    desk = _Desk(before)
    comparison = Comparison(compare=desk, memory=Memory(BRIEF))
    for reading in old:
        comparison.take(reading)
    comparison.settle()
    desk.settled = None
    for reading in new:
        comparison.take(reading)
    return comparison.answer(), desk.compared


def _join(settled: Mapping[str, dict[str, list[Any]]], documents: Iterable[str]) -> Part:
    """What the answer tells of a block: each of its lists, report by report."""
    found: dict[str, list[Any]] = defaultdict(list)
    for document in documents:
        for kind, records in settled.get(document, {}).items():
            found[kind] += records
    return Part(**{kind: tuple(records) for kind, records in found.items()})


def _parts(answer: Answer) -> dict[str, dict[str, list[Any]]]:
    """What an answer tells, by the report with which it begins; every report has an entry, if an empty one."""
    home = {a.id: a.document for a in answer.assertions}
    claimed = {c.id: home[next(chain(c.assertions, c.denied_by))] for c in answer.claims}
    found: dict[str, dict[str, list[Any]]] = {d.id: defaultdict(list) for d in answer.documents}
    for document, kind, record in _placed(answer, home, claimed):
        found[document][kind].append(record)
    return found


def _placed(
    answer: Answer, home: Mapping[str, str], claimed: Mapping[str, str]
) -> Iterator[tuple[str, str, msgspec.Struct]]:
    yield from ((claimed[c.id], "claims", c) for c in answer.claims)
    yield from ((d.child.document, "derivations", d) for d in answer.derivations)
    yield from ((home[e.attributed], "echoes", e) for e in answer.echoes)
    yield from ((home[d.assertion], "denials", d) for d in answer.denials)
    yield from ((claimed[d.claim], "discrepancies", d) for d in answer.discrepancies)
    yield from ((u.printings[0].document, "utterances", u) for u in answer.utterances)
    yield from ((x.document, "lineages", x) for x in answer.lineages)
    yield from ((x.steps[0].document, "loops", x) for x in answer.loops)
