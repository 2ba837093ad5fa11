"""The loader refuses what it does not know, names file and entry, and says what to try."""

from __future__ import annotations

import pytest

from firsthand.errors import LexiconError
from firsthand.lexicon.records import Cue
from firsthand.lexicon.reporting import load_cues, load_events
from firsthand.lexicon.tables import load_listed, load_rules

GOOD = """
[[cue]]
id = "avow"
forms = ["avow"]
kind = "verb"
frames = ["clause"]
act = "claim"
why = "A reason."
example = "He avowed that it rained."
counterexample = "The avowal came late."
"""


def _refusal(old: str, new: str) -> LexiconError:
    assert old in GOOD
    with pytest.raises(LexiconError) as caught:
        load_cues("mine.toml", text=GOOD.replace(old, new))
    return caught.value


def test_good_table() -> None:
    """A table with all that an entry needs is read as it stands; what is left out has its default."""
    [cue] = load_cues("mine.toml", text=GOOD)
    assert ("avow", "CT+", "Uu", "say", ()) == (cue.id, cue.source, cue.author, cue.sense, cue.prepositions)


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('kind = "verb"', 'kind = "verb"\ncolour = "red"', "colour"),
        ('act = "claim"', 'act = "refuse"', "refuse"),
        ('kind = "verb"', 'kind = "virb"', "virb"),
        ('why = "A reason."\n', "", "why"),
        ('why = "A reason."', 'why = " "', "why"),
        ('example = "He avowed that it rained."', 'example = ""', "example"),
        ('counterexample = "The avowal came late."\n', "", "counterexample"),
        ('forms = ["avow"]', "forms = []", "forms"),
        ('frames = ["clause"]', 'frames = ["claus"]', "claus"),
        ('frames = ["clause"]', 'frames = ["preposition"]', "prepositions"),
    ],
)
def test_bad_entry(old: str, new: str, named: str) -> None:
    """A field, an act, a kind or a frame that nobody knows, or a field left out, is refused by file, entry and name."""
    error = _refusal(old, new)
    assert "mine.toml" in error.message
    assert "'avow'" in error.message
    assert named in error.message
    assert error.hint


def test_frame_hint() -> None:
    """Whoever misspells a frame is shown all there are."""
    assert "infinitive" in _refusal('"clause"', '"clauze"').hint


def test_duplicate_id() -> None:
    """Two entries of one id are refused."""
    with pytest.raises(LexiconError, match=r"mine\.toml: entry 'avow' stands there twice") as caught:
        load_rules("mine.toml", "cue", Cue, text=GOOD + GOOD)
    assert "an id of its own" in caught.value.hint


def test_entry_without_id() -> None:
    """An entry with no id is named by its number."""
    assert "entry 'number 1'" in _refusal('id = "avow"\n', "").message


def test_not_toml() -> None:
    """A file that is not TOML is named, with the line."""
    error = _refusal('kind = "verb"', "kind = verb")
    assert "mine.toml" in error.message
    assert "line 5" in error.message
    assert error.hint


def test_other_table() -> None:
    """A table under another name is no empty table."""
    error = _refusal("[[cue]]", "[[clue]]")
    assert "'clue'" in error.message
    assert "[[cue]]" in error.hint


def test_event_type() -> None:
    """An event has one of PLOVER's types."""
    text = (
        '[[event]]\nid = "hug"\nforms = ["hug"]\nkind = "verb"\ntype = "HUG"\nwhy = "A reason."\n'
        'example = "He hugged her."\ncounterexample = "The hug was long."\n'
    )
    with pytest.raises(LexiconError, match="unknown type 'HUG' in event 'hug'") as caught:
        load_events("mine.toml", text=text)
    assert "ASSAULT" in caught.value.hint


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("id,kind,names,colour\na,state,A,red\n", "mine.csv: unknown column 'colour'"),
        ("id,kind,names\na,state\n", "mine.csv:2: wrong number of cells"),
        ("id,kind,names\na,state,A,B\n", "mine.csv:2: wrong number of cells"),
        ("id,kind,names\na,planet,A\n", "mine.csv:2: entry 'a'"),
        ("id,kind,names\na,state,\n", "mine.csv:2: entry 'a' has no name"),
        ("id,kind,names\na,state,A\na,state,B\n", "mine.csv:3: entry 'a'"),
        ('id,kind,names\na,state,"A\n', "mine.csv:2: "),
    ],
)
def test_bad_csv(text: str, named: str) -> None:
    """A row that is not as it must be is refused by file and line."""
    with pytest.raises(LexiconError) as caught:
        load_listed("mine.csv", text=text)
    assert caught.value.message.startswith(named)
    assert caught.value.hint


def test_good_csv() -> None:
    """Cells that hold several names are split at the bar, white space around them left out."""
    [row] = load_listed("mine.csv", text="id,kind,names,speaks\na,state,A | Aland,Atown\n")
    assert (("A", "Aland"), ("Atown",)) == (row.names, row.speaks)
