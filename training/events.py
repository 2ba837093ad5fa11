"""Train the event reader, or measure it by cross-validation.

python training/events_data.py --data ../shared --out build/events
python training/events.py --rows build/events --folds training/events_folds.jsonl
python training/events.py --rows build/events --out PACKAGE_FOLDER/events

Two halves, averaged: the encoder's upper three layers with a head over the states of [CLS] and of both parties' opening
marks, and a linear model over signs of the parse. The layers below are frozen, so that they run once for each sentence.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from attributions import encoder_folder
from numpy.typing import NDArray
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional
from transformers import AutoModel

ROOTS = (
    "ACCUSE", "AGREE", "AID", "ASSAULT", "COERCE", "CONCEDE", "CONSULT", "COOPERATE", "MOBILIZE", "PROTEST", "REJECT",
    "REQUEST", "RETREAT", "SANCTION", "SUPPORT", "THREATEN", "NONE",
)  # fmt: skip
JOINED = {"YIELD": ("CONCEDE", "RETREAT")}
"""The labelled sentences do not part what PLOVER parts."""

MARKS = {"<s>": 1, "</s>": 2, "<t>": 3, "</t>": 4}
"""Unused pieces of the vocabulary; they begin as the mean of words that say the same."""
MEANINGS = {1: ("actor", "source"), 2: ("actor", "source"), 3: ("target", "recipient"), 4: ("target", "recipient")}
FIRST, LAST = 101, 102
LONGEST = 96

FROZEN = 3
AROUND = 20
"""The upper layers learn from this many pieces on each side of the parties; below they have seen the whole sentence."""
EPOCHS = 5
BATCH = 32
RATE, HEAD_RATE = 2e-4, 1e-3
SMOOTH = 0.05
WARM = 0.1
AVERAGED = 0.3
"""Weights are the mean of those after each step of the last share of steps."""

WEIGHTS = {"news": 1.0, "codebook": 0.7, "quiet": 0.4, "heard": 0.3}
KEPT = {"quiet": 220}
SIGN_WEIGHTS = {"news": 1.0, "codebook": 0.2, "quiet": 0.5}
SIGN_KEPT = {"quiet": 300}
SHARE = 0.75
"""How much the encoder counts beside the signs. Roots and classes in cross-validation: flat from 0.6 to 0.9."""
SURE = 0.99
"""So sure of a root, the signs alone decide, and the encoder is not asked: some time is saved."""
FOLDS = 5
RUNS = 3
"""What is shipped is the mean of the weights of as many runs, which begin alike and see the sentences in other orders.
"""


class Item(NamedTuple):
    """A sentence after the frozen layers: states pieces x 384, where the opening marks stand, which roots are right."""

    states: NDArray[np.float16]
    doer: int
    done_to: int
    right: NDArray[np.float32]
    weight: float


class Top(nn.Module):
    """The layers that learn, and the head. Of the last layer only three states are asked for."""

    def __init__(self, layers: nn.ModuleList) -> None:
        super().__init__()
        self.layers = layers
        size = 384
        self.fc = nn.Linear(3 * size, size)
        self.out = nn.Linear(size, len(ROOTS))
        self.drop = nn.Dropout(0.1)

    def forward(self, states: Tensor, there: Tensor, doer: Tensor, done_to: Tensor) -> Tensor:
        """Scores of the roots, sentences x roots."""
        mask = torch.zeros(len(states), 1, 1, states.shape[1]).masked_fill(there[:, None, None, :] == 0, -1e9)
        for layer in self.layers[:-1]:
            made = layer(states, attention_mask=mask)
            states = made[0] if isinstance(made, tuple) else made
        asked = torch.stack([torch.zeros_like(doer), doer, done_to], 1)
        seen = self._last(states, states[torch.arange(len(states))[:, None], asked], mask)
        inner = torch.tanh(self.fc(self.drop(seen.flatten(1))))
        scores: Tensor = self.out(self.drop(inner))
        return scores

    def _last(self, states: Tensor, asked: Tensor, mask: Tensor) -> Tensor:
        layer: Any = self.layers[-1]
        own = layer.attention.self

        def heads(values: Tensor) -> Tensor:
            return values.view(len(values), -1, 12, 32).transpose(1, 2)

        mixed = functional.scaled_dot_product_attention(
            heads(own.query(asked)), heads(own.key(states)), heads(own.value(states)), attn_mask=mask,
            dropout_p=0.1 if self.training else 0.0,
        )  # fmt: skip
        told = layer.attention.output(mixed.transpose(1, 2).reshape(asked.shape), asked)
        made: Tensor = layer.output(layer.intermediate(told), told)
        return made


def main() -> None:
    """Train on everything, or fold by fold."""
    o = options()
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    rows = {name: _read(o.rows / f"{name}.jsonl") for name in ("news", "codebook", "quiet", "heard", "aside")}
    items = {name: low(o.encoder, found, WEIGHTS.get(name, 1.0)) for name, found in rows.items()}
    if o.folds:
        measure(o.encoder, rows, items, o.folds)
    if o.out:
        everything = list(range(len(rows["news"])))
        learned = chosen(items, everything)
        runs = [train(o.encoder, learned, seed=0, order=1000 * run) for run in range(RUNS)]
        export(o.encoder, mean_of(runs), weigh(rows, everything), o.out)


def low(encoder: Path, rows: Sequence[dict[str, Any]], weight: float) -> list[Item]:
    """Every sentence after the frozen layers."""
    tokenizer = Tokenizer.from_file(str(encoder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    model = started(encoder, tokenizer).eval()
    found = []
    with torch.no_grad():
        for row in rows:
            pieces, doer, done_to = mark(tokenizer, row["marked"])
            hidden = model(input_ids=torch.tensor([pieces]), output_hidden_states=True).hidden_states[FROZEN][0]
            found.append(Item(hidden.half().numpy(), doer, done_to, right(row.get("root", "NONE")), weight))
    return found


def started(encoder: Path, tokenizer: Tokenizer) -> Any:
    """The encoder as it came, with its marks given a meaning."""
    model = AutoModel.from_pretrained(encoder, attn_implementation="sdpa")
    with torch.no_grad():
        table = model.embeddings.word_embeddings.weight
        for piece, words in MEANINGS.items():
            table[piece] = table[[tokenizer.token_to_id(word) for word in words]].mean(0)
    return model


def mark(tokenizer: Tokenizer, marked: str) -> tuple[list[int], int, int]:
    """Pieces of a marked sentence, and where the opening marks stand, 0 where none does."""
    pieces: list[int] = []
    at = {"<s>": -1, "<t>": -1}
    for part in re.split("(</?[st]>)", marked):
        if part in at and at[part] < 0:
            at[part] = len(pieces)
        if part in MARKS:
            pieces.append(MARKS[part])
        elif part.strip():
            pieces += tokenizer.encode(part, add_special_tokens=False).ids
    beyond = max(at.values()) + 12 - LONGEST
    earliest = min((place for place in at.values() if place >= 0), default=0)
    start = max(0, min(beyond + 18, earliest - 2)) if beyond > 0 else 0
    kept = [FIRST, *pieces[start : start + LONGEST - 2], LAST]
    doer, done_to = (p - start + 1 if 0 <= p - start < LONGEST - 2 else 0 for p in at.values())
    return kept, doer, done_to


def right(root: str) -> NDArray[np.float32]:
    """1 for each root that the label may mean."""
    found = np.zeros(len(ROOTS), np.float32)
    found[[ROOTS.index(r) for r in JOINED.get(root, (root,))]] = 1
    return found


def cropped(item: Item) -> Item:
    """The first piece and those around the parties."""
    places = [place for place in (item.doer, item.done_to) if place > 0] or [1]
    low_, high = max(1, min(places) - AROUND), max(places) + AROUND
    states = np.concatenate([item.states[:1], item.states[low_:high]])
    doer, done_to = (place - low_ + 1 if place else 0 for place in (item.doer, item.done_to))
    return item._replace(states=states, doer=doer, done_to=done_to)


def chosen(items: dict[str, list[Item]], news: Sequence[int]) -> list[Item]:
    """What is learned from: these sentences of the news, and everything made."""
    made = [item for name in ("quiet", "codebook", "heard") for item in items[name][: KEPT.get(name)]]
    return [cropped(item) for item in (*(items["news"][i] for i in news), *made)]


def batch(items: Sequence[Item]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Items side by side, filled up."""
    longest = max(len(item.states) for item in items)
    states, there = torch.zeros(len(items), longest, 384), torch.zeros(len(items), longest)
    for row, item in enumerate(items):
        states[row, : len(item.states)] = torch.from_numpy(item.states).float()
        there[row, : len(item.states)] = 1
    return states, there, torch.tensor([i.doer for i in items]), torch.tensor([i.done_to for i in items])


def train(encoder: Path, items: Sequence[Item], *, seed: int, order: int) -> Top:
    """The upper layers after learning from the items: `seed` is for how they begin, `order` for what they see when."""
    torch.manual_seed(seed)
    rng = random.Random(order)
    top = Top(AutoModel.from_pretrained(encoder, attn_implementation="sdpa").encoder.layer[FROZEN:]).train()
    heads = [*top.fc.parameters(), *top.out.parameters()]
    groups = [{"params": top.layers.parameters(), "lr": RATE}, {"params": heads, "lr": HEAD_RATE}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    total = EPOCHS * math.ceil(len(items) / BATCH)
    pace = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1, (step + 1) / (WARM * total)) * max(0.05, 1 - step / total)
    )
    mean = torch.optim.swa_utils.AveragedModel(top)
    for epoch in range(EPOCHS):
        lost = [0.0]
        for group in batches(items, rng):
            value = loss(top(*batch(group)), group)
            optimizer.zero_grad()
            value.backward()
            nn.utils.clip_grad_norm_(top.parameters(), 1.0)
            optimizer.step()
            pace.step()
            lost.append(value.item())
            if pace.last_epoch > total * (1 - AVERAGED):
                mean.update_parameters(top)
        print(f"epoch {epoch + 1}: loss {sum(lost) / (len(lost) - 1):.3f}", flush=True)
    averaged: Top = mean.module
    return averaged.eval()


def mean_of(runs: Sequence[Top]) -> Top:
    """One network whose weights are the mean of all."""
    states = [run.state_dict() for run in runs]
    first = runs[0]
    first.load_state_dict({name: torch.stack([s[name] for s in states]).mean(0) for name in states[0]})
    return first


def batches(items: Sequence[Item], rng: random.Random) -> list[list[Item]]:
    """One epoch: sentences of like length together, in an order drawn anew."""
    mixed, found = list(items), []
    rng.shuffle(mixed)
    for start in range(0, len(mixed), 8 * BATCH):
        near = sorted(mixed[start : start + 8 * BATCH], key=lambda item: len(item.states))
        found += [near[i : i + BATCH] for i in range(0, len(near), BATCH)]
    rng.shuffle(found)
    return found


def loss(scores: Tensor, items: Sequence[Item]) -> Tensor:
    """Cross-entropy with smoothed labels; where a label may mean two roots, of their sum."""
    logs = functional.log_softmax(scores, -1)
    wanted = torch.tensor(np.stack([item.right for item in items]))
    told = torch.logsumexp(logs.masked_fill(wanted == 0, -1e9), -1)
    weights = torch.tensor([item.weight for item in items])
    return (weights * (-(1 - SMOOTH) * told - SMOOTH * logs.mean(-1))).mean()


def predict(top: Top, items: Sequence[Item]) -> NDArray[np.float64]:
    """Chances by the encoder, items x roots."""
    with torch.no_grad():
        return np.concatenate([top(*batch([item])).softmax(-1).numpy() for item in items]).astype(np.float64)


class Signs(NamedTuple):
    """The linear half: the signs that it knows, weights signs x roots, bias."""

    names: tuple[str, ...]
    weight: NDArray[np.float32]
    bias: NDArray[np.float32]

    def predict(self, rows: Sequence[dict[str, Any]]) -> NDArray[np.float64]:
        """Chances by the signs, rows x roots."""
        known = {name: i for i, name in enumerate(self.names)}
        scores = np.stack(
            [self.weight[[known[s] for s in row["signs"] if s in known]].sum(0) + self.bias for row in rows]
        ).astype(np.float64)
        raised = np.exp(scores - scores.max(1, keepdims=True))
        return raised / raised.sum(1, keepdims=True)  # type: ignore[no-any-return]


def weigh(rows: dict[str, list[dict[str, Any]]], news: Sequence[int]) -> Signs:
    """Weights of the signs, learned from these sentences of the news and from what is made."""
    taken = [("news", rows["news"][i]) for i in news]
    taken += [(name, row) for name in ("codebook", "quiet") for row in rows[name][: SIGN_KEPT.get(name)]]
    counter = CountVectorizer(analyzer=lambda row: row["signs"], binary=True, min_df=2)
    table = counter.fit_transform([row for _, row in taken])
    labels = [one_root(row) for _, row in taken]
    model = LogisticRegression(C=4, max_iter=300)
    model.fit(table, labels, sample_weight=[SIGN_WEIGHTS[name] for name, _ in taken])
    order = [list(model.classes_).index(root) for root in ROOTS]
    return Signs(
        tuple(counter.get_feature_names_out()),
        model.coef_[order].T.astype(np.float32),
        model.intercept_[order].astype(np.float32),
    )


def one_root(row: dict[str, Any]) -> str:
    """The label; one that means two roots is given that of the two which the rules see."""
    if row["root"] not in JOINED:
        return str(row["root"])
    for kind in ("coder", "rulepath", "ruleany"):
        seen = [root for root in JOINED[row["root"]] if f"{kind}:{root}" in row["signs"]]
        if seen:
            return seen[0]
    return JOINED[row["root"]][0]


def mixed(words: NDArray[np.float64], signs: NDArray[np.float64]) -> NDArray[np.float64]:
    """Both halves on the scale of logarithms."""
    scores = SHARE * np.log(words + 1e-6) + (1 - SHARE) * np.log(signs + 1e-6)
    raised = np.exp(scores - scores.max(1, keepdims=True))
    return raised / raised.sum(1, keepdims=True)  # type: ignore[no-any-return]


def folds(rows: Sequence[dict[str, Any]]) -> list[int]:
    """The fold of each sentence: roots spread evenly, a text in one fold only."""
    rng = random.Random(7)
    by_root: defaultdict[str, list[int]] = defaultdict(list)
    for i, row in enumerate(rows):
        by_root[row["root"]].append(i)
    found, seen = [0] * len(rows), {}
    for root in sorted(by_root):
        rng.shuffle(by_root[root])
        for n, i in enumerate(by_root[root]):
            found[i] = seen.setdefault(rows[i]["text"], n % FOLDS)
    return found


def measure(encoder: Path, rows: dict[str, list[dict[str, Any]]], items: dict[str, list[Item]], out: Path) -> None:
    """Write for each labelled sentence the chances given by the folds that have not seen it."""
    fold_of = folds(rows["news"])
    lines: dict[int, dict[str, Any]] = {}
    for fold in range(FOLDS):
        seen = [i for i, f in enumerate(fold_of) if f != fold]
        unseen = [i for i, f in enumerate(fold_of) if f == fold]
        words = predict(train(encoder, chosen(items, seen), seed=fold, order=fold), [items["news"][i] for i in unseen])
        signs = weigh(rows, seen).predict([rows["news"][i] for i in unseen])
        for i, found in zip(unseen, mixed(words, signs), strict=True):
            lines[i] = {"id": rows["news"][i]["id"], "fold": fold, "chances": [round(float(p), 4) for p in found]}
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text("".join(json.dumps(lines[i]) + "\n" for i in sorted(lines)), encoding="utf-8")


def export(encoder: Path, top: Top, signs: Signs, out: Path) -> None:
    """Write the folder that the package ships: an int8 encoder for CTranslate2, the heads, what the numbers mean."""
    import shutil
    import tempfile

    from ctranslate2.converters import TransformersConverter
    from safetensors.numpy import save_file

    whole = started(encoder, Tokenizer.from_file(str(encoder / "tokenizer.json")))
    whole.encoder.layer[FROZEN:].load_state_dict(top.layers.state_dict())
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        whole.save_pretrained(folder)
        for name in ("tokenizer.json", "tokenizer_config.json", "vocab.txt", "special_tokens_map.json"):
            shutil.copyfile(encoder / name, Path(folder) / name)
        TransformersConverter(folder).convert(str(Path(folder) / "made"), quantization="int8")
        for name in ("model.bin", "config.json", "vocabulary.json"):
            shutil.copyfile(Path(folder) / "made" / name, out / name)
    heads = {name: value.numpy() for name, value in top.state_dict().items() if not name.startswith("layers.")}
    heads |= {"signs.weight": signs.weight.astype(np.float16), "signs.bias": signs.bias}
    save_file({name: np.ascontiguousarray(value) for name, value in heads.items()}, out / "heads.safetensors")
    card = {
        "roots": ROOTS, "opens": [1, 3], "closes": [2, 4], "first": FIRST, "last": LAST, "longest": LONGEST,
        "share": SHARE, "sure": SURE, "signs": signs.names,
    }  # fmt: skip
    (out / "coder.json").write_text(json.dumps(card, ensure_ascii=False) + "\n", encoding="utf-8")


def _read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=Path, default=Path("build/events"))
    parser.add_argument("--encoder", type=Path, help="folder of the encoder, if not the installed package's")
    parser.add_argument("--folds", type=Path, help="measure by cross-validation, and write the chances here")
    parser.add_argument("--out", type=Path, help="train on everything, and write the weights here")
    chosen_options = parser.parse_args()
    chosen_options.encoder = chosen_options.encoder or encoder_folder()
    return chosen_options


if __name__ == "__main__":
    main()
