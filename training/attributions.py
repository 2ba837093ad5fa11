"""Train the reader: first on news, then with nested text beside it.

    python training/attributions.py --encoder FOLDER --data ../shared/data --out build/reader

`--stage news` fits PolNeAR, re3d and the three sets of graded commitment; `--stage nested` goes on from there with GUM
(all of it, or all but the `--fold`-th of `--folds` parts of its genres) and part of the rest. Weights are averaged over
the last steps; the log is kept beside them.
"""

from __future__ import annotations

import argparse
import copy
import random
import time
from pathlib import Path

import torch
from safetensors.torch import load_model, save_model

from network import Network, loss_of
from windows import (
    Window,
    batches,
    entity_windows,
    factuality_windows,
    load_tokenizer,
    news_windows,
    spoken_windows,
)

SHARES = {"news": (1.0, 0.5, 2), "nested": (0.25, 0.2, 1)}
"""Of each epoch: part of the news, part of the graded sentences, times the entities."""


def genres(data: Path, fold: int | None, folds: int) -> list[Path]:
    """GUM's files by name, without those of one fold."""
    files = sorted((data / "attribution/gum").glob("*.jsonl"))
    return [f for i, f in enumerate(files) if fold is None or i % folds != fold]


def main() -> None:
    """Train as the options say."""
    o = options()
    torch.manual_seed(o.seed)
    torch.set_num_threads(1)
    rng = random.Random(o.seed)
    tokenizer = load_tokenizer(o.encoder)
    news = list(news_windows(o.data / "attribution/polnear/train.jsonl", tokenizer))
    graded = [
        w
        for name in ("uds_ih2", "meantime", "megaveridicality")
        for w in factuality_windows(o.data / f"factuality/{name}/train.jsonl", tokenizer)
    ]
    named = [
        w
        for folder in sorted((o.data / "entities/re3d").iterdir())
        if folder.is_dir()
        for w in entity_windows(folder, tokenizer, held=False)
    ]
    nested: list[Window] = []
    if o.stage == "nested":
        nested = [w for file in genres(o.data, o.fold, o.folds) for w in spoken_windows(file, tokenizer)]
    network = Network(o.encoder)
    if o.start:
        load_model(network, o.start)
    o.out.mkdir(parents=True, exist_ok=True)
    with (o.out / "log.txt").open("a", encoding="utf-8") as log:

        def say(words: str) -> None:
            print(words, flush=True)
            print(words, file=log, flush=True)

        say(f"{vars(o)}")
        say(f"windows: news {len(news)}, graded {len(graded)}, entities {len(named)}, nested {len(nested)}")
        fit(network, news, graded, named, nested, o, rng, say)


def epoch_of(news, graded, named, nested, stage, rng):  # type: ignore[no-untyped-def]
    """The windows of one epoch, in batches."""
    part, grades, times = SHARES[stage]
    chosen = rng.sample(news, round(part * len(news))) + rng.sample(graded, round(grades * len(graded)))
    return batches(chosen + named * times + nested, rng)


def fit(network, news, graded, named, nested, o, rng, say):  # type: ignore[no-untyped-def]
    """Adam with a warm-up and a linear fall; a running average of the weights is what is kept."""
    body = [p for n, p in network.named_parameters() if n.startswith("encoder") and p.requires_grad]
    heads = [p for n, p in network.named_parameters() if not n.startswith("encoder")]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": o.rate}, {"params": heads, "lr": 3 * o.rate}], weight_decay=0.01, fused=True
    )
    steps = o.epochs * len(epoch_of(news, graded, named, nested, o.stage, random.Random(0)))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda k: min((k + 1) / (0.06 * steps), max(0.0, (steps - k) / (0.94 * steps)))
    )
    average = copy.deepcopy(network).eval()
    done, began = 0, time.time()
    for epoch in range(o.epochs):
        network.train()
        sums: dict[str, float] = {}
        for number, batch in enumerate(epoch_of(news, graded, named, nested, o.stage, rng), 1):
            loss, parts = loss_of(network, batch)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            done += 1
            keep = min(0.998, done / (done + 10))
            with torch.no_grad():
                for mine, theirs in zip(average.parameters(), network.parameters(), strict=True):
                    if theirs.requires_grad:
                        mine.lerp_(theirs, 1 - keep)
            for name, value in parts.items():
                sums[name] = sums.get(name, 0.0) + value
            if number % 100 == 0:
                now = " ".join(f"{name} {value / number:.4f}" for name, value in sums.items())
                say(f"epoch {epoch} step {done}/{steps} {now} {time.time() - began:.0f} s")
        save_model(average, o.out / "weights.safetensors")
        say(f"epoch {epoch} kept {time.time() - began:.0f} s")


def options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--encoder", type=Path, required=True, help="folder of the encoder's weights and tokenizer")
    parser.add_argument("--data", type=Path, required=True, help="folder of the data sets")
    parser.add_argument("--out", type=Path, required=True, help="folder for weights and log")
    parser.add_argument("--start", type=Path, help="weights to go on from")
    parser.add_argument("--stage", choices=sorted(SHARES), default="news")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--fold", type=int)
    parser.add_argument("--folds", type=int, default=5)
    return parser.parse_args()


if __name__ == "__main__":
    main()
