"""The network: an encoder, a tagger of parts, a linker, a tagger of entities, a scale of commitment."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import AutoModel
from windows import ENTITIES, NAMES, NO_CONTENT, NOT_JUDGED, SETS, TAGS, Span, Window

MARKS = (1, 2)
"""[unused0] and [unused1] of the vocabulary stand first and say whose manner of marking is asked for."""
WIDTH = 128
"""Of the space in which links are scored."""
STEPS = 16
"""Buckets of signed distance."""

LINKS = ("cue_source", "content_cue", "content_source")
_ENDS = {
    "cue_source": ("cues", "sources"),
    "content_cue": ("contents", "cues"),
    "content_source": ("contents", "sources"),
}


def bucket(distance: int) -> int:
    """Signed distance in pieces on a scale of powers of two."""
    size = min(7, int(math.log2(abs(distance) + 1)))
    return 8 + size if distance >= 0 else 7 - size


def between(a: Span, b: Span) -> int:
    """Pieces from `a` to `b`: positive where `b` follows, 0 where one holds the other."""
    if b[0] > a[1]:
        return b[0] - a[1]
    if a[0] > b[1]:
        return b[1] - a[0]
    return 0


class Network(nn.Module):
    """Encoder states (pieces x 384) feed every head. Commitment is one net with a scale for each set: `commitment` ends
    in that of the news, `scales` has the others."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(
            folder, attn_implementation="sdpa", attention_probs_dropout_prob=0.0, hidden_dropout_prob=0.1
        )
        self.encoder.pooler = None
        self.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
        size = self.encoder.config.hidden_size
        self.drop = nn.Dropout(0.1)
        self.tags = nn.Linear(size, len(TAGS))
        self.entities = nn.Linear(size, len(ENTITIES))
        self.commitment = nn.Sequential(nn.Linear(2 * size, WIDTH), nn.GELU(), nn.Linear(WIDTH, 1))
        self.left = nn.ModuleDict({link: nn.Linear(2 * size, WIDTH) for link in LINKS})
        self.right = nn.ModuleDict({link: nn.Linear(2 * size, WIDTH) for link in LINKS})
        self.far = nn.ParameterDict({link: nn.Parameter(torch.zeros(STEPS)) for link in LINKS})
        self.none = nn.ParameterDict({link: nn.Parameter(torch.zeros(1)) for link in LINKS})
        self.names = nn.Linear(size, len(NAMES))
        self.scales = nn.Linear(WIDTH, len(SETS) - 1)

    def states(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Batch x pieces x size."""
        states: Tensor = self.drop(self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state)
        return states

    def link(self, name: str, states: Tensor, left: Sequence[Span], right: Sequence[Span]) -> Tensor:
        """Scores of each of `left` with each of `right`, and last with none of them."""
        a = self.left[name](_ends(states, left))
        b = self.right[name](_ends(states, right))
        far = self.far[name][torch.tensor([[bucket(between(x, y)) for y in right] for x in left])]
        scores = a @ b.T / math.sqrt(WIDTH) + far
        return torch.cat([scores, self.none[name].expand(len(left), 1)], dim=1)


def _ends(states: Tensor, spans: Sequence[Span]) -> Tensor:
    first, last = zip(*spans, strict=True)
    return torch.cat([states[list(first)], states[list(last)]], dim=1)


def collated(windows: Sequence[Window]) -> tuple[Tensor, Tensor]:
    """Ids and mask of a batch, the mark in front."""
    width = max(len(w.ids) for w in windows) + 1
    ids = torch.zeros(len(windows), width, dtype=torch.long)
    mask = torch.zeros(len(windows), width, dtype=torch.long)
    for row, window in enumerate(windows):
        ids[row, 0] = MARKS[window.manner]
        ids[row, 1 : len(window.ids) + 1] = torch.tensor(window.ids)
        mask[row, : len(window.ids) + 1] = 1
    return ids, mask


def loss_of(network: Network, windows: Sequence[Window]) -> tuple[Tensor, dict[str, float]]:
    """What a batch has wrong, all tasks together, and by task."""
    ids, mask = collated(windows)
    states = network.states(ids, mask)[:, 1:]
    parts = {
        "tags": _tag_loss(network, states, windows),
        "entities": 0.5 * _name_loss(network.entities, states, [w.entities for w in windows]),
        "names": 0.5 * _name_loss(network.names, states, [w.names for w in windows]),
        "links": 0.2 * _link_loss(network, states, windows),
        "commitment": 0.4 * _commitment_loss(network, states, windows),
    }
    total = sum(parts.values(), start=states.new_zeros(()))
    return total, {name: float(value.detach()) for name, value in parts.items()}


_NO_CONTENT = [k for k, tag in enumerate(TAGS) if not tag.endswith("content")]


def _tag_loss(network: Network, states: Tensor, windows: Sequence[Window]) -> Tensor:
    """Of a piece that may be anything but content, only that counts."""
    rows = [k for k, w in enumerate(windows) if w.tags]
    if not rows:
        return states.new_zeros(())
    chances = functional.log_softmax(torch.cat([network.tags(states[k, : len(windows[k].tags)]) for k in rows]), dim=1)
    gold = torch.tensor([tag for k in rows for tag in windows[k].tags])
    right = chances[torch.arange(len(gold)), gold.clamp(min=0)]
    loose = torch.logsumexp(chances[:, _NO_CONTENT], dim=1)
    return -torch.where(gold == NO_CONTENT, loose, right).mean()


def _name_loss(head: nn.Module, states: Tensor, tags: Sequence[Sequence[int]]) -> Tensor:
    rows = [k for k, known in enumerate(tags) if any(tag != NOT_JUDGED for tag in known)]
    if not rows:
        return states.new_zeros(())
    logits = head(torch.cat([states[k, : len(tags[k])] for k in rows]))
    return functional.cross_entropy(
        logits, torch.tensor([tag for k in rows for tag in tags[k]]), ignore_index=NOT_JUDGED
    )


def _link_loss(network: Network, states: Tensor, windows: Sequence[Window]) -> Tensor:
    losses = []
    for k, window in enumerate(windows):
        for name in LINKS:
            left, right = (getattr(window, role) for role in _ENDS[name])
            if not left or not right:
                continue
            scores = network.link(name, states[k], left, right)
            gold = torch.tensor([t if t >= 0 else len(right) for t in getattr(window, name)])
            losses.append(functional.cross_entropy(scores, gold, reduction="none"))
    return torch.cat(losses).mean() if losses else states.new_zeros(())


def _commitment_loss(network: Network, states: Tensor, windows: Sequence[Window]) -> Tensor:
    rows, gold, sets = [], [], []
    for k, window in enumerate(windows):
        for first, last, value in window.targets:
            rows.append(torch.cat([states[k, first], states[k, last]]))
            gold.append(value)
            sets.append(window.set)
    if not rows:
        return states.new_zeros(())
    joined = network.commitment[:-1](torch.stack(rows))
    graded = torch.cat([network.commitment[-1](joined), network.scales(joined)], dim=1)
    return functional.smooth_l1_loss(graded[torch.arange(len(sets)), sets], torch.tensor(gold))
