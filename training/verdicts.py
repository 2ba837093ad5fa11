"""Train the judge of claim and evidence (`verdicts_model`) on VitaminC's pairs from real revisions.

    python training/verdicts.py numbers --data ../shared --out build/verdicts --package PACKAGE_FOLDER
    python training/verdicts.py rows --data ../shared --out build/verdicts
    python training/verdicts.py fit --out build/verdicts --encoder ENCODER_FOLDER
    python training/verdicts.py ship --out build/verdicts --encoder ENCODER_FOLDER --package PACKAGE_FOLDER

`numbers` weighs what the rules find (`verdicts_weighed`), `rows` lays every pair as the judge reads it; `fit` trains
encoder and head together on all pairs of four pages in five, and prints how it does on one in ten of those, left out;
`ship` writes the encoder in CTranslate2's int8 form with the head beside it. One page in five (`contradiction.fold`) is
never learnt from: `eval/contradiction.py` measures on those. `fit` takes some 13 CPU-minutes a pass.
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

HIDDEN = 256
PASSES, RATE, HEAD_RATE, BATCH, SMOOTH = 3, 1.5e-4, 5e-4, 32, 0.05
FIXED = 2
"""So many of the encoder's layers, the lowest, stay as they came: a fifth of the time for little."""
WARM = 0.08
"""The rate rises over this share of steps, then falls to nothing."""
LEFT_OUT = 10
"""One page in so many is left out to see how training goes."""
MARKED = (
    "pad", "equal", "equal", "within", "within", "above", "above", "below", "below", "unclear", "unclear", "alone",
    "true", "false", "unclear", "later", "unknown", "none",
)  # fmt: skip
"""What stands for a mark is this word of the vocabulary, moved by what the mark's own place holds."""
VERSION = "0.3.0"

Row = dict[str, Any]


def write_rows(data: Path, out: Path) -> None:
    """`rows.jsonl`: each pair as it is read, with its page's part. Its numbers are weighed by what other pages teach,
    as those of a pair will be that the judge has never seen."""
    from contradiction import crossed, lay, read_pairs

    from firsthand.comparing.verdicts_pieces import lay_weighed

    pairs = [lay(row) for row in read_pairs(data)]
    with (out / "rows.jsonl").open("w", encoding="utf-8") as file:
        for pair, chances in zip(pairs, crossed(pairs), strict=True):
            laid = lay_weighed(pair.claim, pair.evidence, pair.numbers, pair.words, chances)
            row = {
                "page": pair.page, "fold": pair.fold, "label": pair.label,
                "ids": laid.ids, "types": laid.types, "overall": laid.overall,
            }  # fmt: skip
            file.write(json.dumps(row) + "\n")


def write_weights(data: Path, package: Path) -> None:
    """`numbers.json` of the package: what each sign of a claim's numbers is worth, from four pages in five."""
    from contradiction import fit, lay, read_pairs

    from firsthand.comparing.verdicts_weighed import SIGNS

    weights = fit([pair for pair in map(lay, read_pairs(data)) if pair.fold])
    supports, refutes = ([round(float(w), 4) for w in weights[:, k]] for k in (0, 1))
    kept = {"signs": SIGNS, "supports": supports, "refutes": refutes}
    (package / "numbers.json").write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


def make_network(encoder: Path) -> Any:
    """Encoder over both sides at once; a head over the first state, the mean of all and the signs of the pair."""
    import torch
    from torch import nn
    from transformers import AutoModel, AutoTokenizer

    from firsthand.comparing.verdicts_pieces import MARKS, OVERALL

    class Judge(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.encoder = AutoModel.from_pretrained(encoder, attn_implementation="sdpa", add_pooling_layer=False)
            words = self.encoder.embeddings.word_embeddings
            for part in (self.encoder.embeddings, *self.encoder.encoder.layer[:FIXED]):
                part.requires_grad_(False)
            size = words.embedding_dim
            begun = AutoTokenizer.from_pretrained(encoder).convert_tokens_to_ids(list(MARKED))
            self.register_buffer("marks", words.weight[begun] + words.weight[:MARKS])
            self.head = nn.Sequential(
                nn.Dropout(0.1), nn.Linear(2 * size + OVERALL, HIDDEN), nn.GELU(), nn.Dropout(0.1), nn.Linear(HIDDEN, 3)
            )

        def forward(self, ids: Any, types: Any, mask: Any, overall: Any) -> Any:
            marked = ((ids < MARKS) & (mask > 0))[..., None]
            words = self.encoder.embeddings.word_embeddings(ids)
            words = torch.where(marked, self.marks[ids.clamp(max=MARKS - 1)], words)
            states = self.encoder(inputs_embeds=words, token_type_ids=types, attention_mask=mask).last_hidden_state
            mean = (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
            return self.head(torch.cat([states[:, 0], mean, overall], -1).float())

    return Judge()


def lay_batch(rows: Sequence[Row]) -> tuple[Any, Any, Any, Any]:
    """Ids, types, mask and signs of the pairs."""
    import torch

    longest = max(len(r["ids"]) for r in rows)
    ids, types, mask = (torch.zeros(len(rows), longest, dtype=torch.long) for _ in range(3))
    for k, row in enumerate(rows):
        size = len(row["ids"])
        ids[k, :size], types[k, :size], mask[k, :size] = torch.tensor(row["ids"]), torch.tensor(row["types"]), 1
    return ids, types, mask, torch.tensor([r["overall"] for r in rows])


def batches(rows: Sequence[Row], chance: random.Random | None) -> Iterator[Sequence[Row]]:
    """Rows of about one length together, in any order where there is chance."""
    order = sorted(rows, key=lambda r: len(r["ids"]) + (chance.random() * 12 if chance else 0))
    made = [order[i : i + BATCH] for i in range(0, len(order), BATCH)]
    if chance:
        chance.shuffle(made)
    yield from made


def accuracy(network: Any, rows: Sequence[Row]) -> float:
    import torch

    network.eval()
    with torch.inference_mode():
        right = sum(
            int((network(*lay_batch(b)).argmax(1) == torch.tensor([r["label"] for r in b])).sum())
            for b in batches(rows, None)
        )
    return right / len(rows)


def read_rows(out: Path) -> tuple[list[Row], list[Row]]:
    """The pairs to learn from, and those of the pages that show how it goes."""
    from contradiction import share

    rows = [json.loads(line) for line in (out / "rows.jsonl").open(encoding="utf-8")]
    learnt = [r for r in rows if r["fold"]]
    return [r for r in learnt if share(r["page"], LEFT_OUT)], [r for r in learnt if not share(r["page"], LEFT_OUT)]


def fit(out: Path, encoder: Path, seed: int, passes: int) -> None:
    """Train; `judge.safetensors` holds the weights after the last pass that was done."""
    import torch
    from safetensors.torch import save_file
    from torch.nn import functional

    torch.set_num_threads(1)
    chance = random.Random(seed)
    learnt, chosen = read_rows(out)
    torch.manual_seed(seed)
    network = make_network(encoder)
    own = [p for n, p in network.named_parameters() if not n.startswith("encoder.")]
    laid = [p for n, p in network.named_parameters() if n.startswith("encoder.") and p.requires_grad]
    optimizer = torch.optim.AdamW([{"params": laid, "lr": RATE}, {"params": own, "lr": HEAD_RATE}], weight_decay=0.01)
    steps = passes * -(-len(learnt) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda k: min((k + 1) / (WARM * steps), max(0.0, (steps - k) / (steps * (1 - WARM))))
    )
    for done in range(passes):
        network.train()
        total = 0.0
        for step, batch in enumerate(batches(learnt, chance)):
            wanted = torch.tensor([r["label"] for r in batch])
            loss = functional.cross_entropy(network(*lay_batch(batch)), wanted, label_smoothing=SMOOTH)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item()
            if step % 50 == 49:
                print(done, step + 1, "loss", round(total / (step + 1), 4), flush=True)
        print("pass", done, "left out:", round(accuracy(network, chosen), 4), flush=True)
        save_file(network.state_dict(), out / "judge.safetensors")


def ship(out: Path, encoder: Path, package: Path) -> None:
    """The package: the encoder with its marks in the vocabulary, and the head."""
    import ctranslate2
    import torch
    from safetensors.torch import load_file, save_file
    from transformers import AutoTokenizer

    network = make_network(encoder)
    network.load_state_dict(load_file(out / "judge.safetensors"))
    with torch.no_grad():
        network.encoder.embeddings.word_embeddings.weight[: len(network.marks)] = network.marks
    network.encoder.save_pretrained(out / "trained")
    AutoTokenizer.from_pretrained(encoder).save_pretrained(out / "trained")
    ctranslate2.converters.TransformersConverter(str(out / "trained")).convert(
        str(out / "encoder"), quantization="int8", force=True
    )
    package.mkdir(parents=True, exist_ok=True)
    head = {f"out.{n}": w.contiguous() for n, w in network.head.state_dict().items()}
    save_file(head, package / "heads.safetensors")
    for name in ("model.bin", "config.json", "vocabulary.json"):
        shutil.copyfile(out / "encoder" / name, package / name)
    (package / "version.json").write_text(json.dumps({"version": VERSION}) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=("numbers", "rows", "fit", "ship"))
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--encoder", type=Path)
    parser.add_argument("--package", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--passes", type=int, default=PASSES)
    o = parser.parse_args()
    o.out.mkdir(parents=True, exist_ok=True)
    match o.step:
        case "numbers":
            write_weights(o.data, o.package)
        case "rows":
            write_rows(o.data, o.out)
        case "fit":
            fit(o.out, o.encoder, o.seed, o.passes)
        case "ship":
            ship(o.out, o.encoder, o.package)


if __name__ == "__main__":
    main()
