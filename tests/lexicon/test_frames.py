"""Every construction that a cue can name is there, and does what its entry says."""

from __future__ import annotations

import pytest

from firsthand.errors import LexiconError
from firsthand.lexicon.records import Frame, WordList
from firsthand.lexicon.reporting import cues
from firsthand.lexicon.tables import load_rules
from firsthand.lexicon.words import word_list, word_lists
from firsthand.model import Document, text_id
from firsthand.reading import read_document
from firsthand.reading.frames import FRAMES

ENTRIES = load_rules("en/frames.toml", "frame", Frame)


def constructions(text: str) -> set[str]:
    reading = read_document(
        Document(id="d", text=text, sha256=text_id(text)), layers=frozenset({"attributions", "entities"})
    )
    return {r.removeprefix("frame/") for a in reading.attributions or () for r in a.rules if r.startswith("frame/")}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: e.id)
def test_example_and_counterexample(entry: Frame) -> None:
    """The construction is found in the example and not in the counterexample."""
    assert entry.id in constructions(entry.example)
    assert entry.id not in constructions(entry.counterexample)


def test_names_agree_with_code() -> None:
    """The table, the functions and the cues speak of the same constructions."""
    assert set(FRAMES) == {e.id for e in ENTRIES}
    assert set(FRAMES) >= {name for cue in cues() for name in cue.frames}


SPEAKING = ("works", "agents", "counted", "standards")
SILENCING = ("naming", "nobodies", "anybody", "talk", "shunning", "naming-verbs")
DENYING = ("deeds", "falsehood", "accounts")


@pytest.mark.parametrize("entry", [e for e in word_lists() if e.id in SPEAKING], ids=lambda e: e.id)
def test_words_that_speak(entry: WordList) -> None:
    """A word of the list makes a source in the example; in the counterexample nobody of the list speaks."""
    forms = {f.rstrip("s") for f in entry.forms}
    assert any(w.lower().rstrip("s") in forms for s in _sources(entry.example) for w in s.split())
    assert not any(w.lower() in entry.forms for s in _sources(entry.counterexample) for w in s.split())


@pytest.mark.parametrize("entry", [e for e in word_lists() if e.id in SILENCING], ids=lambda e: e.id)
def test_words_that_silence(entry: WordList) -> None:
    """In the example nobody tells anything; without the word somebody does."""
    assert [False, True] == [_somebody_tells(text) for text in (entry.example, entry.counterexample)]


def _somebody_tells(text: str) -> bool:
    reading = read_document(Document(id="d", text=text, sha256=text_id(text)))
    return any(a.chain for a in reading.assertions or ())


@pytest.mark.parametrize("entry", [e for e in word_lists() if e.id in DENYING], ids=lambda e: e.id)
def test_words_that_deny(entry: WordList) -> None:
    """The example denies a fact, the counterexample does not."""
    assert [True, False] == ["deny" in _acts(text) for text in (entry.example, entry.counterexample)]


MEETING = ("answering",)


@pytest.mark.parametrize("entry", [e for e in word_lists() if e.id in MEETING], ids=lambda e: e.id)
def test_words_that_meet_a_demand(entry: WordList) -> None:
    """In the example nobody is heard, in the counterexample whoever makes the plan."""
    assert [False, True] == [bool(_sources(text)) for text in (entry.example, entry.counterexample)]


ACTING = ("acts-for-state", "acting-body", "not-the-state", "goes-on", "aim")


@pytest.mark.parametrize("entry", [e for e in word_lists() if e.id in ACTING], ids=lambda e: e.id)
def test_words_that_are_looked_for(entry: WordList) -> None:
    """A word of the list stands in the example, none in the counterexample; registers ask for no more."""
    texts = (f" {text.lower().replace('.', '')} " for text in (entry.example, entry.counterexample))
    assert [True, False] == [any(f" {form} " in text for form in entry.forms) for text in texts]


def test_every_list_is_tested() -> None:
    assert {e.id for e in word_lists()} == {*SPEAKING, *SILENCING, *DENYING, *MEETING, *ACTING}


def _acts(text: str) -> list[str]:
    reading = read_document(Document(id="d", text=text, sha256=text_id(text)))
    return [a.act for a in reading.assertions or ()]


def _sources(text: str) -> list[str]:
    reading = read_document(Document(id="d", text=text, sha256=text_id(text)))
    return [s.of(text) for a in reading.attributions or () for s in a.source]


def test_an_unknown_list_is_an_error() -> None:
    with pytest.raises(LexiconError, match="no list 'agent'") as caught:
        word_list("agent")
    assert "agents" in caught.value.hint
