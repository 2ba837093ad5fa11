"""How often a derivation of each kind is right, by what shows its direction: counted, so that a chance means it.

Counted on eval/harder.py, train, story by story: right is what names a parent from which the child has it by whatever
steps. Few cases are drawn towards the rate of their ground, as by five more. How far chances are off on the part kept
for choices stands in docs/measured.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from firsthand.model import DerivationKind

Ground = Literal["name", "time", "edition", "length", "names", "none"]
"""What shows which of two texts comes from the other, or makes it likely: that one names the other; stated times; that
one says it is a later edition; that one is cut; that what is shared is at home in one."""

_COUNTED: Mapping[tuple[DerivationKind, Ground], tuple[int, int]] = {
    ("cited", "name"): (52, 55),
    ("copied", "name"): (45, 45),
    ("copied", "time"): (81, 86),
    ("copied", "length"): (9, 14),
    ("excerpted", "time"): (24, 32),
    ("excerpted", "names"): (3, 3),
    ("excerpted", "none"): (2, 3),
    ("paraphrased", "time"): (0, 1),
    ("paraphrased", "none"): (4, 4),
    ("translated", "time"): (40, 45),
    ("translated", "none"): (4, 6),
}
"""Right, of all."""

_RATES: Mapping[Ground, float] = {"name": 0.95, "edition": 0.9, "time": 0.9, "names": 0.8, "length": 0.65, "none": 0.5}
"""The rate of a ground over all kinds, towards which few cases are drawn; where nothing shows it, either may be."""

_DRAWN = 5


def chance_of(kind: DerivationKind, ground: Ground) -> float:
    """How often such an edge is right, to two places."""
    right, all_ = _COUNTED.get((kind, ground), (0, 0))
    return round((right + _DRAWN * _RATES[ground]) / (all_ + _DRAWN), 2)
