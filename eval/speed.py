"""How fast Firsthand reads, beside spaCy's stock pipeline and textacy's quotation finder, and what it takes to do so.

    python eval/speed.py [--data ../shared] [--texts FILE] [--json]

Speed is words for each second of CPU time: all readers in turn over the same articles in one process, on one thread;
the figures are medians of the repetitions. `cost` is the CPU time of Firsthand's whole reading over that of spaCy's
small model with every component alone; textacy's finder needs that model, so its time is counted with it. It refuses
articles with an odd number of quotation marks (`textacy_refused`); without the package, which is in the extra `bench`,
its figures are left out.

`cold_seconds` is the time on the clock of `firsthand read` on the two seed reports in a new process, median of five,
and `cold_cpu_seconds` its CPU time, which other work on the machine does not lengthen.
`peak_mb` is the peak memory of the whole command on more articles. `torch` counts the modules of torch that the command
loads, and torch itself if it is installed beside it.

The articles are those of PolNeAR's training part, or the `text` of each line of another JSONL file.
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
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import Any

os.environ["OPENBLAS_NUM_THREADS"] = "1"
os.environ["OMP_NUM_THREADS"] = "1"

import spacy

from firsthand.model import Document, text_id
from firsthand.reading import read_document
from firsthand.reading.models import PARSERS

Texts = tuple[str, ...]


def load_texts(path: Path, limit: int) -> Texts:
    """The `text` of the first lines of a JSONL file."""
    with path.open(encoding="utf-8") as lines:
        return tuple(json.loads(line)["text"] for _, line in zip(range(limit), lines, strict=False))


def count_words(texts: Texts) -> int:
    """Stretches without white space: the same count for all readers."""
    return sum(len(text.split()) for text in texts)


def stock_model() -> Any:
    """spaCy as it comes: every component."""
    return spacy.load(next(name for name, _ in PARSERS if spacy.util.is_package(name)))


def stock_read(nlp: Any) -> Callable[[Texts], None]:
    """Whole articles, in spaCy's own batches."""

    def read(texts: Texts) -> None:
        for _ in nlp.pipe(texts):
            pass

    return read


def textacy_read(nlp: Any, refused: list[str]) -> Callable[[Texts], None]:
    """spaCy and then textacy's finder; what it cannot take is put into `refused`."""
    find = import_module("textacy.extract.triples").direct_quotations

    def read(texts: Texts) -> None:
        refused.clear()
        for doc in nlp.pipe(texts):
            try:
                list(find(doc))
            except ValueError:
                refused.append(doc.text)

    return read


def firsthand_read(texts: Texts) -> None:
    """Every stage of the default pipeline."""
    for text in texts:
        digest = text_id(text)
        read_document(Document(id=digest, text=text, sha256=digest))


def cpu_seconds(read: Callable[[Texts], None], texts: Texts) -> float:
    start = time.process_time()
    read(texts)
    return time.process_time() - start


def measure_speed(texts: Texts, *, repetitions: int) -> dict[str, float]:
    """Words a CPU-second of each reader, loading left out."""
    nlp = stock_model()
    refused: list[str] = []
    readers = {"stock": stock_read(nlp), "firsthand": firsthand_read}
    if importlib.util.find_spec("textacy"):
        readers["textacy"] = textacy_read(nlp, refused)
    for read in readers.values():
        read(texts[:2])
    rounds = [{name: cpu_seconds(read, texts) for name, read in readers.items()} for _ in range(repetitions)]
    seconds = {name: median(times[name] for times in rounds) for name in readers}
    words = count_words(texts)
    figures = {f"{name}_words_per_second": words / taken for name, taken in seconds.items()}
    figures["cost"] = seconds["firsthand"] / seconds["stock"]
    if "textacy" in seconds:
        figures["cost_beside_textacy"] = seconds["firsthand"] / seconds["textacy"]
        figures["textacy_refused"] = len(refused)
    return figures


WATCHED = """
import atexit, sys, time
def tell():
    peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
    torch = sum(name.partition(".")[0] == "torch" for name in sys.modules)
    sys.stderr.write(f"{peak.split()[1]} {time.process_time()} {torch}\\n")
atexit.register(tell)
from firsthand.cli import main
main()
"""
"""The command, telling at its end its own peak (kB), CPU time and modules of torch. Not `ru_maxrss`: a child's begins
at what its parent held when it was started, and ours has the stock parser's gigabyte by then."""


def watch(path: Path) -> tuple[float, float, int]:
    """Peak resident megabytes, CPU-seconds and modules of torch of `firsthand read` on this, reading and comparing."""
    command = [sys.executable, "-c", WATCHED, "read", str(path), "--format", "json"]
    run = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    if run.returncode:
        raise SystemExit(f"firsthand read ended with {run.returncode}: {run.stderr}")
    peak, seconds, torch = run.stderr.splitlines()[-1].split()
    return int(peak) / 1024, float(seconds), int(torch)


def measure_memory(texts: Texts) -> dict[str, float]:
    """What the whole command takes for these articles."""
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus.jsonl"
        rows = (json.dumps({"id": f"{i:05}", "text": text}) for i, text in enumerate(texts))
        corpus.write_text("\n".join(rows) + "\n", encoding="utf-8")
        peak, seconds, torch = watch(corpus)
    installed = importlib.util.find_spec("torch") is not None
    return {"peak_mb": peak, "command_seconds": seconds, "torch": torch + installed}


def measure_cold(reports: Path, *, repetitions: int = 5) -> dict[str, float]:
    """Seconds from starting the command to its answer on two reports, on the clock and of CPU; modules are compiled by
    the first run, as for whoever installs them."""
    command = [sys.executable, "-m", "firsthand.cli", "read", str(reports)]
    seconds, taken = [], []
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    for _ in range(repetitions):
        start, before = time.perf_counter(), os.times()
        subprocess.run(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        after = os.times()
        seconds.append(time.perf_counter() - start)
        taken.append(after.children_user + after.children_system - before.children_user - before.children_system)
    return {"cold_seconds": median(seconds), "cold_cpu_seconds": median(taken)}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, default=Path("../shared"))
    options.add_argument("--texts", type=Path, help="JSONL with a `text` in each line")
    options.add_argument("--articles", type=int, default=60, help="articles to time (60)")
    options.add_argument("--repetitions", type=int, default=3, help="times that each reader reads them (3)")
    options.add_argument("--memory-articles", type=int, default=500, help="for the peak of memory (500)")
    options.add_argument("--json", action="store_true", help="the figures as JSON")
    chosen = options.parse_args()

    source = chosen.texts or chosen.data / "data/attribution/polnear/train.jsonl"
    figures = measure_cold(chosen.data / "seeds/reports")
    figures |= measure_speed(load_texts(source, chosen.articles), repetitions=chosen.repetitions)
    if chosen.memory_articles:
        figures |= measure_memory(load_texts(source, chosen.memory_articles))
    print(json.dumps(figures) if chosen.json else "\n".join(f"{k:28} {v:10,.2f}" for k, v in figures.items()))


if __name__ == "__main__":
    main()
