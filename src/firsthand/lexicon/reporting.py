"""The tables of reporting: cues, frames, hedges, negators, plans and events, each read once."""

from __future__ import annotations

from functools import cache

from firsthand.errors import LexiconError
from firsthand.lexicon.records import Cue, EventRule, Frame, Hedge, Negator, Plan
from firsthand.lexicon.tables import load_rules

ROOTS = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip
"""PLOVER's sixteen kinds of event."""


UNLISTED = Cue(
    id="unlisted",
    why="The trained reader takes these words for a cue; the list has no entry for them.",
    example="The minister telegraphed that the bridge had fallen.",
    counterexample="The minister said that the bridge had fallen.",
    forms=(),
    kind="verb",
    frames=(),
    act="state",
)
"""What is known of a cue that no entry knows."""


@cache
def cues() -> tuple[Cue, ...]:
    """Words that hand over words, in the table's order."""
    return load_cues()


def load_cues(path: str = "en/cues.toml", *, text: str | None = None) -> tuple[Cue, ...]:
    """The cues of a table; LexiconError names one with a frame that nobody knows, or with a preposition short."""
    found = load_rules(path, "cue", Cue, text=text)
    known = [frame.id for frame in frames()]
    for cue in found:
        if unknown := [name for name in cue.frames if name not in known]:
            raise LexiconError(
                f"{path}: unknown frame '{unknown[0]}' in cue '{cue.id}'", hint="one of " + ", ".join(known)
            )
        if "preposition" in cue.frames and not cue.prepositions:
            raise LexiconError(
                f"{path}: cue '{cue.id}' names no prepositions", hint='its frame "preposition" needs them'
            )
    return found


@cache
def frames() -> tuple[Frame, ...]:
    """Constructions that tie a cue to its content."""
    return load_rules("en/frames.toml", "frame", Frame)


@cache
def hedges() -> tuple[Hedge, ...]:
    """Words that lower certainty."""
    return load_rules("en/hedges.toml", "hedge", Hedge)


@cache
def negators() -> tuple[Negator, ...]:
    """Words that turn + into -."""
    return load_rules("en/negators.toml", "negator", Negator)


@cache
def plans() -> tuple[Plan, ...]:
    """Words that tell a plan, a demand or a forecast, not yet a fact."""
    return load_rules("en/plans.toml", "plan", Plan)


@cache
def events() -> tuple[EventRule, ...]:
    """Words that name an event."""
    return load_events()


def load_events(path: str = "en/events.toml", *, text: str | None = None) -> tuple[EventRule, ...]:
    """The events of a table; LexiconError names one whose type is none of PLOVER's."""
    found = load_rules(path, "event", EventRule, text=text)
    for rule in found:
        if rule.type not in ROOTS:
            raise LexiconError(
                f"{path}: unknown type '{rule.type}' in event '{rule.id}'", hint="one of " + ", ".join(ROOTS)
            )
    return found


@cache
def saying_verbs() -> frozenset[str]:
    """First words of the cues that are verbs of saying."""
    said = (rule for rule in cues() if rule.kind == "verb" and rule.sense == "say")
    return frozenset(form.split()[0] for rule in said for form in rule.forms)


@cache
def relaying_verbs() -> frozenset[str]:
    """First words of the cues that cite somebody as saying."""
    return frozenset(form.split()[0] for rule in cues() if "relay" in rule.frames for form in rule.forms)


@cache
def refusing_verbs() -> frozenset[str]:
    """Forms of the cues of denying that take an infinitive: refuse, decline."""
    denying = (rule for rule in cues() if rule.act == "deny" and "infinitive" in rule.frames)
    return frozenset(form for rule in denying for form in rule.forms)


@cache
def telling_nouns() -> frozenset[str]:
    """Nouns that hand over words: claim, report, accusation."""
    return frozenset(form.split()[-1] for cue in cues() if cue.kind == "noun" for form in cue.forms)
