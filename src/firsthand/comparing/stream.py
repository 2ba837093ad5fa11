"""Reports compared as they come: a new one changes what is said of its own block, and nothing else."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from heapq import heappop, heappush
from typing import NamedTuple

import msgspec

from firsthand.comparing.boilerplate import Standing
from firsthand.comparing.entities import merge_entities
from firsthand.comparing.index import Block, Index
from firsthand.comparing.index_keys import find_marks
from firsthand.comparing.memory import Memory
from firsthand.comparing.people import Directory
from firsthand.comparing.pile import Page, lay_page
from firsthand.comparing.stories import find_stories
from firsthand.comparing.stream_block import Part, compare_block, join_lineages
from firsthand.comparing.stream_shelf import page_shelf
from firsthand.model import Answer, Claim, Reading, Spans, Utterance

READY = 24
"""Reports that are kept unpacked where nothing else is said: one takes half a megabyte, packed a tenth of that."""


class Change(msgspec.Struct, frozen=True):
    """What new reports change: `documents` were compared anew, in order of id; all that was said of them before is in
    `before`, and `after` stands in its place."""

    documents: tuple[str, ...] = ()
    before: tuple[Part, ...] = ()
    after: tuple[Part, ...] = ()


class Table(NamedTuple):
    """The numbers of reports that are compared with each other, and of those that are laid beside them."""

    block: Block
    guests: Block

    @property
    def home(self) -> int:
        return self.block[0]


class Comparison:
    """Reports laid side by side one after the other. What it says rests on the reports alone and not on their order.

    `pages` (by document id; packed in memory where nothing is given) and `parts` (by the number of a block's first
    report) may be mappings that keep their values elsewhere: the index itself takes about 3 kB a report. `compare` says
    what one block tells, beside its guests and with the memory of what was compared before; whoever knows already may
    say so without comparing.
    """

    def __init__(
        self,
        pages: MutableMapping[str, Page] | None = None,
        parts: MutableMapping[int, Part] | None = None,
        *,
        compare: Callable[[Iterable[Page], Iterable[Page], Memory], Part] = compare_block,
        memory: Memory | None = None,
    ) -> None:
        self._compare = compare
        self._pages: MutableMapping[str, Page] = page_shelf({}, hot=READY) if pages is None else pages
        self._parts: MutableMapping[int, Part] = {} if parts is None else parts
        self._index = Index()
        self._memory = memory or Memory()
        self._standing = Standing()
        self._directory = Directory()
        self._ids: list[str] = []
        self._known: set[str] = set()
        self._home = array("i")
        self._tables: dict[int, Table] = {}
        self._stale: set[int] = set()
        self._retold: set[int] = set()

    def __len__(self) -> int:
        return len(self._ids)

    def add(self, *readings: Reading) -> Change:
        """Compare these with what is there. A report whose id is there already changes nothing."""
        for reading in readings:
            self.take(reading)
        return self.settle()

    def take(self, reading: Reading) -> None:
        """Put a report beside the others; it is compared when `settle` or `answer` is asked for."""
        if reading.document.id in self._known:
            return
        page = lay_page(reading)
        self._stale.update(self._index.touch(find_marks(page)))
        told = (*self._standing.add(page), *self._directory.add(page.reading))
        self._stale.update(told)
        self._retold.update(told)
        self._known.add(page.id)
        self._ids.append(page.id)
        self._home.append(-1)
        self._pages[page.id] = page

    def settle(self) -> Change:
        """Compare anew every block that has changed, or whose guests have, or of which the pile says something
        else: what its outlet prints everywhere, or who somebody is."""
        before: list[Part] = []
        changed = tuple(self._seat_anew(before.append))
        after = tuple(map(self._compare_at, changed))
        documents = sorted(self._ids[n] for table in changed for n in table.block)
        return Change(tuple(documents), tuple(before), after)

    def keep_up(self) -> None:
        """The same, where nobody asks what changed: of a large pile that is more than memory holds."""
        for table in tuple(self._seat_anew(lambda part: None)):
            self._compare_at(table)

    def _seat_anew(self, let_go: Callable[[Part], None]) -> Iterator[Table]:
        """The tables that have to be compared anew."""
        waiting = sorted(self._stale)
        while waiting:
            if (number := heappop(waiting)) not in self._stale:
                continue
            table = self._lay(number)
            self._stale.difference_update(table.block)
            if self._tables.get(table.home) != table or not self._retold.isdisjoint(table.block):
                for other in self._take_apart(table.block, let_go):
                    self._stale.add(other)
                    heappush(waiting, other)
                self._seat(table)
                yield table
        self._retold.clear()

    def _lay(self, number: int) -> Table:
        block = self._index.block(number)
        return Table(block, self._index.guests(block))

    def _take_apart(self, block: Block, let_go: Callable[[Part], None]) -> Iterator[int]:
        """Take apart the blocks that these reports were in; the others of those, who have to find their own anew."""
        for home in sorted({self._home[n] for n in block} - {-1}):
            old = self._tables.pop(home)
            for number in old.block:
                self._home[number] = -1
            let_go(self._parts.pop(home))
            yield from set(old.block) - set(block)

    def _seat(self, table: Table) -> None:
        self._tables[table.home] = table
        for number in table.block:
            self._home[number] = table.home

    def _compare_at(self, table: Table) -> Part:
        home = (self._page(n) for n in table.block)
        guests = (self._pages[self._ids[n]] for n in table.guests)
        part = self._parts[table.home] = self._compare(home, guests, self._memory)
        return part

    def _page(self, number: int) -> Page:
        page = self._pages[self._ids[number]]
        standing, fuller = self._standing.of(number, page), self._directory.fuller(page.reading)
        return msgspec.structs.replace(page, standing=standing, fuller=fuller) if standing or fuller else page

    def answer(self) -> Answer:
        """All that is said so far."""
        self.keep_up()
        readings = tuple(_given(self._pages[id].reading) for id in sorted(self._ids))
        assertions = tuple(a for r in readings for a in r.assertions or ())
        order = {a.id: i for i, a in enumerate(assertions)}
        parts = tuple(self._parts.values())
        claims = sorted((c for p in parts for c in p.claims), key=lambda c: _first(c, order))
        place = {c.id: i for i, c in enumerate(claims)}
        echoes = (e for p in parts for e in p.echoes)
        return Answer(
            documents=tuple(r.document for r in readings),
            entities=merge_entities(readings),
            attributions=tuple(a for r in readings for a in r.attributions or ()),
            assertions=assertions,
            claims=tuple(claims),
            derivations=tuple(sorted((d for p in parts for d in p.derivations), key=lambda d: d.child.document)),
            echoes=tuple(sorted(echoes, key=lambda e: (order[e.attributed], order[e.unattributed]))),
            denials=tuple(sorted((d for p in parts for d in p.denials), key=lambda d: order[d.assertion])),
            discrepancies=tuple(sorted((d for p in parts for d in p.discrepancies), key=lambda d: place[d.claim])),
            utterances=tuple(sorted((u for p in parts for u in p.utterances), key=_printed)),
            lineages=join_lineages(x for p in parts for x in p.lineages),
            loops=tuple(sorted((x for p in parts for x in p.loops), key=lambda x: x.steps[0].document)),
            stories=find_stories(r.document for r in readings),
        )


def _given(reading: Reading) -> Reading:
    """What an answer has of a reading: less than half of it, and there are many."""
    return Reading(
        document=reading.document,
        entities=reading.entities,
        attributions=reading.attributions,
        assertions=reading.assertions,
    )


def _printed(utterance: Utterance) -> tuple[str, Spans, str]:
    first = utterance.printings[0]
    return first.document, first.spans, utterance.id


def _first(claim: Claim, order: Mapping[str, int]) -> int:
    return min(order[a] for a in (*claim.assertions, *claim.denied_by))
