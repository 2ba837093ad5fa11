"""From documents to an answer, whatever the order and whatever is asked for."""

from __future__ import annotations

import msgspec
import pytest

from firsthand import workspace
from firsthand.export.json import to_json
from firsthand.model import Answer, Document, Known, Refusal, hull, text_id
from firsthand.reading.models import parser
from firsthand.workspace import KEYS, answer, example, reasons

TEXTS = (
    "The envoy said the bridge had fallen. The governor denied it.\n",
    "“The bridge fell on 3 May,” Ana Brod told the Ledger.\n\nOver 40 soldiers have left, according to the army.\n",
    "The bridge has fallen.\r\nThe army denied that soldiers had left.",
)

REFUSED = (Refusal("a.txt", "empty", "fill it"),)
KNOWN = (Known("b.txt", "0"),)


def documents() -> tuple[Document, ...]:
    return tuple(Document(id=text_id(t), text=t, sha256="0", published="2022-06-15") for t in TEXTS)


def test_the_order_of_documents_does_not_matter() -> None:
    """Byte for byte, forwards, backwards, and again."""
    pile = documents()
    first = to_json(answer(pile))
    assert [first, first] == [to_json(answer(pile[::-1])), to_json(answer(pile))]


def test_lists_are_in_the_order_of_the_contract() -> None:
    """Documents by id; the others by document, first start, end, id; claims by their first assertion."""
    found = answer(documents())
    told = [(a.document, hull(a.content), a.id) for a in found.assertions]
    places = {key[2]: key for key in told}
    said = [(a.document, hull(a.content), a.id) for a in found.attributions]
    first = [min(places[a] for a in claim.assertions) for claim in found.claims]
    ids = [d.id for d in found.documents]
    assert [sorted(ids), sorted(told), sorted(said), sorted(first)] == [ids, told, said, first]


@pytest.fixture(scope="module")
def whole() -> Answer:
    """All that is said about the packaged example, as if one item had been refused and another known already."""
    return answer(example().documents, refused=REFUSED, known=KNOWN)


@pytest.mark.parametrize("key", ["documents", "entities", "attributions", "assertions", "claims", "refused", "known"])
def test_only_gives_the_same_list_alone(whole: Answer, key: str) -> None:
    """What is asked for is as in the whole answer; all else is empty."""
    part = answer(whole.documents, refused=REFUSED, known=KNOWN, only=frozenset({key}))
    assert getattr(whole, key) == getattr(part, key)
    assert [] == [other for other in KEYS if other != key and getattr(part, other)]


def test_progress_counts_documents_and_tells_when_they_are_compared() -> None:
    """Once after each, and once after all where documents are compared."""
    seen: list[tuple[str, int, int | None]] = []
    read = [("reading", 1, 3), ("reading", 2, 3), ("reading", 3, 3)]
    answer(documents(), only=frozenset({"attributions"}), progress=lambda *step: seen.append(step))
    assert read == seen
    seen.clear()
    answer(documents(), progress=lambda *step: seen.append(step))
    assert [*read, ("comparing", 0, None)] == seen


def test_what_has_read_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before many reports are compared the models are let go, and load again for whoever reads next; nothing else
    changes."""
    first = to_json(answer(documents()))
    monkeypatch.setattr(workspace, "MANY", 1)
    assert first == to_json(answer(documents()))
    assert 0 == parser.cache_info().currsize
    assert first == to_json(answer(documents()))


def test_nothing_gives_an_empty_answer() -> None:
    """No documents, no findings, no error."""
    assert all(not getattr(answer(()), key) for key in KEYS)


def test_the_example_is_the_same_on_every_machine() -> None:
    """Its paths name no folder of this one."""
    taken = example()
    assert not taken.refused
    assert all((d.path or "").startswith("example/reports/") for d in taken.documents)


def test_rules_of_the_lexicon_have_reasons() -> None:
    """By the ids that answers write."""
    assert reasons()["cue/say"]


def test_every_span_reads_back() -> None:
    """Every span lies within its document's text, and every id that is named is there."""
    found = answer(documents())
    texts = {d.id: d.text for d in found.documents}
    known = {r.id for key in ("entities", "attributions", "assertions", "claims") for r in getattr(found, key)}
    for told in (*found.attributions, *found.assertions):
        assert hull(told.content).end <= len(texts[told.document])
    for assertion in found.assertions:
        assert set(assertion.chain) <= known
        assert {h.removeprefix("attribution:") for h in assertion.factuality} <= known | {"author"}
    for claim in found.claims:
        assert {*claim.assertions, claim.headline, *claim.denied_by} <= known
    assert msgspec.json.decode(to_json(found))
