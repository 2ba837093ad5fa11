"""What happens in two tellings is one event or not, by signs that have names."""

from __future__ import annotations

import msgspec
import pytest

from firsthand.comparing import pairs
from firsthand.comparing.coreference import FEATURES, Happening, find_signs, how_common
from firsthand.comparing.coreference_model import LONGEST, Said, encoder_name, lay_sentence, liken
from firsthand.comparing.pairs import LEFT_OPEN, READ, Score, group_happenings, load_trees, read_pair, score_pair
from firsthand.lexicon.reasons import reasons
from firsthand.model import Span

CAPTURE = Happening(
    document="a",
    sentence=0,
    words="captured",
    stem="captur",
    group="seize",
    verb=True,
    kind="ASSAULT",
    heads=(("@navy",), ("pirat",), ("gulf",), ()),
    parts=(("@navy", "indian"), ("#23 pirate", "pirat"), ("gulf",), ()),
    above=None,
    around={"@navy": 0.7, "pirat": 1.0, "gulf": 0.8, "#23 pirate": 0.7},
    word=Span(11, 19),
)
SEIZURE = msgspec.structs.replace(CAPTURE, document="b", words="seized", stem="seiz", sentence=3)
OTHER = Happening(
    document="b",
    sentence=9,
    words="praised",
    stem="prais",
    group="",
    verb=True,
    kind=None,
    heads=(("minister",), ("talk",), (), ()),
    parts=(("minister",), ("talk",), (), ()),
    above="want",
    around={"minister": 0.4, "talk": 0.3},
    word=Span(90, 97),
)


def signs(left: Happening, right: Happening) -> dict[str, float]:
    return dict(zip(FEATURES, find_signs(left, right, {}), strict=True))


def test_signs_are_the_same_from_either_side() -> None:
    for one, other in ((CAPTURE, SEIZURE), (CAPTURE, OTHER), (SEIZURE, OTHER)):
        assert find_signs(one, other, {"captur": 0.5}) == find_signs(other, one, {"captur": 0.5})


def test_a_synonym_with_the_same_parts() -> None:
    """Other words, one meaning, the same actor and object."""
    found = signs(CAPTURE, SEIZURE)
    assert (0.0, 1.0, 1.0, 1.0) == tuple(found[n] for n in ("same-stem", "same-meaning", "actor", "object"))
    assert (0.0, 0.0) == (found["other-actor"], found["other-object"])


def test_others_take_part() -> None:
    """Parts that are named on both sides and differ speak against it."""
    found = signs(CAPTURE, OTHER)
    assert (1.0, 1.0, 0.0) == tuple(found[n] for n in ("other-actor", "other-object", "anyone"))


def test_roles_that_are_turned_round() -> None:
    """Who did it here is whom it befell there."""
    turned = msgspec.structs.replace(CAPTURE, heads=(("pirat",), ("@navy",), (), ()))
    assert 2.0 == signs(CAPTURE, turned)["crossed"]


@pytest.mark.parametrize(("words", "letters"), [("captur", 1.0), ("capt", 4 / 6), ("prais", 0.0)])
def test_letters_that_words_begin_with(words: str, letters: float) -> None:
    other = msgspec.structs.replace(CAPTURE, stem=words)
    assert letters == pytest.approx(signs(CAPTURE, other)["alike-letters"])


def test_the_scorer_knows_one_event_from_two() -> None:
    """The same report of the same thing is likelier one event than something else that somebody does."""
    common = how_common((CAPTURE, SEIZURE, OTHER))
    same, other = score_pair(CAPTURE, SEIZURE, common), score_pair(CAPTURE, OTHER, common)
    assert same.chance > other.chance
    assert 0 <= other.chance <= same.chance <= 1000
    assert FEATURES == tuple(name for name, _ in same.signs)


def test_how_common_counts_reports() -> None:
    """A word that tells an event in one of two reports is half as common as one that does in both."""
    again = msgspec.structs.replace(CAPTURE, document="b")
    assert {"captur": 1.0, "prais": 0.5} == how_common((CAPTURE, again, OTHER))


def test_every_sign_has_a_reason() -> None:
    assert set() == {f"sign/{name}" for name in READ} - set(reasons())


def test_the_weights_go_by_these_signs() -> None:
    assert FEATURES == load_trees().signs


def test_happenings_are_joined_by_their_average() -> None:
    chances = {"a": {"b": 900}, "b": {"a": 900, "c": 500}, "c": {"b": 500}}
    assert (("a", "b"), ("c",)) == group_happenings(chances, 400)


def said(sentence: str, word: str) -> Said:
    start = sentence.index(word)
    return Said(sentence, Span(start, start + len(word)))


QUAKE = said("A strong quake shook the port of Ardal on Tuesday, killing nine people.", "quake")
TREMOR = said("Nine people died in Tuesday’s tremor in the port of Ardal.", "tremor")
TALKS = said("Ministers resumed talks on grain in Helm.", "talks")


def test_the_encoder_knows_one_event_in_other_words() -> None:
    """The same from either side, and no word's likeness is needed."""
    same, other = liken(QUAKE, TREMOR), liken(QUAKE, TALKS)
    assert same > other
    assert same == liken(TREMOR, QUAKE)


def test_a_second_look_only_where_it_is_open() -> None:
    """What the named signs settle is not read again; what they leave open shows what the encoder holds."""
    signs = tuple((name, 0.0) for name in FEATURES)
    settled = Score(LEFT_OPEN[0], signs)
    assert settled is read_pair(settled, QUAKE, TREMOR)
    again = read_pair(Score(500, signs), QUAKE, TREMOR)
    assert READ == tuple(name for name, _ in again.signs)
    assert (None, encoder_name()) == (settled.model, again.model)
    assert again.chance > read_pair(Score(500, signs), QUAKE, TALKS).chance


def test_without_an_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    """The named signs decide alone."""
    monkeypatch.setattr(pairs, "second_trees", lambda: None)
    open_ = Score(500, tuple((name, 0.0) for name in FEATURES))
    assert open_ is read_pair(open_, QUAKE, TREMOR)


def test_a_long_sentence_is_read_about_the_word() -> None:
    """The stretch about the word, and the word's own pieces in it."""
    long = said(f"{'The harbour of Ardal was shut. ' * 20}A quake came. {'The ferry waited. ' * 20}", "quake")
    pieces, first, last = lay_sentence(long)
    assert LONGEST + 2 == len(pieces)
    assert pieces[first:last] == lay_sentence(said("quake", "quake"))[0][1:-1]
