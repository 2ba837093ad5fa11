"""The verbs, in the order in which a case needs them. A verb's module is imported when the verb is asked for."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

import msgspec


class Twin(msgspec.Struct, frozen=True):
    """One thing done twice: at the prompt, and in Python with `case` at hand. The documentation shows both; both run
    in the tests."""

    shell: str
    python: str


class Verb(msgspec.Struct, frozen=True):
    """What a verb's module offers: `run`, whose docstring and options are its help, and examples of its use. Of a verb
    with parts of its own (`alerts add`) `parts` has the function of each."""

    run: Callable[..., None]
    twins: tuple[Twin, ...]
    parts: tuple[tuple[str, Callable[..., None]], ...] = ()


GROUPS = (
    ("Read once", ("read", "why", "demo")),
    ("A case", ("init", "add", "run", "watch", "status", "search", "serve")),
    ("What it says", ("claims", "disputes", "sources", "timeline", "network", "register", "export")),
    ("Your word", ("review", "decisions", "alerts")),
    ("Trust", ("verify", "diff")),
)
"""Headings of the help page, and the verbs under each."""

VERBS = tuple(name for _, names in GROUPS for name in names)


def load(name: str) -> Verb:
    """The verb called `name`, which is one of VERBS."""
    verb = import_module(f"firsthand.cli.{name}").VERB
    assert isinstance(verb, Verb)
    return verb


def group_of(name: str) -> str:
    """The heading that the verb stands under."""
    return next(title for title, names in GROUPS if name in names)
