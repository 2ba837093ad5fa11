"""The trained judge of claim and evidence.

An encoder reads both sentences at once, with marks for what the rules found about their numbers and dates. The weights
lie in the distribution `firsthand-verdicts-en`; without it the rules judge alone.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from firsthand.comparing.verdicts import Finding
from firsthand.comparing.verdicts_package import package_folder
from firsthand.comparing.verdicts_pieces import lay_pair
from firsthand.comparing.verdicts_weighed import likeliest
from firsthand.reading.distributions import load_encoder
from firsthand.reading.layers import gelu, linear, softmax


def judge(claim: str, evidence: str, published: str | None = None) -> Finding:
    """What the evidence says of the claim. The judge has read what the rules found about numbers and dates; where it
    comes to the same, their rule signs. ModelError where it is not installed."""
    found = lay_pair(claim, evidence, published).found
    chances = weigh_pair(claim, evidence, published)
    verdict = likeliest(chances)
    same = verdict == found.verdict and found.rule != "verdict/not-measured"
    return found if same else Finding(verdict, "verdict/model", found.pairings)


@lru_cache(maxsize=512)
def weigh_pair(claim: str, evidence: str, published: str | None = None) -> tuple[float, float, float]:
    """How likely the evidence supports, refutes, or says nothing of the claim, in thousandths."""
    import numpy

    laid = lay_pair(claim, evidence, published)
    read = load_encoder(package_folder()).forward_batch([list(laid.ids)], token_type_ids=[list(laid.types)])
    states = numpy.array(read.last_hidden_state)[0]
    seen = numpy.concatenate([states[0], states.mean(0), numpy.array(laid.overall, dtype="float32")])
    chances = softmax(linear(_heads(), "out.4", gelu(linear(_heads(), "out.1", seen))))
    supports, refutes, unknown = (round(float(c), 3) for c in chances)
    return supports, refutes, unknown


@cache
def _heads() -> dict[str, Any]:
    from safetensors.numpy import load_file

    return dict(load_file(package_folder() / "heads.safetensors"))
