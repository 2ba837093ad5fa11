"""Every judgement on an answer made by hand: what it changes, what follows, and what it leaves alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from firsthand.judging import Index, Judged, judge_answer, mark, mark_claim, mark_entity, mark_telling
from firsthand.model import (
    Answer,
    Assertion,
    Attribution,
    Claim,
    Denial,
    Derivation,
    Discrepancy,
    Document,
    Echo,
    Entity,
    Evidence,
    Factuality,
    Forebear,
    Occurrence,
    Origins,
    Passage,
    Rival,
    Span,
    Target,
)
from firsthand.model.assertions import Event
from firsthand.model.judgements import (
    ClaimMark,
    Commitment,
    CorrectChain,
    CorrectStatus,
    Decision,
    EntityMark,
    Link,
    NotSame,
    Reject,
    Same,
    decide,
)
from firsthand.model.provenance import Printing, Utterance

TEXTS = {
    "a": "Ana Brod said 40 soldiers fled. The army denied it.",
    "b": "40 soldiers fled. Rain fell on Aren.",
    "c": "General Brod said 30 soldiers fled.",
}
OUTLETS = {"a": "Ledger", "b": "Mercury", "c": "Courier"}


def at(document: str, phrase: str) -> tuple[Span, ...]:
    start = TEXTS[document].index(phrase)
    return (Span(start, start + len(phrase)),)


def said(id_: str, document: str, who: str, what: str, entity: str) -> Attribution:
    return Attribution(id_, document, at(document, who), (), at(document, what), source_entity=entity)


def tells(id_: str, document: str, what: str, *chain: str, holder: str = "", act: str = "claim") -> Assertion:
    factuality: dict[str, Factuality] = {"author": "Uu", holder: "CT+"} if holder else {"author": "CT+"}
    event = Event("RETREAT", actor=holder or None)
    return Assertion(
        id_, document, at(document, what), chain, act, factuality, entities=(holder,) if holder else (), event=event
    )  # type: ignore[arg-type]


def entity(id_: str, name: str, *where: tuple[str, str]) -> Entity:
    return Entity(id_, name, "person", mentions=tuple(Occurrence(d, at(d, phrase)[0]) for d, phrase in where))


ANSWER = Answer(
    documents=tuple(Document(id=d, text=t, sha256="0", outlet=OUTLETS[d]) for d, t in TEXTS.items()),
    entities=(
        entity("ana", "Ana Brod", ("a", "Ana Brod")),
        entity("army", "the army", ("a", "The army")),
        entity("general", "General Brod", ("c", "General Brod")),
    ),
    attributions=(
        said("s1", "a", "Ana Brod", "40 soldiers fled", "ana"),
        said("s2", "a", "The army", "it", "army"),
        said("s3", "c", "General Brod", "30 soldiers fled", "general"),
    ),
    assertions=(
        tells("a1", "a", "40 soldiers fled", "s1", holder="ana"),
        tells("a2", "a", "it", "s2", holder="army", act="deny"),
        tells("b1", "b", "40 soldiers fled"),
        tells("b2", "b", "Rain fell on Aren"),
        tells("c1", "c", "30 soldiers fled", "s3", holder="general"),
    ),
    claims=(
        Claim("flight", ("a1", "b1", "c1"), "a1", ("a2",), Origins(3, 3, 2, 2, ("a1", "c1"))),
        Claim("rain", ("b2",), "b2", (), Origins(1, 1, 0, None, ("b2",))),
    ),
    derivations=(
        Derivation(
            Passage("b", at("b", "40 soldiers fled")),
            Forebear(document="a", spans=at("a", "40 soldiers fled")),
            "copied",
            "known",
            (Evidence("b", at("b", "40 soldiers fled"), "run"),),
        ),
    ),
    echoes=(Echo("a1", "b1", "known", (Evidence("b", at("b", "40 soldiers fled"), "echo"),)),),
    denials=(Denial("a2", Target(claim="flight")),),
    discrepancies=(
        Discrepancy(
            "flight", "figure", (Rival("a1", "40", at("a", "40")[0]), Rival("c1", "30", at("c", "30")[0])), "conflict"
        ),
    ),
    utterances=(
        Utterance(
            "u", "ana", (Printing("a", at("a", "40 soldiers fled"), "ana"), Printing("c", at("c", "30"), "general")), 0
        ),
    ),
)

WHEN = datetime(2022, 5, 17, tzinfo=UTC)


def judged(*make: Callable[[Index], Decision], applied: bool = True) -> Judged:
    """The answer after these decisions, each a minute after the other."""
    index = Index(ANSWER)
    log = [decide(m(index), user="ana", when=WHEN + timedelta(minutes=n)) for n, m in enumerate(make)]
    found = judge_answer(ANSWER, log)
    assert not applied or ["applied"] * len(log) == [o.state for o in found.outcomes]
    return found


def claim(found: Judged, id_: str = "flight") -> Claim:
    return next(c for c in found.answer.claims if c.id == id_)


def told(found: Judged, id_: str) -> Assertion:
    return next(a for a in found.answer.assertions if a.id == id_)


def rejecting(kind: str, which: object) -> Callable[[Index], Decision]:
    return lambda index: Reject(mark(index, kind, which))  # type: ignore[arg-type]


def test_without_judgements_nothing_changes() -> None:
    assert ANSWER == judge_answer(ANSWER, ()).answer


def test_a_rejected_telling_is_gone_from_all_that_rests_on_it() -> None:
    """Its claim is counted again, the echo and the quarrel about figures need two."""
    found = judged(rejecting("assertion", "c1"))
    assert (("a1", "b1"), 2, 1) == (
        claim(found).assertions,
        claim(found).origins.pages,
        claim(found).origins.primary_sources,
    )
    assert (None, ("a1",)) == (claim(found).origins.independent, claim(found).origins.roots)
    assert () == found.answer.discrepancies
    assert ANSWER.echoes == found.answer.echoes


def test_a_rejected_claim_takes_its_denials_and_leaves_its_tellings() -> None:
    found = judged(rejecting("claim", "flight"))
    assert (["rain"], (), ()) == (
        [c.id for c in found.answer.claims],
        found.answer.denials,
        found.answer.discrepancies,
    )
    assert ANSWER.assertions == found.answer.assertions


def test_a_claim_that_nobody_tells_any_more_is_gone() -> None:
    assert ["flight"] == [c.id for c in judged(rejecting("assertion", "b2")).answer.claims]


def test_what_was_derived_and_is_not_stands_by_itself() -> None:
    """A telling freed from copy and echo is a root; independent only when that is shown."""
    found = judged(rejecting("d", ANSWER.derivations[0]), rejecting("e", ANSWER.echoes[0]))
    assert ((), ()) == (found.answer.derivations, found.answer.echoes)
    assert (("a1", "b1", "c1"), 2) == (claim(found).origins.roots, claim(found).origins.independent)


def test_a_rejected_denial_denies_no_more() -> None:
    found = judged(rejecting("d", ANSWER.denials[0]))
    assert ((), ()) == (found.answer.denials, claim(found).denied_by)


def test_a_rejected_quarrel_is_none() -> None:
    assert () == judged(rejecting("d", ANSWER.discrepancies[0])).answer.discrepancies


def test_a_rejected_attribution_leaves_the_page_to_speak() -> None:
    found = judged(rejecting("attribution", "s1"))
    assert ((), {"author": "Uu"}) == (told(found, "a1").chain, told(found, "a1").factuality)
    assert None is claim(found).origins.independent


def test_a_rejected_entity_is_nobody() -> None:
    """Who spoke as it speaks unnamed."""
    found = judged(rejecting("entity", "ana"))
    assert {"author": "Uu", "attribution:s1": "CT+"} == told(found, "a1").factuality
    assert (None, ()) == (found.answer.attributions[0].source_entity, told(found, "a1").entities)
    assert "ana" not in msgspec.json.encode(found.answer).decode().replace("Ana", "")


def test_one_person_under_two_names() -> None:
    """Every record names the one; two sources are one, and no longer independent of each other."""
    found = judged(lambda i: Same(mark_entity(i, "ana"), mark_entity(i, "general")))
    [one] = [e for e in found.answer.entities if "Ana Brod" in (e.name, *e.aliases)]
    assert {"Ana Brod", "General Brod"} == {one.name, *one.aliases}
    assert {one.id} == {x.source_entity for x in found.answer.attributions if x.id in ("s1", "s3")}
    assert 1 == claim(found).origins.primary_sources
    assert {one.id} == {p.speaker for p in found.answer.utterances[0].printings}


def test_two_people_under_one_name() -> None:
    """What the machine joins is parted by where each is mentioned."""
    joined = judged(lambda i: Same(mark_entity(i, "ana"), mark_entity(i, "general"))).answer
    index = Index(joined)
    [whole] = [e for e in joined.entities if len(e.mentions) == 2]
    here, there = (mark_entity(index, whole.id, at=[m]) for m in whole.mentions)
    found = judge_answer(joined, [decide(NotSame(here, there), user="ana", when=WHEN)])
    assert ["applied"] == [o.state for o in found.outcomes]
    speakers = {x.id: x.source_entity for x in found.answer.attributions}
    assert speakers["s1"] != speakers["s3"]
    assert 2 == claim(found).origins.primary_sources
    assert speakers["s3"] in told(found, "c1").factuality


def test_two_claims_that_are_one() -> None:
    """All tellings under the first's id, counted together."""
    found = judged(lambda i: Same(mark_claim(i, "flight"), mark_claim(i, "rain")))
    assert (["flight"], ("a1", "b1", "c1", "b2"), 3) == (
        [c.id for c in found.answer.claims],
        claim(found).assertions,
        claim(found).origins.pages,
    )


def test_one_claim_that_is_two() -> None:
    """The telling that was marked apart leaves, with a count of its own."""
    found = judged(lambda i: NotSame(ClaimMark((mark_telling(i, "a1"),)), ClaimMark((mark_telling(i, "c1"),))))
    other = next(c for c in found.answer.claims if c.assertions == ("c1",))
    assert (("a1", "b1"), 2, 1) == (claim(found).assertions, claim(found).origins.pages, other.origins.pages)
    assert ("claim/judged",) == other.rules == claim(found).rules


def test_the_newer_of_same_and_not_same_holds() -> None:
    """The older is overruled, and says so."""

    def same(index: Index) -> Decision:
        return Same(mark_entity(index, "ana"), mark_entity(index, "general"))

    def not_same(index: Index) -> Decision:
        return NotSame(mark_entity(index, "ana"), mark_entity(index, "general"))

    for pair in ((same, not_same), (not_same, same)):
        assert ["overruled", "applied"] == [o.state for o in judged(*pair, applied=False).outcomes]


def test_a_chain_put_right() -> None:
    """The page's own words were the army's: it commits itself, the page no longer does."""
    found = judged(lambda i: CorrectChain(mark_telling(i, "b2"), (Link(entity=mark_entity(i, "army")),)))
    [link] = told(found, "b2").chain
    assert {"author": "Uu", "army": "CT+"} == told(found, "b2").factuality
    made = next(x for x in found.answer.attributions if x.id == link)
    assert ("army", "b", 1) == (made.source_entity, made.document, claim(found, "rain").origins.primary_sources)
    assert made.rules[0].startswith("judgement/")


def test_a_chain_of_two_whose_outer_source_nobody_has_met() -> None:
    """A person may name whom the machine does not know, and quote the words that name it."""
    quill = EntityMark("quill", "Tomas Quill", "person")
    found = judged(
        lambda i: CorrectChain(
            mark_telling(i, "a1"), (Link(entity=quill), Link(source=i.anchor("a", at("a", "Ana Brod"))))
        )
    )
    outer, inner = told(found, "a1").chain
    assert "s1" == inner
    assert "quill" in {x.source_entity for x in found.answer.attributions if x.id == outer}
    assert {"author": "Uu", "quill": "CT+", "ana": "CT+"} == told(found, "a1").factuality


def test_a_chain_taken_away() -> None:
    """What a source was said to have told is the page's own voice."""
    found = judged(lambda i: CorrectChain(mark_telling(i, "a1"), ()))
    assert ((), {"author": "CT+"}) == (told(found, "a1").chain, told(found, "a1").factuality)


def test_a_status_put_right() -> None:
    """Of the act, of the author and of a source, each by itself."""
    found = judged(
        lambda i: CorrectStatus(mark_telling(i, "a1"), "predict"),
        lambda i: CorrectStatus(
            mark_telling(i, "a1"), None, (Commitment("author", "PS+"), Commitment(mark_entity(i, "ana"), "PR+"))
        ),
    )
    assert ("predict", {"author": "PS+", "ana": "PR+"}) == (told(found, "a1").act, told(found, "a1").factuality)


def test_who_denies_after_all_changes_sides_and_back() -> None:
    found = judged(lambda i: CorrectStatus(mark_telling(i, "c1"), "deny"))
    assert (("a1", "b1"), ("a2", "c1")) == (claim(found).assertions, claim(found).denied_by)
    assert {"a2", "c1"} == {d.assertion for d in found.answer.denials}
    found = judged(lambda i: CorrectStatus(mark_telling(i, "a2"), "confirm"))
    assert ({"a1", "a2", "b1", "c1"}, (), ()) == (
        set(claim(found).assertions),
        claim(found).denied_by,
        found.answer.denials,
    )


@pytest.mark.parametrize("id_", ["quill", "a1"])
def test_a_holder_that_is_not_met_here_is_no_holder(id_: str) -> None:
    mark_ = EntityMark(id_, "Tomas Quill", "person")
    found = judged(lambda i: CorrectStatus(mark_telling(i, "a1"), None, (Commitment(mark_, "CT-"),)), applied=False)
    assert ["lost"] == [o.state for o in found.outcomes]
    assert ANSWER.assertions == found.answer.assertions
