"""Writes a case of today's schema, for the tests of whoever changes it: run once when a schema is released.

usage: PYTHONPATH=tests python tests/store/make_fixture.py tests/store/fixtures

Makes `schema-N.db.gz`, `schema-N.sql.gz` (what pg_dump says of the same case on a server) and `schema-N.json`: what a
program of any later schema must find in them.
"""

from __future__ import annotations

import gzip
import subprocess
import sys
import tempfile
from pathlib import Path

import msgspec

from firsthand.model import Answer
from firsthand.store import Captured, Counts, Logged, Manifest, Offer, Store, open_store, schema
from store.samples import Clock, answer, captured, document, judgement, manifest
from store.servers import programs, server

STRANGE = "Karsk opened ￾ a \u202efactory\u202c, the minister’s 🛩 said.\nOstrania denied it on Monday; خبر; 新聞."


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """All that a view shows of a case."""

    captured: tuple[Captured, ...]
    offers: tuple[Offer, ...]
    runs: tuple[Manifest, ...]
    answers: tuple[Answer, ...]
    readings: tuple[tuple[str, bytes], ...]
    judgements: tuple[Logged, ...]
    counts: Counts


def fill_twice(store: Store) -> None:
    """Two runs, the second over one document more and with another word on the first claim."""
    first, second = document(), document(STRANGE, title="A\0B “title”")
    with store.writer(who="maker") as writer:
        writer.put_documents(captured(first))
        writer.put_offers([Offer(path="a.txt", outcome="taken", document=first.id)])
        writer.put_run(manifest(1))
        writer.put_answer("run-1", answer(first))
    with store.writer(who="maker") as writer:
        writer.put_documents(captured(second))
        writer.put_offers([Offer(path="b.bin", outcome="refused", reason="binary", hint="leave it out")])
        writer.put_reading(first.id, "stamp", b"a reading")
        writer.put_run(manifest(2))
        found = answer(first, second)
        changed = msgspec.structs.replace(found.claims[0], rules=("match/figures",))
        writer.put_answer("run-2", msgspec.structs.replace(found, claims=(changed, *found.claims[1:])))
        writer.put_judgement(judgement(1))


def keep(store: Store) -> Kept:
    with store.view() as view:
        return Kept(
            captured=tuple(view.captured(d) for d in view.document_ids()),
            offers=view.offers(),
            runs=view.runs(),
            answers=tuple(view.answer(run.id) for run in view.runs()),
            readings=tuple(view.readings("stamp")),
            judgements=view.judgements(),
            counts=view.counts(),
        )


def _write(path: Path, raw: bytes) -> None:
    path.write_bytes(gzip.compress(raw, mtime=0))


def main() -> None:
    target = Path(sys.argv[1]) / f"schema-{schema.VERSION}"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "case.db")
        store = open_store(path, create=True, clock=Clock())
        fill_twice(store)
        _write(target.with_suffix(".db.gz"), path.read_bytes())
        target.with_suffix(".json").write_bytes(msgspec.json.format(msgspec.json.encode(keep(store))) + b"\n")
    with tempfile.TemporaryDirectory(prefix="fh-pg-", ignore_cleanup_errors=True) as folder, server(Path(folder)) as at:
        fill_twice(open_store(at, create=True, clock=Clock()))
        tool = programs()
        assert tool is not None
        words = [str(tool / "pg_dump"), "--no-owner", "--inserts", at.replace("+psycopg", "")]
        _write(target.with_suffix(".sql.gz"), subprocess.run(words, check=True, stdout=subprocess.PIPE).stdout)


if __name__ == "__main__":
    main()
