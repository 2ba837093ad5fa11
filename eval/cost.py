"""What comparing costs as a pile grows, and what MinHash costs and finds on the same texts.

    python eval/cost.py [--data ../shared] [--sizes 1000,10000] [--readings FILE] [--json]

The reports of data/derivation/generated_dev, read once, are copied with other words and other days, 305 a day
(eval/cost_corpus.py). Every report has a story, of six on average: a pile with loners costs less. All figures are CPU
time of one process on one thread; pages and parts of the answer lie in a file, packed, and packing is counted. Loading,
reading and copying are not, nor stories, which have a measure of their own (eval/stories.py).

| figure | of |
|---|---|
| `whole` | all claims and whatever else is compared, a pile of each of `--sizes` at once |
| `daily` | the same, kept up day by day (`--daily`), over the last days before each size |
| `text` | without claims: shingles, index, alignment and the best parent of each report, as MinHash does (`--texts`) |
| `index` | what it takes to know whom a report is compared with (`--index`); its marks are not counted |
| `minhash` | datasketch's MinHashLSH (128 permutations, threshold 0.5) over the same seven-word shingles, `--beside` \
reports, in the extra `bench`; without the package it is left out |
| `same_bytes` | 1 where the answer over the original reports is byte for byte the same when they come backwards, \
three at a time |

`per_second` is reports a CPU-second; `growth` what a report costs at the largest size over what it costs at the second
largest; `add_ms` what one more report costs after the largest of `--sizes`, by itself: median, 95 in 100, most;
`peak_mb` the most that the process had held by then, so that memory is told by a run of one measure. Found is, for
each report, the likest other one; right, one of the same root in gold. A measure without sizes is left out.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
from array import array
from collections.abc import Callable, Iterable, Iterator, MutableMapping
from contextlib import contextmanager
from importlib import import_module
from itertools import chain, islice
from pathlib import Path
from statistics import mean, median, quantiles
from typing import Any, BinaryIO, Generic, TypeVar

os.environ["OPENBLAS_NUM_THREADS"] = "1"
os.environ["OMP_NUM_THREADS"] = "1"

import msgspec
from cost_corpus import Mould, copy_all, copy_texts, make_mould
from scoring import read_rows

from firsthand.comparing import Comparison, compare
from firsthand.comparing.copies import best_parents, find_shares
from firsthand.comparing.index import Block, Index
from firsthand.comparing.index_keys import Marks, day_of, find_marks, mark_of, plain
from firsthand.comparing.memory import BRIEF, ROOMY, Memory
from firsthand.comparing.pile import Page, Pile, lay_page
from firsthand.comparing.shingles import WIDTH, sketch
from firsthand.comparing.stream_shelf import page_shelf, part_shelf
from firsthand.comparing.wording import word_document
from firsthand.model import Document, Reading, text_id

K = TypeVar("K", str, int)
Pairs = dict[str, str]
"""For each report the one that it is likest to."""


class Filed(MutableMapping[K, bytes], Generic[K]):
    """Bytes in a file that only grows; what is taken out stays there unseen."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._places, self._lengths = file, array("q"), array("i")
        self._at: dict[K, int] = {}

    def __setitem__(self, key: K, raw: bytes) -> None:
        self._at[key] = len(self._places)
        self._places.append(self._file.seek(0, os.SEEK_END))
        self._lengths.append(self._file.write(raw))

    def __getitem__(self, key: K) -> bytes:
        self._file.seek(self._places[self._at[key]])
        return self._file.read(self._lengths[self._at[key]])

    def __delitem__(self, key: K) -> None:
        del self._at[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._at)

    def __len__(self) -> int:
        return len(self._at)


def load_documents(data: Path) -> tuple[Document, ...]:
    rows = read_rows(data / "data/derivation/generated_dev/docs.jsonl")
    return tuple(
        Document(r["id"], r["text"], text_id(r["text"]), None, r["title"], r["outlet"], r["time"]) for r in rows
    )


def read_apart(data: Path, path: Path) -> None:
    """Read the reports in a process of its own, so that the parser's memory is not counted."""
    subprocess.run([sys.executable, __file__, "--data", str(data), "--read", str(path)], check=True)


def write_readings(data: Path, path: Path) -> None:
    from firsthand.reading import read_document

    path.write_bytes(msgspec.msgpack.encode([read_document(document) for document in load_documents(data)]))


def taken(work: Callable[[], object]) -> float:
    """CPU-seconds."""
    start = time.process_time()
    work()
    return time.process_time() - start


def peak_mb() -> float:
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def over_sizes(days: Iterable[tuple[int, float]], sizes: tuple[int, ...]) -> dict[int, float]:
    """CPU-seconds a report over the last tenth before each size, at least three `days` (reports, seconds)."""
    costs: list[float] = []
    found: dict[int, float] = {}
    reached = 0
    for reports, seconds in days:
        reached += reports
        costs.append(seconds / reports)
        if (size := next((s for s in sizes if s not in found and reached >= s), None)) is not None:
            found[size] = mean(costs[-max(3, len(costs) // 10) :])
    return found


def by_size(costs: dict[int, float]) -> dict[str, Any]:
    """Of CPU-seconds a report, in order of size."""
    ordered = list(costs.values())
    return {
        "per_second": {str(size): 1 / cost for size, cost in costs.items()},
        "growth": ordered[-1] / ordered[-2] if len(ordered) > 1 else 1.0,
        "peak_mb": peak_mb(),
    }


@contextmanager
def shelved(memory: Memory) -> Iterator[Comparison]:
    """A comparison whose pages and parts lie in files."""
    with tempfile.TemporaryFile() as pages, tempfile.TemporaryFile() as parts:
        yield Comparison(page_shelf(Filed[str](pages)), part_shelf(Filed[int](parts)), memory=memory)


def whole(mould: Mould, sizes: tuple[int, ...], singles: int) -> dict[str, Any]:
    """Piles of each size at once, and the largest one report by report from there."""
    costs: dict[int, float] = {}
    for size in sizes:
        memory = Memory(BRIEF)
        with shelved(memory) as comparison:
            seconds = 0.0
            for reading in chain.from_iterable(days_of(mould, size)):
                seconds += taken(lambda reading=reading: comparison.take(reading))  # type: ignore[misc]
            print(f"{size} reports lie ready after {seconds:.0f} s, {peak_mb():.0f} MB", file=sys.stderr)
            costs[size] = (seconds + taken(comparison.keep_up)) / size
            print(f"{size} reports: {1000 * costs[size]:.1f} ms each, {peak_mb():.0f} MB", file=sys.stderr)
            if size == sizes[-1]:
                memory.most = ROOMY  # as where reports come one by one
                last = islice(copy_all(mould, 1 + size // len(mould)), singles)
                alone = [1000 * taken(lambda reading=reading: comparison.add(reading)) for reading in last]  # type: ignore[misc]
    spread = {"median": median(alone), "p95": quantiles(alone, n=20)[-1], "most": max(alone)} if singles > 1 else {}
    return {**by_size(costs), "add_ms": spread}


def days_of(
    mould: Mould, size: int, copy: Callable[[Mould, int], Iterator[Reading]] = copy_all
) -> Iterator[Iterator[Reading]]:
    """So many reports, day by day."""
    for day in range(-(-size // len(mould))):
        yield islice(copy(mould, day), size - day * len(mould))


def daily(mould: Mould, sizes: tuple[int, ...]) -> dict[str, Any]:
    """The whole answer, kept up day by day."""
    with shelved(Memory()) as comparison:

        def days() -> Iterator[tuple[int, float]]:
            for number, copies in enumerate(map(tuple, days_of(mould, sizes[-1]))):
                yield len(copies), taken(lambda copies=copies: comparison.add(*copies))  # type: ignore[misc]
                if number % 10 == 0:
                    print(f"{len(comparison)} reports, {peak_mb():.0f} MB", file=sys.stderr)

        return by_size(over_sizes(days(), sizes))


def indexed(mould: Mould, sizes: tuple[int, ...]) -> dict[str, Any]:
    """Who is laid beside whom, and no more: the index, kept up report by report with each new one's block and guests
    looked up, and the pages thrown away. `growth` as above."""
    index = Index()

    def days() -> Iterator[tuple[int, float]]:
        for day, readings in enumerate(days_of(mould, sizes[-1], copy_texts)):
            marks = [find_marks(lay_page(reading)) for reading in readings]
            seconds = taken(lambda marks=marks: [index.guests(index.block(index.add(m))) for m in marks])  # type: ignore[misc]
            yield len(marks), seconds
            if day % 10 == 0:
                each = 1000 * seconds / len(marks)
                print(f"{len(index)} reports in the index, {each:.2f} ms each, {peak_mb():.0f} MB", file=sys.stderr)

    costs = over_sizes(days(), sizes)
    return {"ms": {str(size): 1000 * cost for size, cost in costs.items()}, **by_size(costs)}


def bare(reading: Reading) -> Page:
    """A page of words alone."""
    return Page(reading, word_document(reading), (), (), {})


def text_marks(page: Page) -> Marks:
    """A page by its words alone."""
    none = plain("wording", ())
    words = plain("wording", map(str, sketch(page.wording)))
    return Marks(mark_of(page.id), day_of(page.document.published), none, words, none, none, none)


def text_pairs(readings: Iterable[Reading]) -> Pairs:
    """Each report's best parent by wording, each parent's child where it has none."""
    index, ids, found = Index(), list[str](), Pairs()
    with tempfile.TemporaryFile() as file:
        pages = page_shelf(Filed[str](file))
        for page in map(bare, readings):
            index.add(text_marks(page))
            pages[page.id] = page
            ids.append(page.id)
        for block in blocks_of(index):
            held = tuple(pages[ids[i]] for i in block)
            pile = Pile(held, {p.id: p for p in held}, {}, {}, {})
            for child, shares in find_shares(pile, {}, {}).items():
                for copy in best_parents(shares, pile.by_id[child].wording, pile, {}):
                    found.setdefault(child, copy.share.parent)
    for child, parent in sorted(found.items()):
        found.setdefault(parent, child)
    return found


def blocks_of(index: Index) -> Iterator[Block]:
    """Each block once."""
    seen = set[int]()
    for number in range(len(index)):
        if number not in seen:
            block = index.block(number)
            seen.update(block)
            yield block


def texts(mould: Mould, sizes: tuple[int, ...]) -> dict[str, Any]:
    """Who has whose text, in piles of each size at once."""
    costs: dict[int, float] = {}
    for size in sizes:
        spent = 0.0

        def copies(size: int = size) -> Iterator[Reading]:
            nonlocal spent
            start = time.process_time()
            for made in chain.from_iterable(days_of(mould, size, copy_texts)):
                spent += time.process_time() - start
                yield made
                start = time.process_time()

        seconds = taken(lambda copies=copies: text_pairs(copies()))  # type: ignore[misc]
        costs[size] = (seconds - spent) / size
        print(f"{size} texts: {1000 * costs[size]:.1f} ms each, {peak_mb():.0f} MB", file=sys.stderr)
    return by_size(costs)


def minhash_pairs(readings: Iterable[Reading]) -> Pairs:
    """Each report's likest other one, by datasketch."""
    datasketch = import_module("datasketch")
    lsh, hashes, found = datasketch.MinHashLSH(threshold=0.5, num_perm=128), {}, {}
    for reading in readings:
        words = reading.document.text.lower().split()
        shingles = {" ".join(words[i : i + WIDTH]).encode() for i in range(len(words) - WIDTH + 1)}
        hashes[reading.document.id] = made = datasketch.MinHash(num_perm=128)
        made.update_batch(sorted(shingles))
        lsh.insert(reading.document.id, made)
    for id, made in hashes.items():
        near = [(made.jaccard(hashes[other]), other) for other in lsh.query(made) if other != id]
        if near:
            found[id] = max(near)[1]
    return found


def quality(pairs: Pairs, roots: dict[str, str]) -> dict[str, float]:
    """Precision and recall over the reports that gold derives, or that others derive from."""
    family = {id for id, root in roots.items() if sum(r == root for r in roots.values()) > 1}
    right = sum(roots[one] == roots[other] for one, other in pairs.items())
    precision, recall = right / max(1, len(pairs)), right / max(1, len(family))
    return {"p": precision, "r": recall, "f1": 2 * precision * recall / max(1e-9, precision + recall)}


def side_by_side(mould: Mould, roots: dict[str, str], size: int) -> dict[str, Any]:
    """Speed over `size` reports, quality over the originals."""
    copies = [reading for day in days_of(mould, size) for reading in day]
    ways: dict[str, Callable[[Iterable[Reading]], Pairs]] = {"text": text_pairs}
    if importlib.util.find_spec("datasketch"):
        ways["minhash"] = minhash_pairs
    return {
        name: {"per_second": len(copies) / taken(lambda way=way: way(copies)), **quality(way(mould.readings()), roots)}  # type: ignore[misc]
        for name, way in ways.items()
    }


def same_bytes(readings: tuple[Reading, ...]) -> int:
    comparison = Comparison()
    for i in range(len(readings), 0, -3):
        comparison.add(*readings[max(0, i - 3) : i])
    one, other = (msgspec.json.encode(a, order="deterministic") for a in (compare(readings), comparison.answer()))
    return int(one == other)


def load_mould(data: Path, path: Path) -> Mould:
    readings = msgspec.msgpack.decode(path.read_bytes(), type=tuple[Reading, ...])
    rows = read_rows(data / "data/derivation/generated_dev/docs.jsonl")
    return make_mould(readings, {row["id"]: row["event"] for row in rows})


def measure(data: Path, path: Path, o: argparse.Namespace) -> dict[str, Any]:
    mould = load_mould(data, path)
    figures: dict[str, Any] = {}
    if o.index:
        figures["index"] = indexed(mould, o.index)
    if o.texts:
        figures["texts"] = texts(mould, o.texts)
    if o.sizes:
        figures["whole"] = whole(mould, o.sizes, o.singles)
    if o.daily:
        figures["daily"] = daily(mould, o.daily)
    if o.beside:
        gold = read_rows(data / "data/derivation/generated_dev/gold.jsonl")
        figures |= side_by_side(mould, {row["id"]: row["root"] for row in gold if row["kind"] == "doc"}, o.beside)
        figures["same_bytes"] = same_bytes(tuple(mould.readings()))
    return figures


def counts(text: str) -> tuple[int, ...]:
    """Sizes, in order."""
    return tuple(sorted(map(int, filter(None, text.split(",")))))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument("--sizes", type=counts, default="1000,3000", help="reports compared at once (1000,3000)")
    parser.add_argument("--singles", type=int, default=100, help="reports that come one by one after these (100)")
    parser.add_argument("--daily", type=counts, default="", help="reports compared day by day (none)")
    parser.add_argument("--texts", type=counts, default="", help="reports of which only the text is compared (none)")
    parser.add_argument("--index", type=counts, default="", help="reports of which the index alone is made (none)")
    parser.add_argument("--beside", type=int, default=1000, help="reports for the speed beside MinHash (1000)")
    parser.add_argument("--readings", type=Path, help="what --read wrote, instead of reading anew")
    parser.add_argument("--read", type=Path, metavar="FILE", help="only read the reports and write them there")
    parser.add_argument("--json", action="store_true", help="the figures as JSON")
    options = parser.parse_args()
    if options.read:
        write_readings(options.data, options.read)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = options.readings or Path(folder, "readings")
        if options.readings is None:
            read_apart(options.data, path)
        figures = measure(options.data, path, options)
    print(json.dumps(figures) if options.json else json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
