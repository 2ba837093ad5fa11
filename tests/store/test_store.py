"""Store, Writer and View, on every engine."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import msgspec
import pytest

from firsthand.errors import StoreError
from firsthand.model import Span
from firsthand.store import Captured, Match, Offer, Store, open_store
from store.samples import DAY, TEXT, Clock, answer, captured, document, fill, judgement, manifest


def test_an_answer_comes_back_as_it_was_put(store: Store) -> None:
    """Every list, in order, record for record."""
    found = fill(store)
    with store.view() as view:
        assert found == view.answer()


def test_only_the_lists_that_are_asked_for_come_back(store: Store) -> None:
    found = fill(store)
    with store.view() as view:
        some = view.answer(only=frozenset({"claims"}))
    assert (found.claims, ()) == (some.claims, some.assertions)


def test_a_sound_case_has_no_damage(store: Store) -> None:
    fill(store)
    assert () == store.verify()


def test_evidence_is_kept_whole(store: Store) -> None:
    """Bytes, headers in order, who made text of them, and when they were taken in."""
    one = Captured(
        document=document(title="A\0 title"),
        raw=bytes(range(256)) * 40,
        headers=(("ETag", "1"), ("etag", "2")),
        extractor="page",
        version="7",
    )
    with store.writer(who="test") as writer:
        assert (one.document.id,) == writer.put_documents([one])
    with store.view() as view:
        assert msgspec.structs.replace(one, added=DAY) == view.captured(one.document.id)
        assert one.raw == view.raw(one.document.id)


def test_a_document_is_taken_once(store: Store) -> None:
    """The same again changes nothing; another text under its id is refused."""
    with store.writer(who="test") as writer:
        writer.put_documents(captured(document()))
        assert () == writer.put_documents(captured(document()))
        with pytest.raises(StoreError, match="another text"):
            writer.put_documents(captured(document("Other words.", id_=document().id)))


def test_same_bytes_lead_to_their_documents(store: Store) -> None:
    with store.writer(who="test") as writer:
        writer.put_documents(captured(document()))
    with store.view() as view:
        assert (document().id,) == view.same_bytes(hashlib.sha256(b"raw " + TEXT.encode()).hexdigest())
        assert () == view.same_bytes("00")


def test_a_writer_that_fails_keeps_nothing(store: Store) -> None:
    """The documents it had put are not there, and the next writer goes on."""

    def fail() -> None:
        with store.writer(who="test") as writer:
            writer.put_documents(captured(document()))
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    with store.view() as view:
        assert () == view.document_ids()
    fill(store)
    assert () == store.verify()


def test_a_view_stays_as_it_was_opened(store: Store) -> None:
    """What is written meanwhile is seen by the next view."""
    with store.view() as before:
        fill(store)
        assert 0 == before.counts().documents
    with store.view() as after:
        assert 1 == after.counts().documents


def test_the_second_run_keeps_what_is_new_alone(store: Store) -> None:
    """Both answers can be had, and what they share is there once."""
    first = fill(store)
    changed = msgspec.structs.replace(first.claims[0], rules=("match/figures",))
    second = msgspec.structs.replace(first, claims=(changed,))
    with store.writer(who="test") as writer:
        writer.put_run(manifest(2))
        assert (1, 1) == writer.put_answer("run-2", second)
    with store.view() as view:
        assert (first, second, second) == (view.answer("run-1"), view.answer("run-2"), view.answer())
        assert (changed,) == view.claims()
        assert first.claims == view.claims(run="run-1")
    assert () == store.verify()


def test_what_comes_back_after_it_was_gone_is_told_again(store: Store) -> None:
    first = fill(store)
    fewer = msgspec.structs.replace(first, claims=(), denials=())
    for number, found in ((2, fewer), (3, first)):
        with store.writer(who="test") as writer:
            writer.put_run(manifest(number))
            writer.put_answer(f"run-{number}", found)
    with store.view() as view:
        assert (first, fewer, first) == tuple(view.answer(f"run-{n}") for n in (1, 2, 3))
    assert () == store.verify()


def test_a_run_is_put_once_and_in_its_turn(store: Store) -> None:
    fill(store)
    with store.writer(who="test") as writer:
        with pytest.raises(StoreError, match="already"):
            writer.put_run(manifest(1))
        with pytest.raises(StoreError, match="not the last run"):
            writer.put_answer("run-0", answer())


def test_a_case_can_be_seen_as_it_was(store: Store, clock: Clock) -> None:
    """Documents, offers, judgements and runs that came later are left out."""
    fill(store)
    clock.moment = DAY + timedelta(days=10)
    with store.writer(who="test") as writer:
        writer.put_documents(captured(document("New words.")))
        writer.put_offers([Offer(path="new.txt", outcome="taken")])
        writer.put_run(manifest(9))
        writer.put_answer("run-9", msgspec.structs.replace(answer(), claims=()))
        writer.put_judgement(judgement(9))
    with store.view(as_of=DAY + timedelta(days=1)) as view:
        assert answer() == view.answer()
        assert (1, 1, 1) == (len(view.document_ids()), len(view.runs()), len(view.judgements()))
        assert ["a.txt"] == [offer.path for offer in view.offers()]
    with store.view(as_of=DAY - timedelta(days=1)) as view:
        assert ((), None) == (view.answer().claims, next(view.documents(), None))


def test_readings_are_kept_under_a_stamp(store: Store) -> None:
    """One is missing under a new stamp until it is put, and stays as it was put first."""
    fill(store)
    id_ = document().id
    with store.view() as view:
        assert ((), (id_,)) == (view.missing_readings("stamp"), view.missing_readings("next"))
        assert (b"a reading", None) == (view.reading(id_, "stamp"), view.reading(id_, "next"))
    with store.writer(who="test") as writer:
        assert not writer.put_reading(id_, "stamp", b"another")
        assert writer.put_reading(id_, "next", b"another")
        assert 1 == writer.drop_readings(but=("next",))
    with store.view() as view:
        assert [(id_, b"another")] == list(view.readings("next"))
        assert (id_,) == view.missing_readings("stamp")
        assert ("next",) == view.stamps()
    assert () == store.verify()


def test_the_log_of_judgements_keeps_its_order(store: Store) -> None:
    """One that is there already is not added again."""
    with store.writer(who="test") as writer:
        assert [True, True, False] == [writer.put_judgement(judgement(n)) for n in (2, 1, 2)]
    with store.view() as view:
        assert (judgement(2), judgement(1)) == view.judgements()


def test_an_id_can_be_shortened(store: Store) -> None:
    """Every kind is looked through; a whole id comes alone."""
    fill(store)
    short = document().id[:12]
    with store.view() as view:
        assert (Match("claims", f"cl-{short}"),) == view.find("cl-")
        assert ["assertions", "assertions", "attributions"] == [m.kind for m in view.find("a") if m.kind != "documents"]
        assert (Match("documents", document().id),) == view.find(document().id[:8], "documents")
        assert (Match("runs", "run-1"),) == view.find("run-1")
        assert () == view.find("nothing")


def test_what_stands_around_a_claim(store: Store) -> None:
    """Its assertions with their chains and entities, who denies it, the documents."""
    found = fill(store, answer(document(), document(TEXT + " So it is.")))
    claim = found.claims[0]
    with store.view() as view:
        near = view.around([claim.id])
    mine = [a for a in found.assertions if a.document == near.documents[0].id]
    assert (claim,) == near.claims
    assert tuple(mine) == near.assertions
    assert (found.denials[0], found.attributions[0]) == (near.denials[0], near.attributions[0])
    assert found.entities == near.entities


def test_claims_by_what_is_asked_of_them(store: Store) -> None:
    found = fill(store, answer(document(), document(TEXT + " So it is.")))
    with store.view() as view:
        assert set(found.claims) == set(view.claims("drone factory"))
        assert () == view.claims("submarine")
        assert found.claims == view.claims(by="place", entity="state/KA")
        assert () == view.claims(entity="state/ZZ")
        assert (found.claims[1],) == view.claims(document=found.documents[1].id)
        assert (2, 0) == (len(view.claims(denied=True)), len(view.claims(denied=False)))
        assert (found.claims[1],) == view.claims(by="place", limit=1, offset=1)
        with pytest.raises(StoreError, match="no order 'truth'"):
            view.claims(by="truth")


def test_a_search_says_where_the_words_stand(store: Store) -> None:
    """Paragraphs and titles of documents, what assertions tell, names of entities."""
    fill(store)
    with store.view() as view:
        hits = view.search("factory")
        assert {("documents", None), ("documents", Span(0, 48)), ("assertions", Span(0, 28))} == {
            (h.kind, h.span) for h in hits
        }
        assert ["state/KA"] == [h.id for h in view.search("republic", kinds=("entities",))]
        assert 1 == len(view.search("factory", 1))


def test_words_that_a_run_has_no_more_are_not_found(store: Store) -> None:
    first = fill(store)
    with store.writer(who="test") as writer:
        writer.put_run(manifest(2))
        writer.put_answer("run-2", msgspec.structs.replace(first, assertions=(), claims=(), denials=()))
    with store.view() as view:
        assert {"documents"} == {h.kind for h in view.search("factory")}
        assert {"documents", "assertions"} == {h.kind for h in view.search("factory", run="run-1")}


def test_counts_say_how_much_there_is(store: Store) -> None:
    fill(store)
    with store.view() as view:
        counts = view.counts()
    assert (1, 1, 1, 1, {"taken": 1}) == (
        counts.documents, counts.readings, counts.runs, counts.judgements, counts.offers
    )  # fmt: skip
    assert (2, 1, 2) == tuple(counts.findings[k] for k in ("assertions", "claims", "refused"))


def test_what_is_not_there_is_said(store: Store) -> None:
    fill(store)
    with store.view() as view:
        for look in (view.document, view.raw, lambda id_: view.record("claims", id_), view.answer):
            with pytest.raises(StoreError, match=r"has no \w+ 'nothing'"):
                look("nothing")


def test_half_a_character_is_refused_by_name(store: Store) -> None:
    """A lone surrogate can stand in no file of UTF-8."""
    with pytest.raises(StoreError, match="half a character"), store.writer(who="test") as writer:
        writer.put_judgement(msgspec.structs.replace(judgement(1), user="\ud800"))


def test_a_closed_view_and_a_closed_writer_say_so(store: Store) -> None:
    with store.view() as view:
        pass
    with pytest.raises(StoreError, match="closed"):
        view.counts()
    with store.writer(who="test") as writer:
        pass
    with pytest.raises(StoreError, match="turn is over"):
        writer.put_run(manifest(1))


def test_a_case_is_opened_again(address: str) -> None:
    """Making one that is there leaves it as it is."""
    fill(open_store(address, create=True))
    with open_store(address, create=True).view() as view:
        assert answer() == view.answer()
