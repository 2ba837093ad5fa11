"""Writer: all that it is given is kept at the end of its turn, or nothing."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

import msgspec
from sqlalchemy import Connection, Table, bindparam, delete, func, insert, select, update

from firsthand.errors import StoreError
from firsthand.model import Answer, Document
from firsthand.store import passages as words_of
from firsthand.store import schema
from firsthand.store.engines import Engine
from firsthand.store.failures import explained
from firsthand.store.packing import Packed, bare, encode, pack_answer, unpack_record
from firsthand.store.passages import Passage
from firsthand.store.reading import plain
from firsthand.store.records import Captured, Logged, Manifest, Offer, write_time
from firsthand.store.seals import add, pack, seal, take
from firsthand.store.seals import unpack as unpacked
from firsthand.store.turns import OnWait, present_holder

Clock = Callable[[], datetime]

_NOTHING = bytes(16)


def present() -> datetime:
    """The moment, in UTC."""
    return datetime.now(UTC)


class Writer:
    """The one that writes, while its `with` block lasts; others wait for their turn. What it is given is kept when the
    block ends; an error that leaves the block, or a process that dies in it, leaves the case as it was."""

    def __init__(self, engine: Engine, *, who: str, on_wait: OnWait, clock: Clock = present) -> None:
        self._engine = engine
        self._who = who
        self._on_wait = on_wait
        self._clock = clock
        self._stack = ExitStack()
        self._connection: Connection | None = None
        self._numbers: dict[str, int] = {}
        self._tally: dict[str, tuple[int, bytes]] = defaultdict(lambda: (0, _NOTHING))
        self._indexed = False
        self._now = ""

    def __enter__(self) -> Self:
        with explained(self._engine), ExitStack() as stack:
            stack.enter_context(self._engine.turn(present_holder(self._who, self._clock()), self._on_wait))
            self._connection = stack.enter_context(self._engine.writing())
            self._now = write_time(self._clock())
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with explained(self._engine):
            try:
                if error is None:
                    self._write_tallies()
            except BaseException as failed:
                self._stack.__exit__(type(failed), failed, failed.__traceback__)
                raise
            else:
                self._stack.__exit__(kind, error, trace)
            finally:
                self._connection = None

    # -- what was taken in

    def put_documents(self, captured: Iterable[Captured]) -> tuple[str, ...]:
        """Keep documents with their evidence; ids of those that were not there yet. One that is there with the same
        text is passed over; StoreError for another text under its id."""
        kept: list[str] = []
        for one in captured:
            if not self._is_known(one.document):
                self._put_document(one)
                kept.append(one.document.id)
        return tuple(kept)

    def put_offers(self, offers: Iterable[Offer]) -> None:
        """Log what was offered and what became of it."""
        rows = [
            {
                **msgspec.structs.asdict(offer),
                "at": self._now if offer.at is None else write_time(offer.at),
                "number": self._next("offers"),
            }
            for offer in offers
        ]
        self.keep(schema.offers, rows)

    def put_reading(self, document: str, stamp: str, body: bytes) -> bool:
        """Keep a document's reading; false where there is one under the stamp, which stays."""
        table = schema.readings
        there = select(table.c.number).where(table.c.document == plain(document), table.c.stamp == plain(stamp))
        if self._execute(there).first():
            return False
        row = {"document": document, "stamp": stamp, "added": self._now, "body": pack(body)}
        self.keep(table, [{"number": self._next("readings"), **row}])
        return True

    def drop_readings(self, *, but: Sequence[str]) -> int:
        """Let go of all readings under other stamps than these; how many there were."""
        table = schema.readings
        gone = self._execute(
            select(table.c.number, table.c.seal).where(table.c.stamp.not_in(list(map(plain, but))))
        ).all()
        if gone:
            self._count("readings", -len(gone), (), tuple(r.seal for r in gone))
            statement = delete(table).where(table.c.number == bindparam("gone"))
            self._execute(statement, [{"gone": r.number} for r in gone])
        return len(gone)

    # -- what was found

    def put_run(self, manifest: Manifest) -> None:
        """Keep a run's manifest; StoreError if there is a run with its id."""
        table = schema.runs
        if self._execute(select(table.c.number).where(table.c.id == plain(manifest.id))).first():
            raise StoreError(f"{self._engine.name} has a run '{manifest.id}' already", hint="give each run its own id")
        row = {
            "number": self._next("runs"),
            "id": manifest.id,
            "started": write_time(manifest.started),
            "finished": write_time(manifest.finished),
            "manifest": encode(manifest),
        }
        self.keep(table, [row])

    def put_answer(self, run: str, answer: Answer) -> tuple[int, int]:
        """Keep what the run found: how many findings are new, and how many of the last run's are gone. What both have
        is not written again. The run must be the last that was put."""
        number = self._last_run(run)
        packed = {(p.kind, p.key): p for p in pack_answer(answer)}
        there = self._standing()
        gone = [n for key, (n, digest) in there.items() if key not in packed or _state(packed[key]) != digest]
        new = [p for key, p in packed.items() if key not in there or _state(p) != there[key][1]]
        self._end(gone, number)
        self._begin(new, number, answer)
        kinds = Counter(kind for kind, _ in packed)
        self.keep(schema.totals, [{"run": number, "kind": k, "count": n} for k, n in sorted(kinds.items())])
        return len(new), len(gone)

    def put_judgement(self, judgement: Logged) -> bool:
        """Add to the log; false where it has one with this id, which stays."""
        table = schema.judgements
        if self._execute(select(table.c.number).where(table.c.id == plain(judgement.id))).first():
            return False
        row = {**msgspec.structs.asdict(judgement), "at": write_time(judgement.at)}
        self.keep(table, [{"number": self._next("judgements"), **row}])
        return True

    # -- what a new case and an upgrade need

    def put_fact(self, name: str, value: str) -> None:
        """Say something of the case itself, in place of what was said under the name."""
        table = schema.facts
        for old in self._execute(select(table.c.seal).where(table.c.name == name)).all():
            self._count("facts", -1, (), (old.seal,))
        self._execute(delete(table).where(table.c.name == name))
        self.keep(table, [{"name": name, "value": value}])

    def keep(self, table: Table, rows: list[dict[str, Any]]) -> None:
        """Seal, write and count the rows."""
        if not rows:
            return
        with explained(self._engine):
            for row in rows:
                for name, value in row.items():
                    if isinstance(value, str):
                        row[name] = plain(value)
                row["seal"] = seal(schema.name_of(table), row)
            self._count(schema.name_of(table), len(rows), [row["seal"] for row in rows])
            self._engine.insert(self.connection, table, rows)

    @property
    def connection(self) -> Connection:
        """Within the transaction."""
        if self._connection is None:
            raise StoreError("this writer's turn is over", hint="write within its with block")
        return self._connection

    @property
    def now(self) -> str:
        """When the turn began, as it is written."""
        return self._now

    # -- how

    def _is_known(self, document: Document) -> bool:
        table = schema.documents
        there = self._execute(select(table.c.text).where(table.c.id == plain(document.id))).first()
        if there is None:
            return False
        if unpacked(there.text).decode() == document.text:
            return True
        raise StoreError(
            f"{self._engine.name} has another text under the id '{document.id[:80]}'",
            hint="a document never changes: give the new text an id of its own",
        )

    def _put_document(self, one: Captured) -> None:
        document = one.document
        row = {
            "number": self._next("documents"),
            "id": document.id,
            "sha256": hashlib.sha256(one.raw).hexdigest(),
            "outlet": document.outlet,
            "published": document.published,
            "added": self._now if one.added is None else write_time(one.added),
            "extractor": one.extractor,
            "version": one.version,
            "headers": encode(one.headers),
            "record": encode(bare(document)),
            "text": pack(document.text.encode()),
            "raw": pack(one.raw),
        }
        self.keep(schema.documents, [row])
        self._index([("documents", document.id, None, p) for p in words_of.of_document(document)])

    def _last_run(self, run: str) -> int:
        table = schema.runs
        last = self._execute(select(table.c.number, table.c.id).order_by(table.c.number.desc()).limit(1)).first()
        if last is None or last.id != plain(run):
            raise StoreError(f"'{run}' is not the last run of {self._engine.name}", hint="put its manifest first")
        return int(last.number)

    def _standing(self) -> dict[tuple[str, str], tuple[int, State]]:
        """Number and state of each finding of the last run."""
        t = schema.findings
        columns = select(t.c.number, t.c.kind, t.c.key, t.c.hash, t.c.document, t.c.start, t.c.stop, t.c.depth)
        rows = self._execute(columns.where(t.c.ended.is_(None)))
        return {(r.kind, r.key): (r.number, (r.hash, r.document, r.start, r.stop, r.depth)) for r in rows}

    def _end(self, numbers: list[int], run: int) -> None:
        """These findings are told no more, from the run on."""
        table = schema.findings
        columns = [c for c in table.columns if c.name != "body"]
        for at in range(0, len(numbers), 1000):
            rows = self._execute(select(*columns).where(table.c.number.in_(numbers[at : at + 1000]))).mappings().all()
            closed = [{**row, "ended": run} for row in rows]
            seals = [seal("findings", row) for row in closed]
            self._count("findings", 0, seals, tuple(row["seal"] for row in rows))
            statement = update(table).where(table.c.number == bindparam("of"))
            self._execute(
                statement.values(ended=run, seal=bindparam("sealed")),
                [{"of": row["number"], "sealed": s} for row, s in zip(closed, seals, strict=True)],
            )

    def _begin(self, new: list[Packed], run: int, answer: Answer) -> None:
        """These findings are told from the run on."""
        rows: list[dict[str, Any]] = []
        links: list[dict[str, Any]] = []
        found: list[tuple[str, str, int | None, Passage]] = []
        texts = {d.id: d.text for d in answer.documents}
        for packed in new:
            number = self._next("findings")
            rows.append(
                {"number": number, "kind": packed.kind, "key": packed.key, "since": run, "ended": None}
                | {name: packed.columns.get(name) for name in _OPTIONAL}
                | {"rules": packed.columns["rules"], "hash": packed.columns["hash"], "body": packed.body}
            )
            links += [{"target": plain(target), "role": role, "finding": number} for role, target in packed.links]
            found += self._words(packed, number, texts)
        self.keep(schema.findings, rows)
        if links:
            self._engine.insert(self.connection, schema.links, links)
        self._index(found)

    def _words(self, packed: Packed, number: int, texts: dict[str, str]) -> list[tuple[str, str, int | None, Passage]]:
        if packed.kind not in ("assertions", "entities"):
            return []
        record = unpack_record(packed.kind, packed.body)
        text = texts.get(getattr(record, "document", ""))
        return [(packed.kind, packed.key, number, p) for p in words_of.of_finding(record, text)]

    def _index(self, found: list[tuple[str, str, int | None, Passage]]) -> None:
        rows: list[dict[str, Any]] = [
            {
                "number": self._next("passages"),
                "kind": kind,
                "key": key,
                "finding": finding,
                "document": p.document,
                "start": p.span.start if p.span else None,
                "stop": p.span.end if p.span else None,
            }
            for kind, key, finding, p in found
        ]
        self.keep(schema.passages, rows)
        self._indexed = self._indexed or bool(rows)
        self._engine.index(
            self.connection, [(row["number"], p.words) for row, (*_, p) in zip(rows, found, strict=True)]
        )

    def _count(self, table: str, more: int, seals: Sequence[bytes], gone: Sequence[bytes] = ()) -> None:
        count, total = self._tally[table]
        self._tally[table] = count + more, take(add(total, *seals), *gone)

    def _write_tallies(self) -> None:
        table = schema.tallies
        for name, (more, total) in sorted(self._tally.items()):
            there = self._execute(select(table).where(table.c.name == name)).first()
            count = more + (there.count if there else 0)
            self._write_tally(name, count, add(total, there.total) if there else total)
        for part in (schema.INDEX, schema.LAYOUT) if self._indexed else (schema.LAYOUT,):
            digest = self._engine.digest(self.connection, part)
            if digest is not None:
                self._write_tally(part, *digest)

    def _write_tally(self, name: str, count: int, total: bytes) -> None:
        table = schema.tallies
        row = {"name": name, "count": count, "total": total}
        self._execute(delete(table).where(table.c.name == name))
        self._execute(insert(table), [{**row, "seal": seal("tallies", row)}])

    def _next(self, table: str) -> int:
        """The number of the next row: one more than the last."""
        if table not in self._numbers:
            last = self._execute(select(func.max(schema.metadata.tables[table].c.number))).scalar()
            self._numbers[table] = last or 0
        self._numbers[table] += 1
        return self._numbers[table]

    def _execute(self, statement: Any, rows: Sequence[dict[str, Any]] | None = None) -> Any:
        with explained(self._engine):
            return self.connection.execute(statement, rows)


State = tuple[bytes, str | None, int | None, int | None, int | None]

_OPTIONAL = ("document", "start", "stop", "newsrooms", "pages", "sources", "depth", "denied")


def _state(packed: Packed) -> State:
    """What tells a finding from another under its id: its bytes, its place, and what its place in the list rests on."""
    columns = packed.columns
    return columns["hash"], columns["document"], columns["start"], columns["stop"], columns.get("depth")
