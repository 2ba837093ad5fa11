"""Rules and the trained coder settle on one event; each clause gives its own day and place."""

from __future__ import annotations

from firsthand.model import Assertion, Document, Event, text_id
from firsthand.reading import read_document
from firsthand.reading.coder import Chance, Pair, chances
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


def test_embargoes_stay_sanctions() -> None:
    """Sanctions and coercion are not told apart against a rule: what the coder holds of either counts."""
    rule = Event("SANCTION", "embargo", "state/US", "state/IR", "event/sanction")
    event = settle(rule, (Chance("COERCE", 0.99), Chance("SANCTION", 0.01)), "state/US", "state/IR")
    assert (
        Event("SANCTION", "embargo", "state/US", "state/IR", "event/sanction", probability=1.0, by=("model", "rule"))
        == event
    )


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


def _told(text: str) -> Assertion:
    """The first assertion with an event."""
    document = Document(id="d", text=text, sha256=text_id(text), published="2022-06-01")
    return next(a for a in read_document(document).assertions or () if a.event is not None)


def test_day_and_place() -> None:
    """A clause gives its event its own day and place."""
    text = "Russia shelled Ukrainian troops in Moldova on 5 May 2022."
    event = _told(text).event
    assert event is not None
    assert event.date is not None
    assert event.place is not None
    assert ("ASSAULT", "5 May 2022", "Moldova") == (event.type, event.date.of(text), event.place.of(text))
    assert ("model", "rule") == event.by


def test_a_denied_event_stays_denied() -> None:
    """The event is that of what is denied; who denies it holds it for untrue, and denying is no event beside it."""
    assertion = _told("Iran denied that Russia bombed Ukraine in May.")
    assert assertion.event is not None
    assert ("ASSAULT", "state/RU", "state/UA") == (
        assertion.event.type,
        assertion.event.actor,
        assertion.event.recipient,
    )
    assert {"author": "Uu", "state/IR": "CT-"} == assertion.factuality


def test_one_party_alone_is_no_ground_to_overrule() -> None:
    """With one party named the rule's event gets a probability, no other root."""
    event = _told("Somalia was accused by Kenya of killing two soldiers.").event
    assert event is not None
    assert ("ASSAULT", "event/kill") == (event.type, event.rule)


def test_chances_are_whole() -> None:
    """Every root has its chance, the likeliest first, also where nobody is named."""
    found = chances(Pair("The talks went on.", None, None, ()))
    assert 17 == len(found)
    assert abs(sum(c.probability for c in found) - 1) < 0.1
    assert list(found) == sorted(found, key=lambda c: (-c.probability, c.root))
