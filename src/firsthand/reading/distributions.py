"""Distributions of weights, each installed beside this one."""

from __future__ import annotations

import json
import os
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from firsthand.errors import ModelError

if TYPE_CHECKING:
    from ctranslate2 import Encoder


@cache
def find_folder(distribution: str, version: str, what: str) -> Path:
    """Where the weights of a distribution lie that is of a version that begins so; ModelError, which calls them `what`,
    where it is not installed or of another version."""
    found = find_spec(distribution.replace("-", "_"))
    if found is None or not found.submodule_search_locations:
        raise ModelError(f"{what} is not installed", hint=f"pip install {distribution}")
    folder = Path(found.submodule_search_locations[0])
    if not (installed := version_of(folder)).startswith(version):
        raise ModelError(
            f"{distribution} is version {installed}, not {version}", hint=f"pip install '{distribution}~={version}.0'"
        )
    return folder


@cache
def version_of(folder: Path) -> str:
    """The version that a distribution's folder says it is of."""
    return str(json.loads((folder / "version.json").read_text(encoding="utf-8"))["version"])


@cache
def load_encoder(folder: Path, reckoning: str = "int8") -> Encoder:
    """The encoder of a folder, on one thread: a second one gains little on so small a net and changes nothing. Its
    weights lie there as int8; `float32` rounds no state, in twice the time and four times the room."""
    _use_wide_registers()
    from ctranslate2 import Encoder as Loaded

    return Loaded(str(folder), device="cpu", compute_type=reckoning, intra_threads=1, inter_threads=1)


def _use_wide_registers() -> None:
    """CTranslate2 keeps to AVX2 where nobody asks for more; by AVX-512 it is 9 to 15 % faster. Kinds of machines differ
    in last digits with or without it; whoever wants one kind sets the variable himself."""
    import numpy

    extensions = numpy.show_config(mode="dicts")["SIMD Extensions"]  # type: ignore[index,call-overload,unused-ignore]
    if {"X86_V4", "AVX512_SKX"} & set(extensions.get("found", ())):
        os.environ.setdefault("CT2_FORCE_CPU_ISA", "AVX512")
