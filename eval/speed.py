"""How fast Firsthand reads, beside spaCy's small English model with its stock pipeline, and how much memory it takes.

Speed is words for each second of CPU time, both readers in turn over the same articles in one process; the figure is
the median of the repetitions. Memory is the peak of a process of its own that runs the whole command on more articles.

    python eval/speed.py [--data ../shared] [--texts FILE] [--json]

The articles are those of PolNeAR's training part, or the `text` of each line of another JSONL file.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import spacy

from firsthand.model import Document, text_id
from firsthand.reading import read_document
from firsthand.reading.models import PARSERS, parser

Texts = tuple[str, ...]


def load_texts(path: Path, limit: int) -> Texts:
    """The `text` of the first lines of a JSONL file."""
    with path.open(encoding="utf-8") as lines:
        return tuple(json.loads(line)["text"] for _, line in zip(range(limit), lines, strict=False))


def count_words(texts: Texts) -> int:
    """Stretches without white space: the same count for both readers."""
    return sum(len(text.split()) for text in texts)


def stock_reader() -> Callable[[Texts], None]:
    """spaCy as it comes: every component, whole articles, its own batches."""
    nlp = spacy.load(next(name for name, _ in PARSERS if spacy.util.is_package(name)))

    def read(texts: Texts) -> None:
        for _ in nlp.pipe(texts):
            pass

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


def measure_speed(texts: Texts, *, repetitions: int) -> tuple[float, float]:
    """Words a CPU-second of the stock model and of Firsthand, loading left out."""
    stock = stock_reader()
    parser()
    for read in (stock, firsthand_read):
        read(texts[:2])
    rounds = [(cpu_seconds(stock, texts), cpu_seconds(firsthand_read, texts)) for _ in range(repetitions)]
    total = count_words(texts)
    return total / median(s for s, _ in rounds), total / median(f for _, f in rounds)


WATCHED = """
import atexit, sys, time
def tell():
    peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
    sys.stderr.write(f"{peak.split()[1]} {time.process_time()}\\n")
atexit.register(tell)
from firsthand.cli import main
main()
"""
"""The command, telling at its end its own peak (kB) and CPU time. Not `ru_maxrss`: a child's begins at what its
parent held when it was started, and ours has the stock parser's gigabyte by then."""


def measure_memory(texts: Texts) -> tuple[float, float]:
    """Peak resident megabytes and CPU-seconds of `firsthand read` on these articles, reading and comparing, to JSON."""
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus.jsonl"
        rows = (json.dumps({"id": f"{i:05}", "text": text}) for i, text in enumerate(texts))
        corpus.write_text("\n".join(rows) + "\n", encoding="utf-8")
        command = [sys.executable, "-c", WATCHED, "read", str(corpus), "--format", "json"]
        run = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    if run.returncode:
        raise SystemExit(f"firsthand read ended with {run.returncode}: {run.stderr}")
    peak, seconds = run.stderr.splitlines()[-1].split()
    return int(peak) / 1024, float(seconds)


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
    texts = load_texts(source, chosen.articles)
    stock, ours = measure_speed(texts, repetitions=chosen.repetitions)
    figures = {"stock_words_per_second": stock, "words_per_second": ours, "ratio": ours / stock}
    if chosen.memory_articles:
        many = load_texts(source, chosen.memory_articles)
        figures["peak_mb"], figures["command_seconds"] = measure_memory(many)
    print(json.dumps(figures) if chosen.json else "\n".join(f"{k:24} {v:10,.2f}" for k, v in figures.items()))


if __name__ == "__main__":
    main()
