"""A claim says why its tellings are one."""

from __future__ import annotations

from firsthand.comparing import compare
from firsthand.comparing.ties import calibrate
from firsthand.lexicon.reasons import reasons
from firsthand.model import Answer, Document, text_id
from firsthand.reading import read_document

ONE = "Ana Brod said that 200 rifles from Velmaria had been seized near Brevanka in January.\n"
OTHER = "200 rifles from Velmaria were seized near Brevanka in January.\n"


def told(*texts: str) -> Answer:
    return compare(read_document(Document(str(n), text, text_id(text))) for n, text in enumerate(texts))


def test_ties_name_their_signs() -> None:
    """Each other telling is tied to the headline by signs that have reasons, and by a chance."""
    answer = told(ONE, OTHER)
    (claim,) = [c for c in answer.claims if len(c.assertions) > 1]
    (tie,) = claim.ties
    assert claim.headline == tie.assertions[0]
    assert set(claim.assertions) == set(tie.assertions)
    assert tie.probability is not None
    assert tie.probability > 0.5
    found = dict(tie.signs)
    assert 1.0 == found["sign/contained"] == found["sign/same-stem"]
    assert set() == set(found) - set(reasons())


def test_a_claim_told_once_has_no_ties() -> None:
    assert {()} == {c.ties for c in told(ONE).claims}


def test_chances_are_calibrated() -> None:
    """Tied tellings are mostly one: a doubtful scorer means little, and more chance never comes to less."""
    found = [calibrate(n / 20) for n in range(21)]
    assert found == sorted(found)
    assert 0.5 < found[0] < 0.7
    assert 0.98 < found[-1] < 1.0
