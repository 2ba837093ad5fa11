"""Each rule of dealings fires in its example and is silent in its counterexample."""

from __future__ import annotations

import pytest

from firsthand.lexicon.dealings import arms_classes, dealing_rules, dealing_turns, speech_roots
from firsthand.lexicon.reporting import ROOTS, cues
from firsthand.model import Dealing, Document
from firsthand.reading import read_document


def dealings(text: str) -> tuple[Dealing, ...]:
    """All that a text of one sentence tells."""
    reading = read_document(Document("x", text, "0", published="2024-05-01"))
    return tuple(d for a in reading.assertions or () for d in a.dealings)


@pytest.mark.parametrize("rule", dealing_rules(), ids=lambda rule: rule.id)
def test_rule_fires_in_its_example_alone(rule: object) -> None:
    """A rule is named where its words tell a dealing, and nowhere else."""
    name = f"dealing/{rule.id}"  # type: ignore[attr-defined]
    assert name in {d.rule for d in dealings(rule.example)}, rule.example  # type: ignore[attr-defined]
    assert name not in {d.rule for d in dealings(rule.counterexample)}  # type: ignore[attr-defined]


@pytest.mark.parametrize("turn", dealing_turns(), ids=lambda turn: turn.id)
def test_turn_gives_its_stage(turn: object) -> None:
    """The verb above the noun says how far it has come."""
    assert turn.stage in {d.stage for d in dealings(turn.example)}, turn.example  # type: ignore[attr-defined]
    assert turn.stage not in {d.stage for d in dealings(turn.counterexample)}  # type: ignore[attr-defined]


def test_roots_of_speech_are_plovers_and_their_cues_exist() -> None:
    """A cue that is gone would code nothing."""
    assert set(speech_roots().values()) <= set(ROOTS)
    assert {c.removeprefix("cue/") for c in speech_roots()} <= {c.id for c in cues()}


def test_classes_of_arms_are_told_apart() -> None:
    """No form stands in two classes."""
    forms = [form for entry in arms_classes() for form in entry.forms]
    assert len(forms) == len(set(forms))


def test_goods_keep_their_own_givers() -> None:
    """Each of two goods is from whom it is said to be from."""
    found = dealings("Bishkek purchased drones from Turkey as well as rockets from Russia last year.")
    assert {("state/TR", "unmanned aerial vehicle"), ("state/RU", "missile")} == {
        (d.giver.entity if d.giver else None, d.arms) for d in found
    }
