"""Train the judge of claim and evidence where no number decides.

    python training/verdicts.py rows --data ../shared --out build/verdicts
    python training/verdicts.py fit --out build/verdicts --encoder ENCODER_FOLDER
    python training/verdicts.py export --out build/verdicts --encoder ENCODER_FOLDER --package PACKAGE_FOLDER

`rows` writes claims and evidence in pieces, with what the rules found about their numbers marked in them
(`verdicts_pieces`). `fit` trains the encoder with one head over the state of the first piece and the mean of the
claim's; word vectors stay as they are but for the marks. Weights are the mean of those after each step of the last
share of steps. One page in five (`contradiction.fold`) is never trained on: `eval/contradiction.py` measures on those.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "eval"))

LABELS = ("supports", "refutes", "unknown")
MEANINGS = {
    11: "same equal", 12: "within inside", 13: "more greater", 14: "less fewer", 15: "perhaps unclear", 16: "missing alone",
    17: "true right", 18: "false wrong", 19: "unknown unclear", 20: "none words",
}  # fmt: skip
"""Where the vectors of the marks begin: the mean of words that say the same."""
PIECES = 2000
"""In one step."""
RATE, HEAD_RATE, WARM, SMOOTH, EPOCHS, AVERAGED = 3e-4, 1e-3, 0.06, 0.05, 4, 0.3
FROZEN = 2
"""So many layers stay as they are, so that they run once for each pair."""
HIDDEN = 256
CHOOSING = 16
"""One page in so many is left out to see how training goes."""

Row = dict[str, Any]


def write_rows(data: Path, out: Path) -> None:
    """Every pair in pieces, with its label and the fold of its page."""
    from contradiction import fold, plain, read_pairs

    from firsthand.comparing.verdicts_pieces import spell

    out.mkdir(parents=True, exist_ok=True)
    with (out / "rows.jsonl").open("w", encoding="utf-8") as file:
        for pair in read_pairs(data):
            pieces, found = spell(plain(pair["claim"]), plain(pair["evidence"]))
            row = {
                "id": pair["unique_id"], "page": pair["page"], "fold": fold(pair["page"]), "label": pair["label"],
                "rule": found.verdict, "ids": pieces.ids, "types": pieces.types, "claim": pieces.claim,
            }  # fmt: skip
            file.write(json.dumps(row) + "\n")


def make_network(encoder: Path) -> Any:
    """The encoder with vectors of its own for the marks, and the head."""
    import torch
    from torch import nn
    from transformers import AutoModel, AutoTokenizer

    words = AutoTokenizer.from_pretrained(encoder)

    class Judge(nn.Module):
        """Batch x pieces -> batch x labels."""

        def __init__(self) -> None:
            super().__init__()
            self.encoder = AutoModel.from_pretrained(
                encoder, attn_implementation="sdpa", attention_probs_dropout_prob=0.0, hidden_dropout_prob=0.1
            )
            self.encoder.pooler = None
            table = self.encoder.embeddings.word_embeddings.weight
            table.requires_grad_(False)
            self.low = min(MEANINGS)
            begun = [table[words(m, add_special_tokens=False)["input_ids"]].mean(dim=0) for m in MEANINGS.values()]
            self.register_buffer("marks", torch.stack(begun).detach().clone())
            self.encoder.embeddings.requires_grad_(False)
            self.encoder.encoder.layer[:FROZEN].requires_grad_(False)
            size = self.encoder.config.hidden_size
            self.head = nn.Sequential(nn.Linear(2 * size, HIDDEN), nn.GELU(), nn.Dropout(0.1), nn.Linear(HIDDEN, 3))

        def lower(self, ids: Any, types: Any, mask: Any) -> Any:
            """What the frozen layers make of a batch: batch x pieces x size."""
            vectors = self.encoder.embeddings.word_embeddings(ids)
            marked = (ids >= self.low) & (ids < self.low + len(self.marks))
            chosen = self.marks[(ids - self.low).clamp(0, len(self.marks) - 1)]
            vectors = torch.where(marked.unsqueeze(-1), chosen.to(vectors.dtype), vectors)
            states = self.encoder.embeddings(inputs_embeds=vectors, token_type_ids=types)
            for layer in self.encoder.encoder.layer[:FROZEN]:
                states = _through(layer, states, mask)
            return states

        def forward(self, states: Any, mask: Any, claim: Any) -> Any:
            for layer in self.encoder.encoder.layer[FROZEN:]:
                states = _through(layer, states, mask)
            mean = (states * claim.unsqueeze(-1)).sum(dim=1) / claim.sum(dim=1, keepdim=True)
            return self.head(torch.cat([states[:, 0], mean.to(states.dtype)], dim=1))

    return Judge()


def _through(layer: Any, states: Any, mask: Any) -> Any:
    found = layer(states, mask[:, None, None, :].bool())
    return found[0] if isinstance(found, tuple) else found


def collated(rows: Sequence[Row]) -> tuple[Any, Any, Any, Any]:
    """Ids, types, mask, and 1 at the pieces of the claim."""
    import torch

    shape = len(rows), max(len(r["ids"]) for r in rows)
    ids, types, mask = (torch.zeros(shape, dtype=torch.long) for _ in range(3))
    claim = torch.zeros(shape)
    for i, row in enumerate(rows):
        size = len(row["ids"])
        ids[i, :size], types[i, :size], mask[i, :size] = torch.tensor(row["ids"]), torch.tensor(row["types"]), 1
        claim[i, : row["claim"]] = 1.0
    return ids, types, mask, claim


def begin(network: Any, rows: Sequence[Row]) -> None:
    """Give each row what the frozen layers make of it."""
    import torch

    network.eval()
    with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
        for batch in batches(rows, None):
            ids, types, mask, _ = collated(batch)
            states = network.lower(ids, types, mask).to(torch.bfloat16)
            for row, made in zip(batch, states, strict=True):
                row["states"] = made[: len(row["ids"])].clone()


def gathered(rows: Sequence[Row]) -> tuple[Any, Any, Any]:
    """States of the frozen layers, mask, and 1 at the pieces of the claim."""
    import torch

    _, _, mask, claim = collated(rows)
    states = torch.zeros(*mask.shape, rows[0]["states"].shape[1], dtype=torch.bfloat16)
    for i, row in enumerate(rows):
        states[i, : len(row["ids"])] = row["states"]
    return states.float(), mask, claim


def batches(rows: Sequence[Row], chance: random.Random | None) -> Iterator[list[Row]]:
    """Rows of about one length together, in any order where there is chance."""
    order = sorted(rows, key=lambda r: (len(r["ids"]) + (chance.random() * 8 if chance else 0), r["id"]))
    made: list[list[Row]] = [[]]
    for row in order:
        if (len(made[-1]) + 1) * len(row["ids"]) > PIECES:
            made.append([])
        made[-1].append(row)
    if chance:
        chance.shuffle(made)
    yield from (b for b in made if b)


def predict(network: Any, rows: Sequence[Row]) -> dict[str, list[float]]:
    """Scores of the three labels by id."""
    import torch

    network.eval()
    found: dict[str, list[float]] = {}
    with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
        for batch in batches(rows, None):
            scores = network(*gathered(batch)).float().log_softmax(dim=1)
            found.update({r["id"]: s.tolist() for r, s in zip(batch, scores, strict=True)})
    return found


def accuracy(found: dict[str, list[float]], rows: Sequence[Row]) -> float:
    return sum(LABELS[max(range(3), key=found[r["id"]].__getitem__)] == target(r) for r in rows) / len(rows)


def target(row: Row) -> str:
    return {"SUPPORTS": "supports", "REFUTES": "refutes"}.get(row["label"], "unknown")


def fit(out: Path, encoder: Path, seed: int) -> None:
    """Train, and keep the weights and what they say of the pages left out."""
    import torch
    from contradiction import share
    from safetensors.torch import save_file
    from torch.nn import functional

    torch.manual_seed(seed)
    torch.set_num_threads(1)
    chance = random.Random(seed)
    rows = [json.loads(line) for line in (out / "rows.jsonl").open(encoding="utf-8")]
    learnt = [r for r in rows if r["fold"] and share(r["page"], CHOOSING)]
    chosen = [r for r in rows if r["fold"] and not share(r["page"], CHOOSING)]
    network = make_network(encoder)
    begin(network, rows)
    print("begun", round(time.process_time()), flush=True)
    parts = {True: [], False: []}  # type: dict[bool, list[Any]]
    for name, weight in network.named_parameters():
        if weight.requires_grad:
            parts[name.startswith("encoder.")].append(weight)
    optimizer = torch.optim.AdamW(
        [{"params": parts[True], "lr": RATE}, {"params": parts[False], "lr": HEAD_RATE}], weight_decay=0.01
    )
    steps = EPOCHS * sum(1 for _ in batches(learnt, chance))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda k: min((k + 1) / (WARM * steps), max(0.02, (steps - k) / (steps * (1 - WARM))))
    )
    mean: dict[str, Any] = {}
    step = counted = 0
    for epoch in range(EPOCHS):
        network.train()
        lost, began = 0.0, time.process_time()
        for batch in batches(learnt, chance):
            wanted = torch.tensor([LABELS.index(target(r)) for r in batch])
            with torch.autocast("cpu", dtype=torch.bfloat16):
                scores = network(*gathered(batch))
            loss = functional.cross_entropy(scores.float(), wanted, label_smoothing=SMOOTH)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            if step % 100 == 0:
                print(step, steps, round(float(loss.detach()), 3), round(time.process_time() - began), flush=True)
            lost += float(loss.detach()) * len(batch)
            if step > steps * (1 - AVERAGED):
                counted += 1
                for name, weight in network.state_dict().items():
                    before = mean.get(name)
                    mean[name] = (
                        weight.clone() if before is None or not weight.is_floating_point()
                        else before + (weight - before) / counted
                    )  # fmt: skip
        print(epoch, round(lost / len(learnt), 4), "left out:", round(accuracy(predict(network, chosen), chosen), 4),
              round(time.process_time() - began), flush=True)  # fmt: skip
    network.load_state_dict(mean)
    save_file({k: v.contiguous() for k, v in network.state_dict().items()}, out / "weights.safetensors")
    kept = predict(network, [r for r in rows if not r["fold"]] + chosen)
    (out / "scores.json").write_text(json.dumps(kept), encoding="utf-8")
    print("mean of weights, left out:", round(accuracy(kept, chosen), 4))


def export(out: Path, encoder: Path, package: Path) -> None:
    """The encoder in CTranslate2's form, weights as int8, and the head."""
    import ctranslate2
    from safetensors.numpy import save_file
    from safetensors.torch import load_file
    from transformers import AutoModel

    network = make_network(encoder)
    network.load_state_dict(load_file(out / "weights.safetensors"))
    whole = AutoModel.from_pretrained(encoder)
    whole.load_state_dict(network.encoder.state_dict(), strict=False)
    whole.embeddings.word_embeddings.weight.data[network.low : network.low + len(network.marks)] = network.marks.data
    package.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        whole.float().save_pretrained(folder)
        for name in ("tokenizer.json", "tokenizer_config.json", "vocab.txt", "special_tokens_map.json"):
            if (encoder / name).exists():
                shutil.copyfile(encoder / name, Path(folder) / name)
        made = Path(folder) / "made"
        ctranslate2.converters.TransformersConverter(folder).convert(str(made), quantization="int8")
        for name in ("model.bin", "config.json", "vocabulary.json"):
            shutil.copyfile(made / name, package / name)
    head = {k: v.numpy().copy() for k, v in network.state_dict().items() if k.startswith("head.")}
    save_file(head, package / "heads.safetensors")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=("rows", "fit", "export"))
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--encoder", type=Path)
    parser.add_argument("--package", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    o = parser.parse_args()
    match o.step:
        case "rows":
            write_rows(o.data, o.out)
        case "fit":
            fit(o.out, o.encoder, o.seed)
        case "export":
            export(o.out, o.encoder, o.package)


if __name__ == "__main__":
    main()
