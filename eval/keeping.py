"""How fast a case answers: invented reports with 100,000 assertions, kept in SQLite and in PostgreSQL.

usage: python eval/keeping.py [--assertions N] [--engine sqlite|postgresql] [--json]

Two figures a call: milliseconds of CPU of all processes that take part, the mean of 15 calls, and under `quickest`
those on the clock of the quickest of them. The first is what a machine with nothing else to do shows on its clock, for
a warm case waits for no disk; the second depends on what else runs. Each call has a view of its own, and two that do
not count warm the caches: `claims` the 50 that weigh most, `claims_of_words` those that tell two words, `search` the 20
best passages for a rare word, for a common one and for a phrase, `why` all that stands around one claim, `find` a
shortened id, `status` the counts; `slowest` is the most that one of these takes, `answer` the whole. `keep` is how many
findings are written in a second of CPU, `verify` how many such seconds it takes. A server of PostgreSQL is started in a
folder that is thrown away; without its package only SQLite is measured. Words are drawn from 20,000 by Zipf's law, with
a seed.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from firsthand.model import (
    Answer,
    Assertion,
    Attribution,
    Claim,
    Denial,
    Document,
    Entity,
    Occurrence,
    Origins,
    Span,
    Target,
    content_id,
    text_id,
)
from firsthand.store import Captured, Manifest, Store, View, open_store

SERVERS = Path(__file__).resolve().parents[1] / "tests/store/servers.py"

PER_DOCUMENT = 10
"""Assertions of a report: the first seed reports have a dozen each."""

WORDS = 20_000
DAY = datetime(2024, 3, 1, tzinfo=UTC)


class Invented:
    """Reports of ten sentences, each an assertion; every third claim is told twice, every tenth denied."""

    def __init__(self, assertions: int) -> None:
        chance = random.Random(7)
        self._words = [f"{'bdfglmnprt'[i % 10]}{i:x}o" for i in range(WORDS)]
        weights = [1 / (rank + 1) for rank in range(WORDS)]
        self.documents: list[Document] = []
        self.attributions: list[Attribution] = []
        self.assertions: list[Assertion] = []
        mentions: dict[str, list[Occurrence]] = {}
        for number in range(assertions // PER_DOCUMENT):
            drawn = iter(chance.choices(self._words, weights, k=PER_DOCUMENT * 18))
            sentences = [" ".join(next(drawn) for _ in range(18)) for _ in range(PER_DOCUMENT)]
            text = "\n".join(sentences)
            document = Document(id=text_id(f"{number}"), text=text, sha256="", outlet=f"Outlet {number % 40}")
            self.documents.append(document)
            self._read(document, sentences, chance, mentions)
        self.claims = tuple(self._claims())
        self.entities = tuple(Entity(e, e, "person", (), tuple(places)) for e, places in sorted(mentions.items()))

    def _read(
        self, document: Document, sentences: list[str], chance: random.Random, mentions: dict[str, list[Occurrence]]
    ) -> None:
        at = 0
        for sentence in sentences:
            whole = Span(at, at + len(sentence))
            entity = f"entity/{int(chance.paretovariate(0.6)) % 5000}"
            mentions.setdefault(entity, []).append(Occurrence(document.id, Span(at, at + 4)))
            chain: tuple[str, ...] = ()
            if len(self.assertions) % 10 < 7:
                told = Attribution(
                    content_id("attribution", document.id, whole), document.id, (Span(at, at + 4),),
                    (Span(at + 5, at + 8),), (whole,), source_entity=entity, rules=("cue/say",),
                )  # fmt: skip
                self.attributions.append(told)
                chain = (told.id,)
            self.assertions.append(
                Assertion(
                    content_id("assertion", document.id, whole),
                    document.id,
                    (whole,),
                    chain,
                    "claim",
                    {"author": "Uu", entity: "CT+"},
                    entities=(entity,),
                    rules=("cue/say", "act/claim"),
                )
            )
            at += len(sentence) + 1

    def _claims(self) -> Iterator[Claim]:
        at = 0
        while at < len(self.assertions):
            told = self.assertions[at : at + (2 if at % 3 == 0 else 1)]
            ids = tuple(a.id for a in told)
            denied = (self.assertions[at - 7].id,) if at % 10 == 9 else ()
            pages = len({a.document for a in told})
            origins = Origins(pages, pages, at % 3, None, ids)
            yield Claim(content_id("claim", ids), ids, ids[0], denied, origins, ("match/terms",))
            at += len(told)

    def answer(self) -> Answer:
        denials = tuple(Denial(c.denied_by[0], Target(claim=c.id), ("deny/it",)) for c in self.claims if c.denied_by)
        return Answer(
            documents=tuple(self.documents),
            entities=self.entities,
            attributions=tuple(self.attributions),
            assertions=tuple(self.assertions),
            claims=self.claims,
            denials=denials,
        )

    @property
    def rare(self) -> str:
        return self._words[WORDS // 2]

    @property
    def common(self) -> str:
        """One that stands in about every second sentence."""
        return self._words[2]

    def phrase(self) -> str:
        return '"' + " ".join(self.documents[len(self.documents) // 2].text.split()[3:6]) + '"'


Clock = Callable[[], float]


def cpu(postmaster: int | None) -> float:
    """Seconds of CPU of this process, and of the server's if there is one."""
    return time.process_time() + sum(_run_time(pid) for pid in _children(postmaster))


def _children(postmaster: int | None) -> Iterator[int]:
    for stat in Path("/proc").glob("[0-9]*/stat") if postmaster else ():
        with suppress(OSError):
            if int(stat.read_text().rpartition(")")[2].split()[1]) == postmaster:
                yield int(stat.parent.name)


def _run_time(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
    except OSError:
        return 0.0


def fill(store: Store, invented: Invented, clock: Clock) -> float:
    """Findings a second."""
    found = invented.answer()
    with store.writer(who="bench") as writer:
        writer.put_documents(Captured(document=d, raw=d.text.encode()) for d in invented.documents)
    before = clock()
    with store.writer(who="bench") as writer:
        writer.put_run(Manifest(id="one", started=DAY, finished=DAY))
        new, _ = writer.put_answer("one", found)
    return new / (clock() - before)


def calls(invented: Invented) -> dict[str, Callable[[View], object]]:
    claim = invented.claims[len(invented.claims) // 2].id
    two = " ".join(invented.documents[5].text.split()[:2])
    return {
        "claims": lambda view: view.claims(),
        "claims_of_words": lambda view: view.claims(two),
        "claims_of_common_word": lambda view: view.claims(invented.common),
        "claims_denied": lambda view: view.claims(denied=True),
        "search_rare": lambda view: view.search(invented.rare),
        "search_common": lambda view: view.search(invented.common),
        "search_phrase": lambda view: view.search(invented.phrase()),
        "why": lambda view: view.around([claim]),
        "find": lambda view: view.find(claim[:6]),
        "status": lambda view: view.counts(),
    }


def milliseconds(store: Store, call: Callable[[View], object], clock: Clock, times: int = 15) -> tuple[float, float]:
    """Of CPU, and of the quickest call on the wall's clock."""

    def once() -> float:
        before = time.perf_counter()
        with store.view() as view:
            call(view)
        return time.perf_counter() - before

    once(), once()
    before = clock()
    quickest = min(once() for _ in range(times))
    return round(1000 * (clock() - before) / times, 1), round(1000 * quickest, 1)


def measure(address: str, invented: Invented, clock: Clock) -> dict[str, Any]:
    store = open_store(address, create=True)
    figures: dict[str, Any] = {"keep": round(fill(store, invented, clock))}
    found = {name: milliseconds(store, call, clock) for name, call in calls(invented).items()}
    before = clock()
    damage = store.verify()
    assert not damage, damage[:3]
    return {
        **figures,
        **{name: used for name, (used, _) in found.items()},
        "slowest": max(used for used, _ in found.values()),
        "verify": round(clock() - before, 1),
        "answer": milliseconds(store, lambda view: view.answer(), clock, 1)[0],
        "quickest": {name: quickest for name, (_, quickest) in found.items()},
    }


def load_servers() -> Any:
    """What the tests start a server with."""
    spec = importlib.util.spec_from_file_location("servers", SERVERS)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@contextmanager
def addresses(only: str | None) -> Iterator[dict[str, tuple[str, int | None]]]:
    """Where each engine's case is made, and the process whose children serve it."""
    servers = load_servers()
    with tempfile.TemporaryDirectory(prefix="fh-", ignore_cleanup_errors=True) as folder:
        found: dict[str, tuple[str, int | None]] = {"sqlite": (str(Path(folder, "case.db")), None)}
        inner = Path(folder, "pg")
        inner.mkdir()
        if only == "sqlite" or servers.programs() is None:
            if only != "sqlite":
                print("NOT MEASURED: PostgreSQL is not installed", file=sys.stderr)
            yield found
            return
        with servers.server(inner) as at:
            pid = int((inner / "data/postmaster.pid").read_text().split()[0])
            yield {k: v for k, v in {**found, "postgresql": (at, pid)}.items() if only in (None, k)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--assertions", type=int, default=100_000)
    parser.add_argument("--engine", choices=("sqlite", "postgresql"))
    parser.add_argument("--data", type=Path, help="not asked for: the reports are invented")
    parser.add_argument("--json", action="store_true", help="the figures as JSON")
    options = parser.parse_args()
    invented = Invented(options.assertions)
    figures: dict[str, dict[str, Any]] = {}
    with addresses(options.engine) as found:
        for name, (address, postmaster) in found.items():
            figures[name] = measure(address, invented, partial(cpu, postmaster))
            print(name, figures[name], file=sys.stderr)
    if len(figures) == 2:
        times = figures["postgresql"]["slowest"] / figures["sqlite"]["slowest"]
        figures["postgresql"]["times_sqlite"] = round(times, 2)
    print(json.dumps(figures) if options.json else json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
