"""The trained judge of claim and evidence.

An encoder reads both sentences at once, with marks for what the rules found about their numbers and dates. The weights
lie in the distribution `firsthand-verdicts-en`; without it the rules judge alone.
"""

from __future__ import annotations

import json
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from firsthand.comparing.verdicts import Finding, Verdict
from firsthand.comparing.verdicts_pieces import lay_pair
from firsthand.errors import ModelError

if TYPE_CHECKING:
    from ctranslate2 import Encoder
    from numpy.typing import NDArray

PACKAGE = "firsthand_verdicts_en"
VERSION = "0.2"
"""The beginning of the versions that we know how to read."""
LABELS: tuple[Verdict, ...] = ("supports", "refutes", "unknown")


def judge(claim: str, evidence: str, published: str | None = None) -> Finding:
    """What the evidence says of the claim. The judge has read what the rules found about numbers and dates; where it
    comes to the same, their rule signs. ModelError where it is not installed."""
    found = lay_pair(claim, evidence, published).found
    chances = weigh_pair(claim, evidence, published)
    verdict = LABELS[min(range(3), key=lambda i: (-chances[i], i))]
    same = verdict == found.verdict and found.rule != "verdict/not-measured"
    return found if same else Finding(verdict, "verdict/model", found.pairings)


@lru_cache(maxsize=512)
def weigh_pair(claim: str, evidence: str, published: str | None = None) -> tuple[float, float, float]:
    """How likely the evidence supports, refutes, or says nothing of the claim, in thousandths."""
    import numpy

    laid = lay_pair(claim, evidence, published)
    read = _encoder().forward_batch([list(laid.ids)], token_type_ids=[list(laid.types)])
    states = numpy.array(read.last_hidden_state)[0]
    seen = numpy.concatenate([states[0], states.mean(0), numpy.array(laid.overall, dtype="float32")])
    chances = _softmax(_linear("out.4", _gelu(_linear("out.1", seen[None]))))[0]
    supports, refutes, unknown = (round(float(c), 3) for c in chances)
    return supports, refutes, unknown


def _linear(name: str, values: NDArray[Any]) -> NDArray[Any]:
    made: NDArray[Any] = values @ _heads()[f"{name}.weight"].T + _heads()[f"{name}.bias"]
    return made


def _softmax(scores: NDArray[Any]) -> NDArray[Any]:
    import numpy

    raised = numpy.exp(scores - scores.max(axis=-1, keepdims=True))
    shares: NDArray[Any] = raised / raised.sum(axis=-1, keepdims=True)
    return shares


def _gelu(values: NDArray[Any]) -> NDArray[Any]:
    """x times the normal distribution's share below x; the error function by Abramowitz and Stegun 7.1.26."""
    import numpy

    x = numpy.abs(values) / numpy.sqrt(2.0)
    t = 1 / (1 + 0.3275911 * x)
    curve = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t
    error = numpy.sign(values) * (1 - curve * numpy.exp(-x * x))
    made: NDArray[Any] = 0.5 * values * (1 + error)
    return made


def _version(folder: Path) -> str:
    return str(json.loads((folder / "version.json").read_text(encoding="utf-8"))["version"])


@cache
def judge_version() -> str:
    """Version of the installed weights; ModelError as in `package_folder`."""
    return _version(package_folder())


@cache
def package_folder() -> Path:
    """Where the weights lie; ModelError where they are not installed, or not of a version we know."""
    found = find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise ModelError("the trained judge is not installed", hint="pip install firsthand-verdicts-en")
    folder = Path(found.submodule_search_locations[0])
    version = _version(folder)
    if not version.startswith(VERSION):
        raise ModelError(
            f"firsthand-verdicts-en is version {version}, not {VERSION}",
            hint=f"pip install 'firsthand-verdicts-en~={VERSION}.0'",
        )
    return folder


@cache
def _heads() -> dict[str, Any]:
    from safetensors.numpy import load_file

    return dict(load_file(package_folder() / "heads.safetensors"))


@cache
def _encoder() -> Encoder:
    """On one thread, each sentence by itself, so that its neighbours cannot change a digit."""
    from ctranslate2 import Encoder as Loaded

    return Loaded(str(package_folder()), device="cpu", compute_type="int8", intra_threads=1, inter_threads=1)
