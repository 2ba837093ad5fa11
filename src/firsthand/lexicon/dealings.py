"""Words by which goods, measures, ties and quarrels pass between parties, and the nouns for arms."""

from __future__ import annotations

from functools import cache
from typing import Literal

from firsthand.lexicon.records import Rule, WordList
from firsthand.lexicon.tables import load_rules
from firsthand.model import DealingKind, DealingStage


class DealingRule(Rule, frozen=True, kw_only=True):
    """Words that name a dealing. `giver`, `taker` and `thing` say where they stand (see the table's head)."""

    forms: tuple[str, ...]
    pos: Literal["verb", "noun"]
    kind: DealingKind
    giver: str
    taker: str
    thing: str
    stage: DealingStage | None = None


class Turn(Rule, frozen=True, kw_only=True):
    """A verb above the noun of a dealing of one of `kinds`, and how far it says that it has come."""

    forms: tuple[str, ...]
    kinds: tuple[DealingKind, ...]
    stage: DealingStage


class SpeechRoot(Rule, frozen=True, kw_only=True):
    """Cues that make what is said an event of one of PLOVER's roots; a `charge` tells first of somebody's deed, and is
    an event only to those who list words."""

    cues: tuple[str, ...]
    root: str
    charge: bool = False


@cache
def speech_roots() -> dict[str, str]:
    """The root of each cue that has one, by the id that attributions write: `cue/deny`."""
    rules = load_rules("en/speech_roots.toml", "speech", SpeechRoot)
    return {f"cue/{cue}": rule.root for rule in rules for cue in rule.cues}


@cache
def charges() -> frozenset[str]:
    """The cues that charge somebody with a deed, by the id that attributions write."""
    rules = load_rules("en/speech_roots.toml", "speech", SpeechRoot)
    return frozenset(f"cue/{cue}" for rule in rules if rule.charge for cue in rule.cues)


@cache
def dealing_rules() -> tuple[DealingRule, ...]:
    return load_rules("en/dealings.toml", "dealing", DealingRule)


@cache
def dealing_turns() -> tuple[Turn, ...]:
    return load_rules("en/dealing_turns.toml", "turn", Turn)


@cache
def arms_classes() -> tuple[WordList, ...]:
    return load_rules("en/arms.toml", "arms", WordList)
