"""Rules and the trained coder settle on one event; each clause gives its own day and place."""

from __future__ import annotations

from firsthand.model import Event
from firsthand.reading.coder import Chance
from firsthand.reading.coding import settle

SOLD = Event("COOPERATE", "sale", "state/TR", "state/KG", "event/sell")


def test_both_agree() -> None:
    """Where the coder finds what the rule found, both sign, with its probability."""
    event = settle(SOLD, (Chance("COOPERATE", 0.7), Chance("AID", 0.3)), "state/TR", "state/KG")
    assert (
        Event("COOPERATE", "sale", "state/TR", "state/KG", "event/sell", probability=0.7, by=("model", "rule")) == event
    )


def test_a_rule_stands_against_doubt() -> None:
    """A rule that the coder doubts stands, and the doubt is kept."""
    event = settle(SOLD, (Chance("AID", 0.85), Chance("COOPERATE", 0.15)), "state/TR", "state/KG")
    assert Event("COOPERATE", "sale", "state/TR", "state/KG", "event/sell", probability=0.15) == event


def test_a_coder_that_is_sure_overrules() -> None:
    """A coder that is sure of another root, and rules the rule's own out, has its way: the mode goes with the rule."""
    event = settle(SOLD, (Chance("REJECT", 0.97), Chance("COOPERATE", 0.01)), "state/TR", "state/KG")
    assert Event("REJECT", None, "state/TR", "state/KG", None, probability=0.97, by=("model",)) == event


def test_a_coder_alone() -> None:
    """Where no rule speaks, the coder must be sure."""
    assert Event("ASSAULT", None, "a", "b", None, probability=0.9, by=("model",)) == settle(
        None, (Chance("ASSAULT", 0.9), Chance("NONE", 0.1)), "a", "b"
    )
    assert settle(None, (Chance("ASSAULT", 0.6), Chance("NONE", 0.4)), "a", "b") is None


def test_nothing_political() -> None:
    """That nothing political passes is no event, and takes none from a rule."""
    nothing = (Chance("NONE", 0.98), Chance("AID", 0.02))
    assert settle(None, nothing, "a", "b") is None
    assert Event("COOPERATE", "sale", "state/TR", "state/KG", "event/sell", probability=0.0) == settle(
        SOLD, nothing, "state/TR", "state/KG"
    )
