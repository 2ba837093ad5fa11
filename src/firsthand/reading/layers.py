"""Small layers on an encoder's states, in numpy."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray


def linear(weights: Mapping[str, NDArray[Any]], name: str, values: NDArray[Any]) -> NDArray[Any]:
    """Rows of values through the layer `name`: its `weight` is outputs x inputs, its `bias` is added."""
    made: NDArray[Any] = values @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]
    return made


def gelu(values: NDArray[Any]) -> NDArray[Any]:
    """Hendrycks and Gimpel 2016: each value times the normal distribution's share below it, by the error function's
    tabulated values, exact to 1e-7 (Abramowitz and Stegun 7.1.26)."""
    import numpy

    x = numpy.abs(values) / math.sqrt(2)
    t = 1 / (1 + 0.3275911 * x)
    poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    error = numpy.sign(values) * (1 - poly * numpy.exp(-x * x))
    made: NDArray[Any] = 0.5 * values * (1 + error)
    return made


def softmax(scores: NDArray[Any]) -> NDArray[Any]:
    """Shares of the last axis that sum to 1."""
    import numpy

    raised = numpy.exp(scores - scores.max(axis=-1, keepdims=True))
    shares: NDArray[Any] = raised / raised.sum(axis=-1, keepdims=True)
    return shares
