"""Fit the net that finds persons, organisations, places and arms over the encoder's states and the signs of the parse.

    python training/entities.py look --data ../shared --out build/entities
    python training/entities.py fit --data ../shared --looked build/entities --package PACKAGE_FOLDER

`look` reads re3d as the pipeline does (parser, packaged encoder) and keeps signs and states of each token. `fit` learns
the documents that are not held out, in judged sentences, with a chain of tags (a conditional random field) over a net
of one hidden layer; three nets of different seeds are kept as half floats, and the mean of what they say is used. The
encoder stays as it is: after another encoder, run both again.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy

ROOT = Path(__file__).resolve().parents[1]
sys.path += [str(ROOT / "eval"), str(ROOT / "src")]

from re3d import Marked, held_out, outermost, read_marked  # noqa: E402

from firsthand.reading.sightings import AROUND, TAGS, rows_of  # noqa: E402

SEEDS = 3
EPOCHS = 14
BATCH = 24
"""Sentences a step."""
HIDDEN = 128
RATE, DROP, DECAY = 2e-3, 0.4, 1e-2
OFTEN = 4
"""A sign is learnt if it is seen as often as this."""


class Sentence(NamedTuple):
    """Signs, states (tokens x 768) and tags of the tokens of a sentence, and the document where it stands."""

    document: str
    signs: list[tuple[str, ...]]
    states: Any
    tags: list[int]


def look(data: Path, out: Path) -> None:
    """Signs and states of every token, a file of each a document."""
    from firsthand.model import Document, text_id
    from firsthand.reading import models
    from firsthand.reading.pipeline import build_pipeline, run_pipeline
    from firsthand.reading.proposals import look as seen_in
    from firsthand.reading.sightings import signs, states_at

    out.mkdir(parents=True, exist_ok=True)
    pipeline = build_pipeline(models.STAGE)
    for marked in read_marked(data):
        text = marked.text
        reading = run_pipeline(Document(id=marked.id, text=text, sha256=text_id(text)), pipeline)
        tokens = reading.tree.tokens
        numpy.save(out / f"{marked.id}.npy", states_at(tokens, seen_in(text, models.paragraphs(text))))
        rows = [[t.start, t.end, t.sentence, *s] for t, s in zip(tokens, signs(reading), strict=True)]
        (out / f"{marked.id}.json").write_text(json.dumps(rows), encoding="utf-8")


def sentences(marked: Marked, folder: Path) -> Iterator[Sentence]:
    """Those that are judged and nowhere undecided."""
    rows = json.loads((folder / f"{marked.id}.json").read_text(encoding="utf-8"))
    states = numpy.load(folder / f"{marked.id}.npy")
    tags = _tags(marked, rows)
    first = 0
    for i in range(1, len(rows) + 1):
        if i == len(rows) or rows[i][2] != rows[first][2]:
            if any(a <= r[0] < b for r in rows[first:i] for a, b in marked.judged):
                yield Sentence(marked.id, [tuple(r[3:]) for r in rows[first:i]], states[first:i], tags[first:i])
            first = i


def _tags(marked: Marked, rows: Sequence[Sequence[Any]]) -> list[int]:
    tags = [0] * len(rows)
    for entity in outermost(marked.kept):
        inside = [i for i, r in enumerate(rows) if r[0] < entity.end and r[1] > entity.start]
        for place, i in enumerate(inside):
            tags[i] = TAGS.index(f"{'I' if place else 'B'}-{entity.kind}")
    return tags


def fit(data: Path, folder: Path, package: Path) -> None:
    """Learn, and write `entities/` of the package anew."""
    from safetensors.numpy import save_file

    learnt = [s for m in read_marked(data) if not held_out(m.id) for s in sentences(m, folder)]
    known = _known(learnt)
    nets = [train(learnt, known, seed) for seed in range(SEEDS)]
    out = package / "entities"
    out.mkdir(parents=True, exist_ok=True)
    save_file(
        {name: numpy.stack([n[name] for n in nets]).astype("float16") for name in nets[0]}, out / "net.safetensors"
    )
    signs = sorted((row, place, sign) for place, rows in enumerate(known) for sign, row in rows.items())
    card = {"tags": TAGS, "signs": [[place, sign] for _, place, sign in signs]}
    (out / "net.json").write_text(json.dumps(card, indent=None) + "\n", encoding="utf-8")
    print(f"{len(learnt)} sentences, {len(signs)} signs, {SEEDS} nets")


def _known(learnt: Sequence[Sentence]) -> list[dict[str, int]]:
    counts: Counter[tuple[int, str]] = Counter()
    for one in learnt:
        for i in range(len(one.signs)):
            for place, far in enumerate(AROUND):
                if 0 <= i + far < len(one.signs):
                    counts.update((place, sign) for sign in one.signs[i + far])
    kept = sorted(key for key, often in counts.items() if often >= OFTEN)
    return [{s: row for row, (p, s) in enumerate(kept) if p == place} for place in range(len(AROUND))]


def train(learnt: Sequence[Sentence], known: Sequence[dict[str, int]], seed: int) -> dict[str, Any]:
    """The weights of one net."""
    import torch
    from torch.nn import functional

    torch.manual_seed(seed)
    torch.set_num_threads(1)
    rng = random.Random(seed)
    tags, count = len(TAGS), sum(map(len, known))
    weights = {
        "signs": 0.1 * torch.randn(count, HIDDEN),
        "look": torch.nn.init.kaiming_uniform_(torch.empty(768, HIDDEN), a=5**0.5),
        "look.bias": torch.zeros(HIDDEN),
        "think": torch.nn.init.kaiming_uniform_(torch.empty(HIDDEN, HIDDEN), a=5**0.5),
        "think.bias": torch.zeros(HIDDEN),
        "tags": torch.nn.init.kaiming_uniform_(torch.empty(HIDDEN, tags), a=5**0.5),
        "tags.bias": torch.zeros(tags),
        "steps": torch.zeros(tags, tags),
    }
    for value in weights.values():
        value.requires_grad_()
    optimizer = torch.optim.AdamW(weights.values(), lr=RATE, weight_decay=DECAY)
    batches = -(-len(learnt) // BATCH)
    total = EPOCHS * batches
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda k: min(1.0, (k + 1) / (0.1 * total), (total - k) / (0.8 * total))
    )
    for _ in range(EPOCHS):
        order = sorted(range(len(learnt)), key=lambda i: (len(learnt[i].tags) // 8, rng.random()))
        groups = [order[i : i + BATCH] for i in range(0, len(order), BATCH)]
        rng.shuffle(groups)
        for group in groups:
            chosen = [learnt[i] for i in group]
            scores = [_scored(weights, one, known, functional) for one in chosen]
            loss = _chain_loss(scores, [one.tags for one in chosen], weights["steps"])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    return {name: value.detach().numpy() for name, value in weights.items()}


def _scored(weights, one, known, functional):  # type: ignore[no-untyped-def]
    """Tokens x tags; states and hidden layers are thinned out."""
    import torch

    rows, begins = rows_of(one.signs, known)
    embedded = functional.embedding_bag(
        torch.tensor(rows, dtype=torch.long), weights["signs"], torch.tensor(begins), mode="sum"
    )
    states = functional.dropout(torch.tensor(one.states), DROP)
    hidden = functional.dropout(torch.relu(embedded + states @ weights["look"] + weights["look.bias"]), DROP)
    hidden = hidden + functional.dropout(torch.relu(hidden @ weights["think"] + weights["think.bias"]), DROP)
    return hidden @ weights["tags"] + weights["tags.bias"]


def _chain_loss(scores, gold, steps):  # type: ignore[no-untyped-def]
    """Minus the log chance of the right tags, a token."""
    import torch

    barred = torch.tensor([[-1e4 if b[:1] == "I" and a[2:] != b[2:] else 0.0 for b in TAGS] for a in TAGS])
    through = steps + barred
    longest = max(map(len, gold))
    padded = torch.stack([torch.cat([s, s.new_zeros(longest - len(s), s.shape[1])]) for s in scores])
    tags = torch.tensor([[*g, *[0] * (longest - len(g))] for g in gold])
    here = torch.tensor([[i < len(g) for i in range(longest)] for g in gold])
    reached = padded[:, 0] + barred[0]
    right = reached.gather(1, tags[:, :1])[:, 0]
    for i in range(1, longest):
        on = torch.logsumexp(reached[:, :, None] + through, 1) + padded[:, i]
        reached = torch.where(here[:, i : i + 1], on, reached)
        step = through[tags[:, i - 1], tags[:, i]] + padded[:, i].gather(1, tags[:, i : i + 1])[:, 0]
        right = right + torch.where(here[:, i], step, torch.zeros(()))
    return (torch.logsumexp(reached, 1) - right).sum() / here.sum()


def main() -> None:
    """Look, or fit, as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=["look", "fit"])
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument("--out", type=Path, help="where `look` keeps what it saw")
    parser.add_argument("--looked", type=Path, help="what `look` kept")
    parser.add_argument("--package", type=Path, help="folder of the package's weights")
    o = parser.parse_args()
    if o.step == "look":
        look(o.data, o.out)
    else:
        fit(o.data, o.looked, o.package)


if __name__ == "__main__":
    main()
