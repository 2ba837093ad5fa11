"""Fit the net that finds names, persons, organisations, places and arms over the encoder's states and the signs of the
parse.

    python training/entities.py look --data ../shared --silver FILE --out build/entities
    python training/entities.py fit --data ../shared --looked build/entities --package PACKAGE_FOLDER

`look` reads re3d and some news as the pipeline does (parser, packaged encoder) and keeps signs and states of each
token. `fit` learns two tasks with one net of one hidden layer: re3d's documents that are not held out, in judged
sentences, with a chain of tags (a conditional random field); and the names that the parser's own recogniser proposes in
the news (`silver.py`). It learns twice, with two seeds, and writes the mean. Weights are kept as half floats. The
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

from re3d import held_out, outermost, read_marked  # noqa: E402

from firsthand.reading.sightings import AROUND, NAME_TAGS, NAMED, TAGS, rows_of  # noqa: E402

EPOCHS = 14
BATCH = 24
"""Sentences a step."""
NEWS = 840
"""Articles whose names are learnt."""
SHARE = 0.35
"""Of their sentences in each epoch."""
SEEDS = (0, 1)
"""A net each; what ships is their mean."""
HIDDEN = 128
RATE, DROP, DECAY = 2e-3, 0.4, 1e-2
OFTEN = 12
"""A sign is learnt if it is seen as often as this."""
OWN = ("begins ",)
"""A sign that is looked at on the token itself only."""


class Sentence(NamedTuple):
    """Signs, states (tokens x 768) and tags of the tokens of a sentence: of re3d, or names."""

    signs: list[tuple[str, ...]]
    states: Any
    tags: list[int]
    named: bool


def look(data: Path, silver: Path, out: Path) -> None:
    """Signs and states of every token, a file of each a document."""
    out.mkdir(parents=True, exist_ok=True)
    for marked in read_marked(data):
        tags = {(e.start, e.end): e.kind for e in outermost(marked.kept)}
        _look(f"re3d-{marked.id}", marked.text, tags, TAGS, out)
    with (data / "data/attribution/polnear/train.jsonl").open(encoding="utf-8") as lines:
        texts = {item["id"]: item["text"] for item in map(json.loads, lines)}
    with silver.open(encoding="utf-8") as lines:
        for item in [json.loads(line) for line in lines][:NEWS]:
            names = {(start, end): label for start, end, label in item["names"] if label in NAMED}
            _look(f"news-{item['id']}", texts[item["id"]], names, NAME_TAGS, out)


def _look(name: str, text: str, marked: dict[tuple[int, int], str], kinds: Sequence[str], out: Path) -> None:
    from firsthand.model import Document, text_id
    from firsthand.reading import models
    from firsthand.reading.pipeline import build_pipeline, run_pipeline
    from firsthand.reading.proposals import look as seen_in
    from firsthand.reading.sightings import signs, states_at

    reading = run_pipeline(Document(id=name, text=text, sha256=text_id(text)), build_pipeline(models.STAGE))
    assert reading.tree is not None
    tokens = reading.tree.tokens
    states = states_at(tokens, seen_in(text, models.paragraphs(text)))
    numpy.save(out / f"{name}.npy", numpy.asarray(states, dtype=numpy.float16))
    tags = _tags([(t.start, t.end) for t in tokens], marked, kinds)
    rows = [[t.start, t.sentence, k, *s] for t, k, s in zip(tokens, tags, signs(reading), strict=True)]
    (out / f"{name}.json").write_text(json.dumps(rows), encoding="utf-8")


def _tags(places: Sequence[tuple[int, int]], marked: dict[tuple[int, int], str], kinds: Sequence[str]) -> list[int]:
    tags = [0] * len(places)
    for (start, end), kind in sorted(marked.items()):
        inside = [i for i, (first, last) in enumerate(places) if first < end and last > start]
        for place, i in enumerate(inside):
            tags[i] = kinds.index(f"{'I' if place else 'B'}-{kind}")
    return tags


def sentences(name: str, folder: Path, judged: Sequence[tuple[int, int]] | None = None) -> Iterator[Sentence]:
    """Those of a document, or those of them in which something is judged."""
    rows = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    states = numpy.load(folder / f"{name}.npy")
    first = 0
    for i in range(1, len(rows) + 1):
        if i == len(rows) or rows[i][1] != rows[first][1]:
            if judged is None or any(a <= r[0] < b for r in rows[first:i] for a, b in judged):
                own = rows[first:i]
                yield Sentence([tuple(r[3:]) for r in own], states[first:i], [r[2] for r in own], judged is None)
            first = i


def fit(data: Path, folder: Path, package: Path) -> None:
    """Learn, and write `entities/` of the package anew."""
    from safetensors.numpy import save_file

    marked = [m for m in read_marked(data) if not held_out(m.id)]
    learnt = [s for m in marked for s in sentences(f"re3d-{m.id}", folder, m.judged)]
    named = [s for file in sorted(folder.glob("news-*.json")) for s in sentences(file.stem, folder)]
    known = _known([*learnt, *named])
    net = joined([train(learnt, named, known, seed) for seed in SEEDS])
    out = package / "entities"
    out.mkdir(parents=True, exist_ok=True)
    save_file({name: value.astype("float16") for name, value in net.items()}, out / "net.safetensors")
    signs = sorted((row, place, sign) for place, rows in enumerate(known) for sign, row in rows.items())
    card = {"tags": TAGS, "names": NAME_TAGS, "signs": [[place, sign] for _, place, sign in signs]}
    (out / "net.json").write_text(json.dumps(card, indent=None) + "\n", encoding="utf-8")
    print(f"{len(learnt)} sentences of re3d, {len(named)} of news, {len(signs)} signs")


def _known(learnt: Sequence[Sentence]) -> list[dict[str, int]]:
    counts: Counter[tuple[int, str]] = Counter()
    for one in learnt:
        for i in range(len(one.signs)):
            for place, far in enumerate(AROUND):
                if 0 <= i + far < len(one.signs):
                    counts.update((place, s) for s in one.signs[i + far] if far == 0 or not s.startswith(OWN))
    kept = sorted(key for key, often in counts.items() if often >= OFTEN)
    return [{s: row for row, (p, s) in enumerate(kept, start=1) if p == place} for place in range(len(AROUND))]


def train(
    learnt: Sequence[Sentence], named: Sequence[Sentence], known: Sequence[dict[str, int]], seed: int
) -> dict[str, Any]:
    """The weights of one net."""
    import torch
    from torch.nn import functional

    torch.manual_seed(seed)
    torch.set_num_threads(1)
    rng = random.Random(seed)
    tags = len(TAGS)
    weights = {
        "signs": 0.1 * torch.randn(1 + sum(map(len, known)), HIDDEN),
        "look": torch.nn.init.kaiming_uniform_(torch.empty(768, HIDDEN), a=5**0.5),
        "look.bias": torch.zeros(HIDDEN),
        "think": torch.nn.init.kaiming_uniform_(torch.empty(HIDDEN, HIDDEN), a=5**0.5),
        "think.bias": torch.zeros(HIDDEN),
        "tags": torch.nn.init.kaiming_uniform_(torch.empty(HIDDEN, tags), a=5**0.5),
        "tags.bias": torch.zeros(tags),
        "steps": torch.zeros(tags, tags),
        "names": torch.nn.init.kaiming_uniform_(torch.empty(HIDDEN, len(NAME_TAGS)), a=5**0.5),
        "names.bias": torch.zeros(len(NAME_TAGS)),
    }
    for value in weights.values():
        value.requires_grad_()
    optimizer = torch.optim.AdamW(weights.values(), lr=RATE, weight_decay=DECAY)
    drawn = round(SHARE * len(named))
    total = EPOCHS * (-(-len(learnt) // BATCH) + -(-drawn // BATCH))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda k: min(1.0, (k + 1) / (0.1 * total), (total - k) / (0.8 * total))
    )
    for _ in range(EPOCHS):
        groups = _grouped(learnt, rng) + _grouped(rng.sample(named, drawn), rng)
        rng.shuffle(groups)
        for group in groups:
            hidden = [_hidden(weights, one, known) for one in group]
            gold = [one.tags for one in group]
            if group[0].named:
                scores = torch.cat(hidden) @ weights["names"] + weights["names.bias"]
                loss = functional.cross_entropy(scores, torch.tensor([t for tags in gold for t in tags]))
            else:
                loss = _chain_loss([h @ weights["tags"] + weights["tags.bias"] for h in hidden], gold, weights["steps"])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    return {name: value.detach().numpy() for name, value in weights.items()}


def joined(nets: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """One net whose scores are the means of theirs: their hidden layers side by side."""
    size = len(nets) * HIDDEN
    think = numpy.zeros((size, size), dtype=numpy.float32)
    for k, net in enumerate(nets):
        own = slice(k * HIDDEN, (k + 1) * HIDDEN)
        think[own, own] = net["think"]
    beside = {
        name: numpy.concatenate([net[name] for net in nets], axis=-1)
        for name in ("signs", "look", "look.bias", "think.bias")
    }
    out = {name: numpy.concatenate([net[name] for net in nets]) / len(nets) for name in ("tags", "names")}
    mean = {name: numpy.mean([net[name] for net in nets], axis=0) for name in ("tags.bias", "names.bias", "steps")}
    return {"think": think, **beside, **out, **mean}


def _grouped(learnt: Sequence[Sentence], rng: random.Random) -> list[list[Sentence]]:
    """Sentences of like length together."""
    order = sorted(learnt, key=lambda one: (len(one.tags) // 8, rng.random()))
    return [order[i : i + BATCH] for i in range(0, len(order), BATCH)]


def _hidden(weights, one, known):  # type: ignore[no-untyped-def]
    """Tokens x HIDDEN; states and hidden layers are thinned out."""
    import torch
    from torch.nn import functional

    rows, begins = rows_of(one.signs, known)
    embedded = functional.embedding_bag(
        torch.tensor(rows, dtype=torch.long), weights["signs"], torch.tensor(begins), mode="sum"
    )
    states = functional.dropout(torch.tensor(one.states).float(), DROP)
    hidden = functional.dropout(torch.relu(embedded + states @ weights["look"] + weights["look.bias"]), DROP)
    return hidden + functional.dropout(torch.relu(hidden @ weights["think"] + weights["think.bias"]), DROP)


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
    parser.add_argument("--silver", type=Path, help="names that silver.py wrote")
    parser.add_argument("--out", type=Path, help="where `look` keeps what it saw")
    parser.add_argument("--looked", type=Path, help="what `look` kept")
    parser.add_argument("--package", type=Path, help="folder of the package's weights")
    o = parser.parse_args()
    if o.step == "look":
        look(o.data, o.silver, o.out)
    else:
        fit(o.data, o.looked, o.package)


if __name__ == "__main__":
    main()
