"""Train the judge of claim and evidence (`verdicts_model`) on VitaminC's pairs from real revisions.

    python training/verdicts.py convert --out build/verdicts --encoder ENCODER_FOLDER
    python training/verdicts.py rows --data ../shared --out build/verdicts
    python training/verdicts.py fit --out build/verdicts --package PACKAGE_FOLDER

`convert` turns the encoder, as it came, into CTranslate2's form; `rows` writes every pair with the signs of its pieces,
and the encoder's states of every sentence, once; `fit` trains what lies over them and writes the package. One page in
five (`contradiction.fold`) is never learnt from: `eval/contradiction.py` measures on those. About six CPU-minutes.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "eval"))

SIZE, WIDTH, HIDDEN, SIGNS, OVERALL = 384, 128, 160, 12, 10
SIDES = (64, 110)
SHARP = 4.0
EPOCHS, RATE, BATCH, SMOOTH, AVERAGED = 4, 1e-3, 48, 0.05, 0.35
"""Weights are the mean of those after each step of the last share of steps."""
LEFT_OUT = 10
"""One page in so many is left out to see how training goes."""
LABELS = {"SUPPORTS": 0, "REFUTES": 1, "NOT ENOUGH INFO": 2}
VERSION = "0.1.1"

Row = dict[str, Any]


def convert(out: Path, encoder: Path) -> None:
    import ctranslate2

    ctranslate2.converters.TransformersConverter(str(encoder)).convert(
        str(out / "encoder"), quantization="int8", force=True
    )


def write_rows(data: Path, out: Path) -> None:
    """`rows.jsonl`, `states.npy` (float16) and `states.json`: the sentences, and where the states of each begin."""
    import ctranslate2
    import numpy as np
    from contradiction import fold, plain, read_pairs

    from firsthand.comparing.verdicts_pieces import lay_pair

    sentences: dict[str, tuple[int, ...]] = {}
    with (out / "rows.jsonl").open("w", encoding="utf-8") as file:
        for pair in read_pairs(data):
            claim, evidence = plain(pair["claim"]), plain(pair["evidence"])
            laid = lay_pair(claim, evidence)
            sentences[claim], sentences[evidence] = laid.claim.ids, laid.evidence.ids
            row = {
                "page": pair["page"], "fold": fold(pair["page"]), "label": LABELS[pair["label"]],
                "sides": [claim, evidence], "signs": [laid.claim.signs, laid.evidence.signs], "overall": laid.overall,
            }  # fmt: skip
            file.write(json.dumps(row) + "\n")
    ordered = sorted(sentences)
    begins = np.concatenate([[0], np.cumsum([len(sentences[s]) for s in ordered])])
    states = np.lib.format.open_memmap(out / "states.npy", mode="w+", dtype=np.float16, shape=(int(begins[-1]), SIZE))
    reader = ctranslate2.Encoder(str(out / "encoder"), compute_type="int8", intra_threads=1)
    for start, end, sentence in zip(begins, begins[1:], ordered, strict=False):
        states[start:end] = np.array(reader.forward_batch([list(sentences[sentence])]).last_hidden_state)[0]
    states.flush()
    (out / "states.json").write_text(json.dumps([ordered, begins.tolist()]), encoding="utf-8")


def make_network() -> Any:
    """Decomposable attention with signs beside the words; names of its parts as `verdicts_model` reads them."""
    import torch
    from torch import nn

    class Judge(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.drop = nn.Dropout(0.25)
            self.p = nn.Linear(SIZE, WIDTH)
            self.att = nn.Linear(WIDTH + SIGNS, WIDTH)
            self.cmp = nn.Sequential(
                nn.Linear(4 * WIDTH + 2 * SIGNS, HIDDEN), nn.GELU(), nn.Dropout(0.25),
                nn.Linear(HIDDEN, WIDTH), nn.GELU(),
            )  # fmt: skip
            self.out = nn.Sequential(
                nn.Dropout(0.3), nn.Linear(4 * WIDTH + OVERALL, HIDDEN), nn.GELU(), nn.Dropout(0.25),
                nn.Linear(HIDDEN, 3),
            )  # fmt: skip

        def forward(self, one: Any, other: Any, overall: Any) -> Any:
            (a, signs, here), (b, theirs, there) = one, other
            a, b = (self.drop(torch.tanh(self.p(self.drop(x)))) for x in (a, b))
            left, right = self.att(torch.cat([a, signs], -1)), self.att(torch.cat([b, theirs], -1))
            scores = left @ right.transpose(1, 2) / WIDTH**0.5 * SHARP
            to = torch.softmax(scores.masked_fill(there[:, None] == 0, -1e4), -1)
            fro = torch.softmax(scores.transpose(1, 2).masked_fill(here[:, None] == 0, -1e4), -1)
            seen = [
                *self.pooled(a, to @ b, signs, to @ theirs, here),
                *self.pooled(b, fro @ a, theirs, fro @ signs, there),
            ]
            return self.out(torch.cat([*seen, overall], -1))

        def pooled(self, x: Any, y: Any, signs: Any, theirs: Any, mask: Any) -> tuple[Any, Any]:
            seen = self.cmp(torch.cat([x, y, x * y, (x - y).abs(), signs, theirs], -1))
            most = seen.masked_fill(mask[..., None] == 0, -1e4).max(1)[0]
            return most, (seen * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)

    return Judge()


class Sentences:
    """The states of every sentence."""

    def __init__(self, out: Path) -> None:
        import numpy as np

        self.states = np.load(out / "states.npy", mmap_mode="r")
        ordered, self.begins = json.loads((out / "states.json").read_text(encoding="utf-8"))
        self.places = {sentence: i for i, sentence in enumerate(ordered)}

    def side(self, rows: Sequence[Row], side: int) -> tuple[Any, Any, Any]:
        """States, signs and mask of one side of a batch."""
        import numpy as np
        import torch

        places = [self.places[r["sides"][side]] for r in rows]
        sizes = [min(SIDES[side], self.begins[i + 1] - self.begins[i]) for i in places]
        states, signs = (torch.zeros(len(rows), max(sizes), width) for width in (SIZE, SIGNS))
        mask = torch.zeros(len(rows), max(sizes))
        for k, (row, place, size) in enumerate(zip(rows, places, sizes, strict=True)):
            start = self.begins[place]
            states[k, :size] = torch.from_numpy(np.asarray(self.states[start : start + size], dtype=np.float32))
            signs[k, :size] = torch.tensor(row["signs"][side][:size])
            mask[k, :size] = 1
        return states, signs, mask

    def batch(self, rows: Sequence[Row]) -> tuple[Any, Any, Any]:
        import torch

        return self.side(rows, 0), self.side(rows, 1), torch.tensor([r["overall"] for r in rows])


def batches(rows: Sequence[Row], chance: random.Random | None) -> Iterator[Sequence[Row]]:
    """Rows of about one length together, in any order where there is chance."""
    order = sorted(rows, key=lambda r: len(r["signs"][1]) + (chance.random() * 12 if chance else 0))
    made = [order[i : i + BATCH] for i in range(0, len(order), BATCH)]
    if chance:
        chance.shuffle(made)
    yield from made


def accuracy(network: Any, rows: Sequence[Row], sentences: Sentences) -> float:
    import torch

    network.eval()
    with torch.inference_mode():
        right = sum(
            int((network(*sentences.batch(b)).argmax(1) == torch.tensor([r["label"] for r in b])).sum())
            for b in batches(rows, None)
        )
    return right / len(rows)


def fit(out: Path, package: Path, seed: int) -> None:
    """Train, and write the package."""
    import torch
    from contradiction import share
    from safetensors.torch import save_file
    from torch.nn import functional

    torch.manual_seed(seed)
    torch.set_num_threads(1)
    chance, sentences = random.Random(seed), Sentences(out)
    rows = [json.loads(line) for line in (out / "rows.jsonl").open(encoding="utf-8")]
    learnt = [r for r in rows if r["fold"] and share(r["page"], LEFT_OUT)]
    chosen = [r for r in rows if r["fold"] and not share(r["page"], LEFT_OUT)]
    network = make_network()
    optimizer = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=0.01)
    steps = EPOCHS * -(-len(learnt) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda k: min((k + 1) / 100, max(0.02, 1 - k / steps)))
    mean: dict[str, Any] = {}
    step = counted = 0
    for epoch in range(EPOCHS):
        network.train()
        for batch in batches(learnt, chance):
            wanted = torch.tensor([r["label"] for r in batch])
            loss = functional.cross_entropy(network(*sentences.batch(batch)), wanted, label_smoothing=SMOOTH)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            if step > steps * (1 - AVERAGED):
                counted += 1
                for name, weight in network.state_dict().items():
                    mean[name] = mean[name] + (weight - mean[name]) / counted if name in mean else weight.clone()
        print(epoch, "left out:", round(accuracy(network, chosen, sentences), 4), flush=True)
    network.load_state_dict(mean)
    print("mean of weights, left out:", round(accuracy(network, chosen, sentences), 4))
    package.mkdir(parents=True, exist_ok=True)
    save_file({n: w.contiguous() for n, w in network.state_dict().items()}, package / "heads.safetensors")
    for name in ("model.bin", "config.json", "vocabulary.json"):
        shutil.copyfile(out / "encoder" / name, package / name)
    (package / "version.json").write_text(json.dumps({"version": VERSION}) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=("convert", "rows", "fit"))
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--encoder", type=Path)
    parser.add_argument("--package", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    o = parser.parse_args()
    o.out.mkdir(parents=True, exist_ok=True)
    match o.step:
        case "convert":
            convert(o.out, o.encoder)
        case "rows":
            write_rows(o.data, o.out)
        case "fit":
            fit(o.out, o.package, o.seed)


if __name__ == "__main__":
    main()
