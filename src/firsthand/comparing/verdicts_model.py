"""The trained judge of claim and evidence.

Words of both sides are laid beside the words of the other that answer them best (decomposable attention, Parikh et al.
2016) over a frozen encoder. The weights lie in the distribution `firsthand-verdicts-en`; without it the rules judge
alone.
"""

from __future__ import annotations

import json
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from firsthand.comparing.verdicts import Finding, Verdict
from firsthand.comparing.verdicts_pieces import Side, lay_pair
from firsthand.errors import ModelError

if TYPE_CHECKING:
    from ctranslate2 import Encoder
    from numpy.typing import NDArray

PACKAGE = "firsthand_verdicts_en"
VERSION = "0.1"
"""The beginning of the versions that we know how to read."""
LABELS: tuple[Verdict, ...] = ("supports", "refutes", "unknown")
_SIDES = (64, 110)
"""So many pieces of claim and evidence are read."""
_SHARP = 4.0
"""Attention is so much sharper than by the square root of its width."""


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
    sides = [_project(side, most) for side, most in zip((laid.claim, laid.evidence), _SIDES, strict=True)]
    (one, ours), (other, theirs) = sides
    left, right = (_linear("att", numpy.concatenate(side, axis=1)) for side in sides)
    scores = left @ right.T / numpy.sqrt(left.shape[1]) * _SHARP
    there, here = _softmax(scores), _softmax(scores.T)
    seen = [
        _compare(one, there @ other, ours, there @ theirs),
        _compare(other, here @ one, theirs, here @ ours),
    ]
    joined = numpy.concatenate(
        [*(part for v in seen for part in (v.max(0), v.mean(0))), numpy.array(laid.overall, dtype="float32")]
    )
    chances = _softmax(_linear("out.4", _gelu(_linear("out.1", joined[None]))))[0]
    supports, refutes, unknown = (round(float(c), 3) for c in chances)
    return supports, refutes, unknown


def _project(side: Side, most: int) -> tuple[NDArray[Any], NDArray[Any]]:
    import numpy

    states = _read(side.ids)[:most].astype("float32")
    return numpy.tanh(_linear("p", states)), numpy.array(side.signs[:most], dtype="float32")


@lru_cache(maxsize=64)
def _read(pieces: tuple[int, ...]) -> NDArray[Any]:
    """The encoder's states, as they were kept for training. A sentence is claim here and evidence there."""
    import numpy

    states: NDArray[Any] = numpy.array(_encoder().forward_batch([list(pieces)]).last_hidden_state)[0].astype("float16")
    return states


def _compare(words: NDArray[Any], answers: NDArray[Any], signs: NDArray[Any], theirs: NDArray[Any]) -> NDArray[Any]:
    import numpy

    parts = (words, answers, words * answers, numpy.abs(words - answers), signs, theirs)
    return _gelu(_linear("cmp.3", _gelu(_linear("cmp.0", numpy.concatenate(parts, axis=1)))))


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
