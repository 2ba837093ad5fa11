"""Train the encoder that says how alike two happenings are (`coreference_model`), and the trees that weigh its word
beside the named signs.

    python training/pairs.py read --data ../shared --read build/coreference
    python training/happenings.py fit --read build/coreference --out OUT --encoder FOLDER
    python training/happenings.py try --read build/coreference --out OUT --encoder FOLDER --data ../shared
    python training/happenings.py ship --read build/coreference --out OUT --encoder FOLDER --package FOLDER

Learns from the event mentions of ECB+'s train topics. `fit` trains a network on all topics but those of each fourth,
and three on all, which begin alike and differ in their seed; each is the mean of its weights over the last two fifths
of the steps. Some five CPU-minutes each; those that are there already are not trained again. The trees learn from pairs
of which the networks have not seen the topics; the mean of those that have seen all ships. `try` writes nothing, and
shows CoNLL F1 over the fourths.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy

ROOT = Path(__file__).resolve().parents[1]
sys.path += [str(ROOT / "eval"), str(ROOT / "src")]

from coreference import Told, read_told  # noqa: E402
from pairs import FOLDS, Pairs, crossed, find_pairs, fit_trees, fold_of, folds_of, show_bars, write_trees  # noqa: E402

from firsthand.comparing.coreference_model import lay_sentence, look  # noqa: E402
from firsthand.comparing.pairs import LEFT_OPEN, READ  # noqa: E402

WIDTH, HIDDEN = 192, 96
PASSES, RATE, HEAD_RATE, BATCH = 6, 1e-4, 1e-3, 28
WARM, TAIL, EVERY = 0.08, 0.6, 5
"""The rate rises over this share of steps, then falls to nothing; after so many, every so-manieth is averaged."""
CLEAR, LIGHT, RIGHT = 0.04, 0.25, 1.5
"""Pairs that the trees leave less open than this weigh so much; those that are one weigh more by so much."""
SEEDS = (1, 2, 3)
"""Of the networks that have seen all topics; the others have the first."""
VERSION = "0.1.0"


class Sentence(NamedTuple):
    """Ids of pieces, and from which to before which of them the mentions of these numbers stand."""

    ids: tuple[int, ...]
    mentions: tuple[tuple[int, int, int], ...]
    story: str


def lay_out(told: Sequence[Told]) -> list[Sentence]:
    """Each sentence once for all mentions that are read in the same pieces."""
    found: dict[tuple[str, tuple[int, ...]], list[tuple[int, int, int]]] = defaultdict(list)
    stories: dict[tuple[str, tuple[int, ...]], str] = {}
    for number, one in enumerate(told):
        ids, first, last = lay_sentence(one.said)
        key = one.happening.document, ids
        found[key].append((number, first, last))
        stories[key] = one.story
    return [Sentence(key[1], tuple(mentions), stories[key]) for key, mentions in found.items()]


def make_network(encoder: Path) -> Any:
    import torch
    from torch import nn
    from transformers import AutoModel

    class Reader(nn.Module):
        """What a word's pieces and its sentence come to; two of these are alike by their cosine and by a small net."""

        def __init__(self) -> None:
            super().__init__()
            self.encoder = AutoModel.from_pretrained(encoder, add_pooling_layer=False)
            self.encoder.embeddings.requires_grad_(False)
            size = self.encoder.config.hidden_size
            self.proj = nn.Linear(2 * size, WIDTH)
            self.head = nn.Sequential(nn.Dropout(0.1), nn.Linear(2 * WIDTH, HIDDEN), nn.GELU(), nn.Linear(HIDDEN, 1))
            self.scale, self.bias = nn.Parameter(torch.tensor(4.0)), nn.Parameter(torch.tensor(-3.0))

        def forward(self, batch: Sequence[Sentence]) -> tuple[list[int], Any]:
            """Numbers of the mentions, and a row for each."""
            ids = torch.zeros(len(batch), max(len(s.ids) for s in batch), dtype=torch.long)
            mask = torch.zeros(ids.shape)
            for k, sentence in enumerate(batch):
                ids[k, : len(sentence.ids)], mask[k, : len(sentence.ids)] = torch.tensor(sentence.ids), 1
            states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
            whole = (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
            places = [(k, *m) for k, sentence in enumerate(batch) for m in sentence.mentions]
            rows = [torch.cat([states[k, a:b].mean(0), whole[k]]) for k, _, a, b in places]
            return [number for _, number, _, _ in places], self.proj(torch.stack(rows))

        def weigh(self, left: Any, right: Any) -> tuple[Any, Any]:
            """Log-odds and cosine of pairs of rows."""
            alike = nn.functional.cosine_similarity(left, right)
            beside = self.head(torch.cat([left * right, (left - right).abs()], 1)).squeeze(1)
            return self.scale * alike + self.bias + beside, alike

    torch.manual_seed(0)
    return Reader()


def batches(sentences: Sequence[Sentence], chance: random.Random) -> Iterator[list[Sentence]]:
    """Sentences of one story together, in any order."""
    stories: dict[str, list[Sentence]] = defaultdict(list)
    for sentence in sentences:
        stories[sentence.story].append(sentence)
    made = []
    for own in stories.values():
        chance.shuffle(own)
        made += [own[i : i + BATCH] for i in range(0, len(own), BATCH)]
    chance.shuffle(made)
    yield from made


def learn(told: Sequence[Told], pairs: Pairs, without: int, seed: int, encoder: Path) -> dict[str, Any]:
    """The weights after training on all topics but those of a fourth."""
    import torch
    from torch.nn import functional

    torch.set_num_threads(1)
    folds = fold_of(told)
    sentences = [s for s in lay_out(told) if folds[told[s.mentions[0][0]].topic] != without]
    left_open = {
        frozenset(map(int, ends)): CLEAR < c < 1 - CLEAR
        for ends, c in zip(pairs.ends, crossed(told, pairs), strict=True)
    }
    network, chance = make_network(encoder), random.Random(seed)
    torch.manual_seed(seed)
    inner = [p for n, p in network.named_parameters() if n.startswith("encoder.") and p.requires_grad]
    outer = [p for n, p in network.named_parameters() if not n.startswith("encoder.")]
    optimizer = torch.optim.AdamW(
        [{"params": inner, "lr": RATE}, {"params": outer, "lr": HEAD_RATE}], weight_decay=0.01
    )
    steps = PASSES * sum(1 for _ in batches(sentences, random.Random(0)))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda k: min(1, (k + 1) / (WARM * steps)) * (1 - k / steps)
    )
    done, mean = 0, Mean()
    network.train()
    for turn in range(PASSES):
        total = 0.0
        for batch in batches(sentences, chance):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                numbers, rows = network(batch)
            if len(numbers) < 2:
                continue
            a, b = numpy.triu_indices(len(numbers), 1)
            both = [(numbers[i], numbers[j]) for i, j in zip(a, b, strict=True)]
            same = torch.tensor([float(told[i].cluster == told[j].cluster) for i, j in both])
            weight = torch.tensor([1.0 if left_open.get(frozenset(ends), False) else LIGHT for ends in both])
            weight = weight * torch.where(same > 0, RIGHT, 1.0)
            odds, _ = network.weigh(rows.float()[a], rows.float()[b])
            losses = functional.binary_cross_entropy_with_logits(odds, same, reduction="none")
            loss = (losses * weight).sum() / weight.sum()
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total, done = total + loss.item(), done + 1
            if done > TAIL * steps and done % EVERY == 0:
                mean.add(network.state_dict())
        print("pass", turn, "loss", round(total / (steps / PASSES), 4), flush=True)
    return mean.weights


class Mean:
    """The mean of weights, taken in one by one."""

    def __init__(self) -> None:
        self.weights: dict[str, Any] = {}
        self.many = 0

    def add(self, weights: dict[str, Any]) -> None:
        self.many += 1
        for name, value in weights.items():
            if value.is_floating_point():
                known = self.weights.setdefault(name, value.detach().float().clone())
                known += (value.detach().float() - known) / self.many


def second_signs(told: Sequence[Told], pairs: Pairs, out: Path, encoder: Path) -> Any:
    """The signs of each pair, and behind them what the network holds that has not seen its topic: the weights as they
    would ship, but no state rounded, since that is noise to the trees."""
    of_pair = folds_of(told, pairs)
    seen = numpy.zeros((len(of_pair), 2), "float32")
    for held in range(FOLDS):
        with tempfile.TemporaryDirectory() as folder:
            network = load(out, held, encoder)
            write(network, encoder, Path(folder))
            seen[of_pair == held] = weigh_pairs(network, told, pairs.ends[of_pair == held], Path(folder))
    return numpy.hstack([pairs.signs, seen])


def weigh_pairs(network: Any, told: Sequence[Told], ends: Any, folder: Path) -> Any:
    """Log-odds and cosine of pairs of mentions, by the weights of a folder, to three places as `liken` has them."""
    import torch

    network.eval()
    with torch.inference_mode():
        rows = torch.tensor(numpy.stack([look(one.said, folder, "float32") for one in told]))
        parts = (ends[i : i + 8192] for i in range(0, len(ends), 8192))
        found = [torch.stack(network.weigh(rows[part[:, 0]], rows[part[:, 1]]), 1) for part in parts]
    return torch.cat(found).numpy().round(3)


def write(network: Any, encoder: Path, package: Path) -> None:
    """The encoder in CTranslate2's int8 form, and its heads."""
    import ctranslate2
    from safetensors.torch import save_file
    from transformers import AutoTokenizer

    heads = {n: w.contiguous() for n, w in network.state_dict().items() if not n.startswith("encoder.")}
    save_file(heads, package / "heads.safetensors")
    with tempfile.TemporaryDirectory() as folder:
        network.encoder.save_pretrained(folder)
        AutoTokenizer.from_pretrained(encoder).save_pretrained(folder)
        ctranslate2.converters.TransformersConverter(folder).convert(f"{folder}/made", quantization="int8")
        for name in ("model.bin", "config.json", "vocabulary.json"):
            shutil.copyfile(f"{folder}/made/{name}", package / name)


def load(out: Path, without: int, encoder: Path) -> Any:
    """The network of all seeds that there are."""
    from safetensors.torch import load_file

    network, mean = make_network(encoder), Mean()
    for path in sorted(out.glob(f"network-{without}-*.safetensors")):
        mean.add(load_file(path))
    network.load_state_dict(mean.weights, strict=False)
    return network


def train(read: Path, out: Path, encoder: Path) -> None:
    """The networks without each fourth, and those of all topics (`network-4-SEED`)."""
    from safetensors.torch import save_file

    told = read_told(Path(), "train", read)
    pairs = find_pairs(told)
    for without, seed in (*((FOLDS, seed) for seed in SEEDS), *((held, SEEDS[0]) for held in range(FOLDS))):
        path = out / f"network-{without}-{seed}.safetensors"
        if not path.exists():
            save_file(learn(told, pairs, without, seed, encoder), path)


def ship(read: Path, out: Path, encoder: Path, package: Path) -> None:
    """The package: the encoder with its heads, and the trees of the second look."""
    told = read_told(Path(), "train", read)
    pairs = find_pairs(told)
    package.mkdir(parents=True, exist_ok=True)
    write(load(out, FOLDS, encoder), encoder, package)
    write_trees(fit_trees(second_signs(told, pairs, out, encoder), pairs.same), READ, package / "pairs.json")
    (package / "version.json").write_text(json.dumps({"version": VERSION}) + "\n", encoding="utf-8")


def try_out(data: Path, read: Path, out: Path, encoder: Path) -> None:
    """CoNLL F1 over the fourths: the first look's chances, and the second's where the first leaves it open."""
    told = read_told(data, "train", read)
    pairs = find_pairs(told)
    first = crossed(told, pairs)
    second = crossed(told, pairs._replace(signs=second_signs(told, pairs, out, encoder)))
    low, high = (bound / 1000 for bound in LEFT_OPEN)
    show_bars(told, pairs, first, data)
    show_bars(told, pairs, numpy.where((first > low) & (first < high), second, first), data)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=("fit", "try", "ship"))
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument("--read", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--package", type=Path)
    o = parser.parse_args()
    o.out.mkdir(parents=True, exist_ok=True)
    match o.step:
        case "fit":
            train(o.read, o.out, o.encoder)
        case "try":
            try_out(o.data, o.read, o.out, o.encoder)
        case "ship":
            if o.package is None:
                parser.error("ship needs --package")
            ship(o.read, o.out, o.encoder, o.package)


if __name__ == "__main__":
    main()
