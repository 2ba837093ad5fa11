"""Grade more news than people can: a larger net is fitted to the graded sentences, and the grader learns from it.

    python training/teacher.py choose --data ../shared --out build/factuality
    python training/teacher.py fit --encoder FOLDER --out build/factuality
    python training/teacher.py teach --encoder FOLDER --out build/factuality

`choose` draws paragraphs of news and words in them that tell a deed; `fit` trains the upper half of an encoder of its
own on the sentences of `training/factuality.py signs` that are not held out; `teach` adds the paragraphs to these,
graded by it on the mean of the first two sets' scales. The packaged encoder serves other tasks and stays as it is; this
one does not ship.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from factuality import SETS, TAUGHT, TIMES, WEIGHTS, rows
from windows import load_tokenizer

PIECES, EPOCHS, RATE = 1500, 4, 3e-4
FROZEN = 3
"""Lower layers that stay as they came: the news labels are too few to bend them."""
SHARE = 0.6
"""Of UDS's sentences: more of them pull the encoder away from news."""
LONGEST = 256

_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_NOMINAL = re.compile(r"(tion|sion|ment|ance|ence|ing|ure|ery|attack|talk|vote|deal|plan|visit|loss|rise|fall)s?$")


class Sample(NamedTuple):
    """A sentence's pieces, and first piece, last piece and grade of each target, on the scale of `set`."""

    pieces: list[int]
    targets: list[tuple[int, int, float]]
    set: int


# ---------------------------------------------------------------- choose


def articles(data: Path) -> Iterator[str]:
    yield from (row["text"] for row in rows(data / "attribution/polnear/train.jsonl"))
    for file in sorted((data / "entities/re3d").glob("*/documents.json")):
        yield from (row["text"] for row in rows(file))


def choose(data: Path, out: Path, *, each: int = 2) -> None:
    """Write some paragraphs of each article, their sentences, and their deeds with their features."""
    from firsthand.model import Document, Reading, text_id
    from firsthand.reading import models
    from firsthand.reading.commitment import features

    rng = random.Random(21)
    with (out / "paragraphs.jsonl").open("w", encoding="utf-8") as file:
        for article in articles(data):
            found = [line[0].strip() for line in _LINE.finditer(article) if 8 < len(line[0].split()) < 110]
            for text in rng.sample(found, min(each, len(found))):
                reading = models.parse(Reading(document=Document(id="s", text=text, sha256=text_id(text))))
                tree = reading.tree
                assert tree is not None
                deeds = [i for i, token in enumerate(tree.tokens) if _tells(token)]
                words = [[tree.tokens[i].start, tree.tokens[i].end, features(tree, i)] for i in deeds]
                spans = [[s.span.start, s.span.end] for s in reading.sentences or ()]
                file.write(json.dumps([text, spans, words]) + "\n")


def _tells(token: Any) -> bool:
    """A verb that is no auxiliary, a noun that looks like a deed, a predicate."""
    if token.pos in ("VERB", "AUX"):
        return token.dep not in ("aux", "auxpass") and token.lemma != "be"
    return (token.pos == "NOUN" and bool(_NOMINAL.search(token.norm))) or (token.pos == "ADJ" and token.dep == "acomp")


# ---------------------------------------------------------------- fit and teach


def sample(tokenizer: Any, text: str, targets: Sequence[tuple[int, int, float]], number: int) -> Sample:
    encoded = tokenizer.encode(text)
    places = encoded.offsets[:LONGEST]
    found = []
    for start, end, grade in targets:
        inside = [k for k, (a, b) in enumerate(places) if a < end and b > start and b > a] or [0]
        found.append((inside[0], inside[-1], grade))
    return Sample(encoded.ids[:LONGEST], found, number)


def batches(samples: Sequence[Sample], rng: random.Random) -> list[list[int]]:
    """Samples of like length together."""
    order = sorted(range(len(samples)), key=lambda i: (len(samples[i].pieces), rng.random()))
    found: list[list[int]] = [[]]
    for i in order:
        if found[-1] and (len(found[-1]) + 1) * len(samples[i].pieces) > PIECES:
            found.append([])
        found[-1].append(i)
    rng.shuffle(found)
    return found


def network(encoder: Path) -> Any:
    """Pieces and targets -> a grade on each set's scale."""
    import torch
    from torch import nn
    from torch.nn import functional
    from transformers import AutoModel

    class Teacher(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.encoder = AutoModel.from_pretrained(encoder, attn_implementation="sdpa", add_pooling_layer=False)
            for part in (self.encoder.embeddings, *self.encoder.encoder.layer[:FROZEN]):
                part.requires_grad_(False)
            self.drop = nn.Dropout(0.1)
            self.hidden = nn.Linear(2 * self.encoder.config.hidden_size, 128)
            self.out = nn.Linear(128, len(SETS))

        def forward(self, samples: Sequence[Sample]) -> torch.Tensor:
            width = max(len(s.pieces) for s in samples)
            ids = torch.tensor([s.pieces + [0] * (width - len(s.pieces)) for s in samples])
            mask = torch.tensor([[1] * len(s.pieces) + [0] * (width - len(s.pieces)) for s in samples])
            states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
            ends = [(k, first, last) for k, s in enumerate(samples) for first, last, _ in s.targets]
            both = torch.stack([torch.cat([states[k, first], states[k, last]]) for k, first, last in ends])
            graded: torch.Tensor = self.out(self.drop(functional.gelu(self.hidden(self.drop(both)))))
            return graded

    return Teacher()


def fit(encoder: Path, out: Path, seed: int) -> None:
    """Train and keep the weights."""
    import torch
    from safetensors.torch import save_model
    from torch.nn import functional

    torch.manual_seed(seed)
    torch.set_num_threads(1)
    rng, tokenizer = random.Random(seed), load_tokenizer(encoder)
    samples = []
    for name, held, text, targets in rows(out / "signs.jsonl"):
        if held or name == TAUGHT or (name == "uds_ih2" and rng.random() >= SHARE):
            continue
        one = sample(tokenizer, text, [(a, b, grade) for a, b, grade, _ in targets], SETS.index(name))
        samples += [one] * TIMES.get(name, 1)
    teacher, weights = network(encoder), torch.tensor(WEIGHTS)
    body = [p for p in teacher.encoder.parameters() if p.requires_grad]
    head = [*teacher.hidden.parameters(), *teacher.out.parameters()]
    optimizer = torch.optim.AdamW([{"params": body, "lr": RATE}, {"params": head, "lr": 3 * RATE}], weight_decay=0.01)
    steps = EPOCHS * len(batches(samples, random.Random(0)))
    rate = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / (0.06 * steps), max(0.0, (steps - step) / (0.94 * steps)))
    )
    teacher.train()
    for epoch in range(EPOCHS):
        total = 0.0
        for batch in batches(samples, rng):
            chosen = [samples[i] for i in batch]
            sets = torch.tensor([s.set for s in chosen for _ in s.targets])
            wanted = torch.tensor([grade for s in chosen for _, _, grade in s.targets])
            graded = teacher(chosen).gather(1, sets[:, None]).squeeze(1)
            losses = functional.smooth_l1_loss(graded, wanted, reduction="none", beta=0.5) * weights[sets]
            optimizer.zero_grad()
            losses.mean().backward()
            torch.nn.utils.clip_grad_norm_(teacher.parameters(), 1.0)
            optimizer.step()
            rate.step()
            total += float(losses.detach().mean())
        print(f"epoch {epoch} loss {total / len(batches(samples, random.Random(0))):.4f}", flush=True)
    save_model(teacher, str(out / "teacher.safetensors"))


def teach(encoder: Path, out: Path) -> None:
    """Add the paragraphs, graded on the page's scale, to the graded sentences; those added before are left out."""
    import torch
    from safetensors.torch import load_model

    teacher, tokenizer = network(encoder), load_tokenizer(encoder)
    load_model(teacher, str(out / "teacher.safetensors"))
    teacher.eval()
    graded = [row for row in rows(out / "signs.jsonl") if row[0] != TAUGHT]
    for text, sentences, words in rows(out / "paragraphs.jsonl"):
        found = []
        for start, end in sentences:
            inside = [w for w in words if start <= w[0] < end]
            if not inside:
                continue
            one = sample(tokenizer, text[start:end], [(a - start, b - start, 0.0) for a, b, _ in inside], 0)
            with torch.no_grad():
                scores = teacher([one])[:, :2].mean(dim=1).clamp(-3, 3).tolist()
            found += [[a, b, round(g, 2), names] for (a, b, names), g in zip(inside, scores, strict=True)]
        if found:
            graded.append([TAUGHT, False, text, found])
    lines = (json.dumps(row, separators=(",", ":")) + "\n" for row in graded)
    (out / "signs.jsonl").write_text("".join(lines), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=("choose", "fit", "teach"))
    parser.add_argument("--out", type=Path, required=True, help="what is kept between the commands")
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument("--encoder", type=Path, help="folder of the encoder to begin with")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.command == "choose":
        choose(options.data / "data", options.out)
    elif options.command == "fit":
        fit(options.encoder, options.out, options.seed)
    else:
        teach(options.encoder, options.out)


if __name__ == "__main__":
    main()
