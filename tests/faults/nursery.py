"""Processes for tests of kills: one that has loaded everything gives birth to those that work and die.

Orders come as lines of JSON on standard input, answers leave so on standard output. `python nursery.py` is started with
the hash seed and the time zone that its children are to have.
"""

from __future__ import annotations

import hashlib
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

import firsthand
import firsthand.judging
from faults import breaking, cached
from firsthand.case import adding, reading
from firsthand.case.desk import Case
from firsthand.case.stamps import reader_stamp
from firsthand.export.json import to_json
from firsthand.judging import mark_claim
from firsthand.model.judgements import Judgement, RateClaim, Reject, decide

WHEN = datetime(2022, 6, 1, 12, tzinfo=UTC)


class Order(msgspec.Struct, kw_only=True):
    """`work`: add batch by batch, run after each, judge, run; killed after so many seconds, if they are given, in a
    build that is broken on purpose, if one is named. `look`: what is kept."""

    do: str
    case: str
    batches: list[list[str]] = []
    jobs: int = 0
    reader: str = cached.READER
    kill: float | None = None
    broken: str | None = None


def work(order: Order) -> dict[str, Any]:
    """All that a desk does, from nothing or from wherever a kill has left it."""
    adding.BATCH, reading.MANY = 3, 2  # more moments at which something is half done
    if order.broken:
        breaking.BUILDS[order.broken]()
    states = []
    with firsthand.open(order.case, create=True) as case:
        for batch in order.batches:
            case.add(batch)
            case.run(jobs=order.jobs, reader=order.reader)
            states.append(fingerprint(case))
        for judgement in judgements(case):
            case.judge(judgement)
        case.run(jobs=order.jobs, reader=order.reader)
        states.append(fingerprint(case))
    return {"states": states}


def judgements(case: Case) -> list[Judgement]:
    """A rating and a rejection, the same every time: of the machine's claims, whatever was decided before."""
    runs = [r for r in case.runs() if r.kind == "machine"]
    answer = case.answer(run=runs[-1].id)
    index = firsthand.judging.Index(answer)
    first, last = answer.claims[0].id, answer.claims[-1].id
    return [
        decide(RateClaim(mark_claim(index, first), 3), user="ana", when=WHEN, reason="heard it too"),
        decide(Reject(mark_claim(index, last)), user="ana", when=WHEN, reason="no such thing"),
    ]


def fingerprint(case: Case, run: str | None = None) -> str:
    """The hash of the export."""
    return hashlib.sha256(to_json(case.answer(run=run))).hexdigest()


def look(order: Order) -> dict[str, Any]:
    """What is kept in the case, sound or not."""
    with firsthand.open(order.case, create=True) as case:
        with case.store.view() as view:
            taken = [o.document for o in view.offers("taken")]
            ids = view.document_ids()
            counts = view.counts()
        return {
            "damage": [str(d) for d in case.verify()],
            "taken": taken,
            "documents": list(ids),
            "readings": counts.readings,
            "judgements": counts.judgements,
            "runs": [fingerprint(case, r.id) for r in case.runs()],
            "final": fingerprint(case),
        }


def born(task: Callable[[Order], dict[str, Any]], order: Order) -> dict[str, Any]:
    """Do the task in a child; what it says, how it ended and how long it took."""
    inward, outward = os.pipe()
    since = time.monotonic()
    child = os.fork()
    if child == 0:
        os.close(inward)
        code = 1
        try:
            with os.fdopen(outward, "wb") as told:
                told.write(msgspec.json.encode(task(order)))
            code = 0
        except BaseException:
            traceback.print_exc()
            raise
        finally:
            os._exit(code)
    os.close(outward)
    if order.kill is not None:
        time.sleep(order.kill)
        os.kill(child, signal.SIGKILL)
    with os.fdopen(inward, "rb") as told:
        said = told.read()
    _, status = os.waitpid(child, 0)
    told_all = msgspec.json.decode(said) if status == 0 else {}
    return {"status": os.waitstatus_to_exitcode(status), "seconds": time.monotonic() - since, **told_all}


def main() -> None:
    from firsthand.batch import unpack_reading
    from firsthand.comparing import compare

    known = msgspec.msgpack.decode(Path(os.environ[cached.WHERE]).read_bytes(), type=dict[str, bytes])
    compare(map(unpack_reading, known.values()))  # the children find all word lists and rules loaded
    reader_stamp()
    for line in sys.stdin.buffer:
        order = msgspec.json.decode(line, type=Order)
        sys.stdout.buffer.write(msgspec.json.encode(born({"work": work, "look": look}[order.do], order)) + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
