"""Fit the grader: the encoder's one number for a word, and the net that joins it with the signs of the parse.

    python training/factuality.py signs --data ../shared --out build/factuality
    python training/factuality.py states --out build/factuality
    python training/factuality.py fit --out build/factuality --package PACKAGE_FOLDER

`signs` parses every graded sentence and keeps the features of each target, `states` what the packaged encoder says of
it. `fit` leaves the encoder as it is: it writes `factuality/` anew and, in `attribution/heads.safetensors`, the head
that makes the number. After another encoder, run the last two again. `training/teacher.py`, between the first and the
second, adds more news.

Four sets are learnt from, each on a scale of its own over one net: sentences of news labelled for this (see
`training/graded_news.jsonl`), MEANTIME, UDS-IH2 and MegaVeridicality. The page's scale is a mixture of the first two:
the first is finer, the second, made of marks, knows how often news is simply certain.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "eval"))

from graded import Graded, read_graded, spelled  # noqa: E402

from firsthand.model import Span, text_id  # noqa: E402

SETS = ("news", "meantime", "uds_ih2", "megaveridicality")
TAUGHT = "taught"
"""Words of news graded by a larger net (`training/teacher.py`), on the mean of the scales of the first two sets."""
TIMES = {"news": 4, "meantime": 2}
"""How often a set is gone through in one epoch, by default once."""
WEIGHTS = (1.0, 0.5, 1.0, 0.7, 0.7)
"""Of a set's words in the loss. MEANTIME's are nearly all certain; MegaVeridicality's sentences are made up."""
SCALES = ("page", "uds_ih2", "meantime")
FEWEST = 6
"""A feature is known when that many words have it."""
WIDTH, SIZE = 64, 128
HELD = 5
"""One document of news in so many is held out, to choose and to calibrate by."""
VERSION = "1"


class Word(NamedTuple):
    """One target: its features, the encoder's states at its ends, its grade, its set, and whether it is held out."""

    features: tuple[str, ...]
    states: Any
    grade: float
    set: int
    held: bool


# ---------------------------------------------------------------- sentences


def news(data: Path) -> Iterator[tuple[Graded, bool]]:
    """The labelled sentences of news, their words fetched from where they lie."""
    texts = {f"polnear/{r['id']}": r["text"] for r in rows(data / "attribution/polnear/train.jsonl")}
    texts |= {f"meantime/{r['article']}": r["text"] for r in rows(data / "multilingual/meantime_parallel/en.jsonl")}
    for file in sorted((data / "entities/re3d").glob("*/documents.json")):
        texts |= {f"re3d/{r['_id']}": r["text"] for r in rows(file)}
    for item in rows(ROOT / "training/graded_news.jsonl"):
        name = f"{item['set']}/{item['document']}"
        held = int(text_id(name)[:8], 16) % HELD == 0
        if item["set"] == "ecbplus":
            text, places = spelled(tokens(data / "coreference/ecbplus/xml", item["document"], item["sentence"]))
            targets = [(Span(places[a].start, places[b - 1].end), g, "") for a, b, g in item["targets"]]
        else:
            start, end = item["sentence"]
            text = texts[name][start:end]
            targets = [(Span(a - start, b - start), g, "") for a, b, g in item["targets"]]
        yield Graded(text, tuple(targets)), held


def rows(path: Path) -> list[Any]:
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def tokens(folder: Path, document: str, sentence: int) -> list[str]:
    """The words of one sentence of ECB+."""
    root = ElementTree.parse(folder / document.split("_")[0] / f"{document}.xml").getroot()
    found = [t for t in root.iter("token") if t.get("sentence") == str(sentence)]
    return [t.text or "" for t in sorted(found, key=lambda t: int(t.get("number", "0")))]


def sentences(data: Path) -> Iterator[tuple[str, Graded, bool]]:
    """Name of the set, sentence, and whether it is held out: all dev parts are."""
    for sentence, held in news(data):
        yield "news", sentence, held
    for name in SETS[1:]:
        for part in ("train", "dev"):
            for sentence in read_graded(data / f"factuality/{name}/{part}.jsonl"):
                yield name, sentence, part == "dev"


def write_signs(data: Path, out: Path, share: float) -> None:
    """Write sentences with the features of their targets; of UDS's train part only a share, drawn by chance."""
    from firsthand.model import Document
    from firsthand.reading import models
    from firsthand.reading.commitment import features
    from firsthand.reading.pipeline import build_pipeline, run_pipeline

    pipeline, rng = build_pipeline(models.STAGE), random.Random(1)
    out.mkdir(parents=True, exist_ok=True)
    with (out / "signs.jsonl").open("w", encoding="utf-8") as file:
        for name, (text, targets), held in sentences(data):
            if name == "uds_ih2" and not held and rng.random() >= share:
                continue
            tree = run_pipeline(Document(id="s", text=text, sha256=text_id(text)), pipeline).tree
            assert tree is not None
            signs = [[t.start, t.end, grade, features(tree, tree.at(t.start))] for t, grade, _ in targets]
            file.write(json.dumps([name, held, text, signs], separators=(",", ":")) + "\n")


def write_states(out: Path) -> None:
    """Write what the packaged encoder says of the first and the last piece of each target, in the signs' order."""
    import numpy

    from firsthand.reading.proposals import look

    states = []
    for _, _, text, targets in rows(out / "signs.jsonl"):
        seen = look(text, (Span(0, len(text)),))
        pieces = [piece for window in seen for piece in window.pieces]
        read = numpy.concatenate([window.state for window in seen])
        for start, end, _, _ in targets:
            inside = [k for k, p in enumerate(pieces) if p.start < end and p.end > start] or [0]
            states.append(numpy.concatenate([read[inside[0]], read[inside[-1]]]).astype(numpy.float16))
    numpy.save(out / "states.npy", numpy.stack(states))


# ---------------------------------------------------------------- fit


def read_words(folder: Path) -> list[Word]:
    import numpy

    states = iter(numpy.load(folder / "states.npy"))
    return [
        Word(tuple(features), next(states), grade, (*SETS, TAUGHT).index(name), held)
        for name, held, _, targets in rows(folder / "signs.jsonl")
        for _, _, grade, features in targets
    ]


def fit(folder: Path, package: Path, *, epochs: int, seed: int) -> None:
    """Train, calibrate, say how it does, write."""
    import torch
    from joining import Joined, calibrated, describe, train

    torch.manual_seed(seed)
    torch.set_num_threads(1)
    words = read_words(folder)
    counted = Counter(name for w in words if not w.held for name in w.features)
    known = {name: i for i, name in enumerate(sorted(n for n, c in counted.items() if c >= FEWEST))}
    network = Joined(len(known), len(words[0].states), WIDTH, SIZE, len(SETS))
    learnt = [w for w in words if not w.held for _ in range(TIMES.get((*SETS, TAUGHT)[w.set], 1))]
    train(network, learnt, known, WEIGHTS, epochs=epochs, rng=random.Random(seed))
    held = [w for w in words if w.held]
    for number, name in enumerate(SETS):
        print(name, *describe(network, [w for w in held if w.set == number], known))
    at, chance = calibrated(network, [w for w in held if SETS[w.set] in ("news", "meantime")], known)
    write(network, known, at, chance, package)


def write(network: Any, known: Mapping[str, int], at: Sequence[float], chance: Sequence[float], package: Path) -> None:
    """The grader's own folder, and the head in the encoder's."""
    import numpy
    from safetensors.numpy import load_file, save_file

    folder = package / "factuality"
    folder.mkdir(parents=True, exist_ok=True)
    arrays = {**network.arrays(), "at": at, "chance": chance}
    numpy.savez_compressed(folder / "grader.npz", **{n: numpy.asarray(a, numpy.float16) for n, a in arrays.items()})
    encoder = hashlib.sha256((package / "attribution/model.bin").read_bytes()).hexdigest()
    card = {"version": VERSION, "encoder": encoder, "features": sorted(known, key=known.__getitem__), "scales": SCALES}
    (folder / "grader.json").write_text(json.dumps(card, indent=0) + "\n", encoding="utf-8")
    heads = package / "attribution/heads.safetensors"
    save_file(load_file(heads) | network.head(), heads)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("signs", "states", "fit"):
        command = commands.add_parser(name)
        command.add_argument("--out", type=Path, required=True, help="what is kept between the commands")
        if name == "signs":
            command.add_argument("--data", type=Path, default=Path("../shared"))
            command.add_argument("--share", type=float, default=1.0, help="of UDS-IH2's train part")
        if name == "fit":
            command.add_argument("--package", type=Path, required=True)
            command.add_argument("--epochs", type=int, default=8)
            command.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.command == "signs":
        write_signs(options.data / "data", options.out, options.share)
    elif options.command == "states":
        write_states(options.out)
    else:
        fit(options.out, options.package, epochs=options.epochs, seed=options.seed)


if __name__ == "__main__":
    main()
