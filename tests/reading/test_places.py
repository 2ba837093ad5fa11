"""Which names are places', which place each means, and where it is."""

from __future__ import annotations

import tomllib

import pytest

from casefiles import Case, case_id, load_cases, rewrite
from firsthand.lexicon.places import Evidence, evidence
from firsthand.lexicon.tables import load_rules
from firsthand.model import Document, Place, Reading, Span
from firsthand.reading import models, places, reader
from firsthand.reading.pipeline import build_pipeline, run_pipeline
from firsthand.reading.places import weigh_names

PIPELINE = build_pipeline(models.STAGE, reader.STAGE, places.STAGE)


def read(text: str) -> Reading:
    return run_pipeline(Document(id="case", text=text, sha256=""), PIPELINE)


def shown(place: Place, text: str) -> dict[str, str]:
    """What a case page says of a place."""
    return {
        "words": place.span.of(text),
        "id": place.id or "",
        "name": place.name,
        "kind": place.kind,
        "country": place.country or "",
        "precision": place.precision,
        "use": place.use,
    }


def as_toml(rows: list[dict[str, str]]) -> str:
    return "\n".join("".join(["[[places]]\n", *(f'{k} = "{v}"\n' for k, v in row.items() if v)]) for row in rows)


@pytest.mark.parametrize("case", load_cases("places"), ids=case_id)
def test_a_text_is_read_as_its_case_says(case: Case, accept: bool) -> None:
    """All places of the text stand in the case, in order."""
    expected = tomllib.loads(case.expected).get("places", [])
    rows = [{k: v for k, v in shown(p, case.text).items() if v} for p in read(case.text).places or ()]
    if accept and expected != rows:
        rewrite(case, as_toml(rows))
    assert expected == rows


@pytest.mark.parametrize("entry", load_rules("en/places.toml", "evidence", Evidence), ids=lambda e: e.id)
def test_evidence_is_seen_in_its_example_alone(entry: Evidence) -> None:
    """A sign is seen in the example of its entry and not in the counterexample."""
    assert any(entry.id in s.signs for s in weigh_names(read(entry.example)))
    assert not any(entry.id in s.signs for s in weigh_names(read(entry.counterexample)))


def test_every_place_says_why() -> None:
    """The rules of a place are entries of the table."""
    found = read("The talks were held in Paris, France.").places or ()
    assert all(rule.removeprefix("places/") in evidence() for place in found for rule in place.rules)


def test_an_ambiguous_name_says_so() -> None:
    """Rivals that stay possible are told, and the probability is less than one."""
    (place,) = read("He lives in Springfield.").places or ()
    assert place.others
    assert place.probability < 1


def test_a_place_has_a_point_on_the_earth() -> None:
    """A latitude beyond the pole is refused."""
    with pytest.raises(ValueError, match="no such point"):
        Place(
            span=Span(0, 1),
            id=None,
            name="x",
            kind="town",
            country=None,
            precision="exact",
            use="literal",
            latitude=91,
            longitude=0,
            probability=1,
        )


@pytest.mark.parametrize("text", ["x", "In.", "THE", "É. Ł\u0301 of the", "A-B-C, D."])
def test_odd_texts_are_read(text: str) -> None:
    """No text breaks the stage."""
    assert read(text).places is not None
