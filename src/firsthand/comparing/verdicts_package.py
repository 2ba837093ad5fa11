"""The distribution of weights `firsthand-verdicts-en`."""

from __future__ import annotations

from pathlib import Path

from firsthand.reading.distributions import find_folder, version_of

VERSION = "0.3"
"""The beginning of the versions that we know how to read."""


def package_folder() -> Path:
    """Where the weights lie; ModelError where they are not installed, or not of a version we know."""
    return find_folder("firsthand-verdicts-en", VERSION, "the trained judge")


def judge_version() -> str:
    """Version of the installed weights; ModelError as in `package_folder`."""
    return version_of(package_folder())
