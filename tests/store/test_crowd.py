"""Four write and two read at once: nobody fails, nothing is lost, nothing half done is seen."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

from firsthand.store import Offer, Store
from store.samples import captured, document

THOROUGH = bool(os.environ.get("FIRSTHAND_FAULTS"))
SECONDS = 60 if THOROUGH else 2


def write(store: Store, name: str, until: float) -> int:
    """How many documents, each with two offers, in as many turns."""
    done = 0
    while time.monotonic() < until:
        with store.writer(who=name) as writer:
            one = document(f"{name} tells of drone factory {done}.")
            writer.put_documents(captured(one))
            writer.put_offers(Offer(path=f"{name}-{done}-{n}", outcome="taken", document=one.id) for n in range(2))
        done += 1
    return done


def read(store: Store, name: str, until: float) -> int:
    """How many looks; each sees whole turns, and no fewer than the one before."""
    looks = last = 0
    while time.monotonic() < until:
        with store.view() as view:
            counts = view.counts()
            found = len(view.search("drone factory", limit=5, kinds=("documents",)))
        assert 2 * counts.documents == counts.offers.get("taken", 0)
        assert counts.documents >= last
        assert min(5, counts.documents) == found
        looks, last = looks + 1, counts.documents
    return looks


def start(work: Callable[[], int]) -> tuple[int, int]:
    """A child that does it, and where its count or its complaint can be read."""
    out, into = os.pipe()
    child = os.fork()
    if not child:
        try:
            said = str(work())
        except BaseException as error:
            said = f"{type(error).__name__}: {error}"
        os.write(into, said.encode())
        os._exit(0)
    os.close(into)
    return child, out


def finish(child: int, out: int) -> str:
    os.waitpid(child, 0)
    with os.fdopen(out) as heard:
        return heard.read()


def test_a_crowd_is_served(store: Store) -> None:
    """For a minute in `make test-faults`; all writers get their turns, and the counts are exact."""
    until = time.monotonic() + SECONDS
    writers = [start(lambda n=n: write(store, f"writer {n}", until)) for n in range(4)]  # type: ignore[misc]
    readers = [start(lambda: read(store, "reader", until)) for _ in range(2)]
    said = [finish(*one) for one in (*writers, *readers)]
    assert [] == [words for words in said if not words.isdecimal()]
    counts = [int(words) for words in said]
    assert all(counts)
    assert not THOROUGH or max(counts[:4]) <= 2 * min(counts[:4])  # whoever comes back stands behind
    with store.view() as view:
        assert sum(counts[:4]) == view.counts().documents
    assert () == store.verify()
    print(f"{SECONDS} s on {store.name}: turns of the writers {counts[:4]}, looks of the readers {counts[4:]}")  # noqa: T201
