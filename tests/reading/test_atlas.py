"""The gazetteer's file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.errors import ModelError
from firsthand.reading import atlas
from firsthand.reading.atlas import Atlas, fold, open_atlas


def test_a_name_is_found_however_it_is_spelt() -> None:
    """Accents, points, hyphens and capitals do not matter."""
    found = [open_atlas().find(fold(n)) for n in ("São Paulo", "SAO PAULO", "sao-paulo")]
    assert found[0]
    assert found[0] == found[1] == found[2]


def test_what_is_not_listed_is_not_found() -> None:
    """An unknown name has no places."""
    assert () == open_atlas().find("zqxville")


def test_a_place_lies_in_its_parents() -> None:
    """Dushanbe lies in Tajikistan."""
    place = next(s for p in open_atlas().find("dushanbe") if (s := open_atlas().spot(p >> 1)).kind == "town")
    assert "Tajikistan" == open_atlas().spot(place.parents[-1]).name
    assert (38.5, 68.8) == (round(place.latitude, 1), round(place.longitude, 1))


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(name: str) -> None:
    """A folded name is its own key."""
    assert fold(fold(name)) == fold(name) or name.casefold().count("the") > 1


def test_another_format_is_refused() -> None:
    """A file of another format is not guessed at."""
    with pytest.raises(ModelError, match="another format"):
        Atlas(memoryview(b"FHPLACE0" + bytes(400)))


def test_a_missing_gazetteer_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """The error has a hint."""
    monkeypatch.setattr(atlas, "PACKAGE", "no_such_gazetteer")
    open_atlas.cache_clear()
    with pytest.raises(ModelError, match="no gazetteer") as raised:
        open_atlas()
    assert "make" in raised.value.hint
    open_atlas.cache_clear()
