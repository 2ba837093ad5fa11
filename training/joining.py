"""The net of the grader: the encoder's number for a word beside the signs of the parse, graded on several scales."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

import numpy
import torch
from torch import Tensor, nn
from torch.nn import functional

YES = 0.75
UNSEEN = 0.1
"""How often the encoder's number is hidden, and each feature twice as often, so that the net can do without."""
BATCH = 128

PAGE = (0.25, 0.75)
"""How much of the scales of the first two sets the page's scale has. On what was held out of both, the sum of their
mean errors is .86 with halves, .84 with these, .84 with the second alone, which tells fine grades worse."""

CORNER = 0.05
"""Errors above this count by their size and not by its square: what is learnt is the middle of what readers say."""


class Joined(nn.Module):
    """`signs` features, `states` numbers of an encoder -> one grade for each of `sets`."""

    def __init__(self, signs: int, states: int, width: int, size: int, sets: int) -> None:
        super().__init__()
        self.first, self.second = nn.Linear(states, size), nn.Linear(size, 1)
        self.signs = nn.EmbeddingBag(signs, width, mode="sum")
        self.direct = nn.EmbeddingBag(signs, sets, mode="sum")
        self.seen, self.through = nn.Linear(2, width), nn.Linear(2, sets)
        self.out = nn.Linear(width, sets, bias=False)
        self.drop, self.drop_states = nn.Dropout(0.3), nn.Dropout(0.1)
        nn.init.normal_(self.signs.weight, std=0.05)
        nn.init.zeros_(self.direct.weight)
        nn.init.ones_(self.through.weight)

    def number(self, states: Tensor) -> Tensor:
        """What the encoder says of each word, one number."""
        hidden = functional.gelu(self.first(self.drop_states(states)))
        return self.second(self.drop(hidden)).squeeze(1)

    def forward(self, states: Tensor, bags: Sequence[Sequence[int]], present: Tensor) -> Tensor:
        """Words x sets."""
        flat = torch.tensor([i for bag in bags for i in bag], dtype=torch.long)
        starts = torch.tensor([0, *(len(bag) for bag in bags[:-1])]).cumsum(0)
        word = torch.stack([self.number(states) * present, present], dim=1)
        hidden = self.drop(functional.gelu(self.signs(flat, starts) + self.seen(word), approximate="tanh"))
        graded: Tensor = self.out(hidden) + self.direct(flat, starts) + self.through(word)
        return graded

    def head(self) -> dict[str, Any]:
        """The part that the encoder's own module computes, by its names there."""
        parts = {"commitment.0": self.first, "commitment.2": self.second}
        return {
            f"{name}.{kind}": getattr(layer, kind).detach().numpy().copy()
            for name, layer in parts.items()
            for kind in ("weight", "bias")
        }

    def arrays(self) -> dict[str, Any]:
        """The rest, on the scales page (`PAGE`), third set, second set."""
        first, second = PAGE
        mix = numpy.array([[first, 0, 0], [second, 0, 1], [0, 1, 0], [0, 0, 0]], dtype=numpy.float32)
        plain = {name: value.detach().numpy() for name, value in self.named_parameters()}
        return {
            "signs": plain["signs.weight"],
            "seen": plain["seen.weight"].T,
            "bias": plain["seen.bias"],
            "out": plain["out.weight"].T @ mix,
            "direct": plain["direct.weight"] @ mix,
            "through": plain["through.weight"].T @ mix,
            "offset": plain["through.bias"] @ mix,
        }


def _batch(words: Sequence[Any], known: Mapping[str, int]) -> tuple[Tensor, list[list[int]]]:
    states = torch.from_numpy(numpy.stack([w.states for w in words])).float()
    return states, [[known[name] for name in w.features if name in known] or [0] for w in words]


def train(
    network: Joined,
    words: list[Any],
    known: Mapping[str, int],
    weights: Sequence[float],
    *,
    epochs: int,
    rng: random.Random,
) -> None:
    """Robust loss, as readers disagree; a falling rate."""
    steps = epochs * (len(words) // BATCH + 1)
    optimizer = torch.optim.AdamW(network.parameters(), lr=1e-3, weight_decay=0.02)
    falling = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: max(0.0, 1 - step / steps))
    weight, order = torch.tensor(weights), list(range(len(words)))
    network.train()
    for epoch in range(epochs):
        rng.shuffle(order)
        total = 0.0
        for start in range(0, len(order), BATCH):
            batch = [words[i] for i in order[start : start + BATCH]]
            states, bags = _batch(batch, known)
            bags = [[i for i in bag if rng.random() >= 2 * UNSEEN] or bag[:1] for bag in bags]
            present = (torch.rand(len(batch)) >= UNSEEN).float()
            sets = torch.tensor([w.set for w in batch])
            graded = on_scales(network(states, bags, present), sets)
            wanted = torch.tensor([w.grade for w in batch])
            losses = functional.smooth_l1_loss(graded, wanted, reduction="none", beta=CORNER) * weight[sets]
            optimizer.zero_grad()
            losses.mean().backward()
            optimizer.step()
            falling.step()
            total += float(losses.detach().sum())
        print(f"epoch {epoch} loss {total / len(order):.4f}", flush=True)


def on_scales(graded: Tensor, sets: Tensor) -> Tensor:
    """Each word on its own set's scale; past the last set begins the teacher's, the mean of the first two."""
    taught = graded[:, :2].mean(dim=1, keepdim=True)
    return torch.cat([graded, taught], dim=1).gather(1, sets[:, None]).squeeze(1)


def graded(network: Joined, words: Sequence[Any], known: Mapping[str, int]) -> Any:
    """Words x sets, between -3 and 3."""
    network.eval()
    with torch.no_grad():
        states, bags = _batch(words, known)
        return network(states, bags, torch.ones(len(words))).clamp(-3, 3).numpy()


def describe(network: Joined, words: Sequence[Any], known: Mapping[str, int]) -> tuple[str, ...]:
    """How many, mean error and Pearson's r on the words' own scale."""
    wanted = numpy.array([w.grade for w in words])
    found = graded(network, words, known)[:, words[0].set]
    error, r = numpy.abs(found - wanted).mean(), numpy.corrcoef(found, wanted)[0, 1]
    return f"n {len(words)}", f"MAE {error:.3f}", f"r {r:.3f}"


def calibrated(network: Joined, words: Sequence[Any], known: Mapping[str, int]) -> tuple[list[float], list[float]]:
    """The line from the page's grade to the chance that readers lean to yes: a logistic curve, as its points."""
    score = torch.from_numpy(graded(network, words, known)[:, :2] @ numpy.array(PAGE, dtype=numpy.float32))
    yes = torch.tensor([float(w.grade > YES) for w in words])
    slope, shift = torch.tensor(1.0, requires_grad=True), torch.tensor(0.0, requires_grad=True)
    optimizer = torch.optim.LBFGS([slope, shift], max_iter=100)

    def loss() -> Tensor:
        optimizer.zero_grad()
        value = functional.binary_cross_entropy_with_logits(slope * score + shift, yes)
        value.backward()
        return value

    optimizer.step(loss)
    at = torch.linspace(-3, 3, 25)
    return at.tolist(), torch.sigmoid(slope * at + shift).tolist()
