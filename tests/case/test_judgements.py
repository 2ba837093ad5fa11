"""What people decide outlives every run, and comes back to what it was made on by its words."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from case import toys
from case.conftest import REPORTS, Make
from firsthand.case import Case
from firsthand.errors import CaseError, JudgementError
from firsthand.judging import Index, Judged, mark, mark_claim, mark_entity, mark_telling
from firsthand.model import Answer, Assertion, Attribution, Claim, Span, words
from firsthand.model.judgements import (
    ClaimMark,
    Commitment,
    CorrectChain,
    CorrectStatus,
    Decision,
    Judgement,
    Link,
    Note,
    NotSame,
    OutletMark,
    RateClaim,
    RateSource,
    Reject,
    Same,
    decide,
)

FELL = "The bridge over the Dol has fallen into the river"
RAIN, HURT, PORT = "Rain is forecast", "Nobody was hurt", "The port was closed"


LINE = '{"id":"0","user":"ana","when":"2022-05-17T09:00:00Z","reason":"","decision":%s}'


def plain(written: str) -> str:
    """Without what the other case's files have between and within words."""
    return written.replace("\u00ad", "").replace("\u00a0", " ")


def told(answer: Answer, beginning: str) -> tuple[Assertion, ...]:
    texts = {d.id: d.text for d in answer.documents}
    return tuple(a for a in answer.assertions if plain(words(a.content, texts[a.document])).startswith(beginning))


def telling(answer: Answer, *beginnings: str) -> list[Claim]:
    """Claims whose headline begins so."""
    ids = {a.id for beginning in beginnings for a in told(answer, beginning)}
    return [c for c in answer.claims if c.headline in ids]


def claim_id(answer: Answer, beginning: str) -> str:
    return telling(answer, beginning)[0].id


def entity(answer: Answer, name: str) -> str:
    return next(e.id for e in answer.entities if plain(e.name) == name)


def links(answer: Answer, a: Assertion) -> list[Attribution]:
    by_id = {x.id: x for x in answer.attributions}
    return [by_id[link] for link in a.chain]


Decide = Callable[[Index], Decision]
Holds = Callable[[Judged], bool]


def _same_people(index: Index) -> Decision:
    a = index.answer
    return Same(mark_entity(index, entity(a, "Ana Brod")), mark_entity(index, entity(a, "Brod")))


def _other_people(index: Index) -> Decision:
    a = index.answer
    return NotSame(mark_entity(index, entity(a, "Ana Brod")), mark_entity(index, entity(a, "Brod")))


def _same_claims(index: Index) -> Decision:
    a = index.answer
    return Same(mark_claim(index, claim_id(a, RAIN)), mark_claim(index, claim_id(a, PORT)))


def _other_claims(index: Index) -> Decision:
    """Two tellings of what the machine takes for one claim."""
    one, other = (mark_telling(index, t.id) for t in told(index.answer, FELL))
    return NotSame(ClaimMark((one,)), ClaimMark((other,)))


def _chain(index: Index) -> Decision:
    """The page's own voice is Karel Voss's."""
    a = index.answer
    voss = mark_entity(index, entity(a, "Karel Voss"))
    return CorrectChain(mark_telling(index, told(a, PORT)[0].id), (Link(entity=voss),))


def _status(index: Index) -> Decision:
    a = index.answer
    voss = mark_entity(index, entity(a, "Karel Voss"))
    return CorrectStatus(mark_telling(index, told(a, HURT)[0].id), "predict", (Commitment(voss, "PS+"),))


def _rejected(index: Index) -> Decision:
    return Reject(mark(index, "claim", claim_id(index.answer, RAIN)))


def _source(index: Index) -> Decision:
    return RateSource(mark_entity(index, entity(index.answer, "Karel Voss")), "D")


def _claim(index: Index) -> Decision:
    return RateClaim(mark_claim(index, claim_id(index.answer, FELL)), 2)


def _ratings(judged: Judged) -> list[tuple[str, str]]:
    return [(r.source, r.reliability) for r in judged.sources]


def _outlet(index: Index) -> Decision:
    return RateSource(OutletMark("Ledger"), "B")


def _note(index: Index) -> Decision:
    told_there = told(index.answer, RAIN)[0]
    return Note(index.anchor(told_there.document, told_there.content), "look")


def _is_voss(judged: Judged) -> bool:
    a = judged.answer
    [port] = told(a, PORT)
    who = {e.id: plain(e.name) for e in a.entities}
    return ["Karel Voss"] == [who.get(x.source_entity or "") for x in links(a, port)] and port.factuality[
        "author"
    ] == "Uu"


def _is_predicted(judged: Judged) -> bool:
    [hurt] = told(judged.answer, HURT)
    return hurt.act == "predict" and "PS+" in hurt.factuality.values()


def _names(judged: Judged) -> list[set[str]]:
    return [{plain(n) for n in (e.name, *e.aliases)} for e in judged.answer.entities]


KINDS: dict[str, tuple[Decide, Holds]] = {
    "same entities": (_same_people, lambda j: {"Ana Brod", "Brod"} in _names(j)),
    "not same entities": (_other_people, lambda j: {"Ana Brod"} in _names(j) and {"Brod"} in _names(j)),
    "same claims": (_same_claims, lambda j: [2] == [len(c.assertions) for c in telling(j.answer, PORT, RAIN)]),
    "not same claims": (_other_claims, lambda j: [1, 1] == [len(c.assertions) for c in telling(j.answer, FELL)]),
    "correct chain": (_chain, _is_voss),
    "correct status": (_status, _is_predicted),
    "reject": (_rejected, lambda j: [] == telling(j.answer, RAIN)),
    "rate source": (_source, lambda j: [(entity(j.answer, "Karel Voss"), "D")] == _ratings(j)),
    "rate outlet": (_outlet, lambda j: [("Ledger", "B")] == _ratings(j)),
    "rate claim": (_claim, lambda j: [(claim_id(j.answer, FELL), 2)] == [(r.claim, r.credibility) for r in j.claims]),
    "note": (_note, lambda j: [(told(j.answer, RAIN)[0].document, "look")] == [(n.document, n.note) for n in j.notes]),
}
"""Each kind of judgement: how it is made, and how one sees that it holds."""


def check(case: Case, judgement: Judgement, holds: Holds) -> None:
    judged = case.judged()
    assert ["applied"] == [o.state for o in judged.outcomes if o.judgement == judgement.id]
    assert holds(judged)


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> tuple[Decide, Holds]:
    return KINDS[request.param]


def test_survives(
    case: Case, make: Make, kind: tuple[Decide, Holds], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """A re-run; the same report from another file; a dump and a load into an empty case, whose reports come from other
    files, under other ids, with other spaces; a new reader that gives other ids and draws other edges."""
    make_decision, holds = kind
    judgement = case.judge(make_decision(case.mark()), user="ana", reason="I was there")
    check(case, judgement, holds)
    case.run(jobs=0, reader=toys.READER)
    check(case, judgement, holds)
    (tmp_path / "again.txt").write_text(REPORTS["ledger.txt"])
    case.add([tmp_path / "again.txt"])
    case.run(jobs=0, reader=toys.READER)
    check(case, judgement, holds)
    assert holds(Judged(**{**msgspec.structs.asdict(case.judged()), "answer": case.answer(run=case.runs()[-1].id)}))
    request.getfixturevalue("newer")
    other = another_case(make, tmp_path)
    assert (judgement,) == other.load_judgements(case.dump_judgements().splitlines())
    check(other, judgement, holds)
    assert 3 == case.run(jobs=0, reader=toys.NEWER, again=True).read
    check(case, judgement, holds)


def another_case(make: Make, tmp_path: Path) -> Case:
    """The same reports as records of one file, with ids of their own and no-break spaces, read by a newer reader."""
    spaced = {n: t.rstrip().replace("the ", "the\u00a0").replace("bridge", "brid\u00adge") for n, t in REPORTS.items()}
    lines = [
        json.dumps({"id": f"report {n}", "text": text, "outlet": name.removesuffix(".txt").title()})
        for n, (name, text) in enumerate(spaced.items())
    ]
    path = tmp_path / "all.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    case = make("another")
    case.add([path])
    case.run(jobs=0, reader=toys.NEWER)
    return case


def test_undone_it_no_longer_holds_and_undone_again_it_does(case: Case, kind: tuple[Decide, Holds]) -> None:
    """Through runs, and the machine's answer comes back to the byte."""
    make_decision, holds = kind
    before = case.answer()
    judgement = case.judge(make_decision(case.mark()), user="ana")
    case.run(jobs=0, reader=toys.READER)
    undo = case.undo(judgement.id[:12], user="bo")
    assert before == case.answer()
    case.run(jobs=0, reader=toys.READER)
    assert before == case.answer() == case.answer(run=case.runs()[-1].id)
    case.undo(undo.id, user="ana")
    case.run(jobs=0, reader=toys.READER)
    assert holds(case.judged())


def test_what_no_longer_applies_is_reported(case: Case, make: Make, kind: tuple[Decide, Holds], tmp_path: Path) -> None:
    """In a case without the reports, none of the judgements holds, and each says so."""
    make_decision, _ = kind
    judgement = case.judge(make_decision(case.mark()), user="ana")
    empty = make("empty")
    (tmp_path / "other.txt").write_text("Something else has happened.")
    empty.add([tmp_path / "other.txt"])
    empty.load_judgements(case.dump_judgements().splitlines())
    run = empty.run(jobs=0, reader=toys.READER)
    [outcome] = empty.judged().outcomes
    assert (judgement.id, "lost", (judgement.id,)) == (outcome.judgement, outcome.state, run.lost)
    assert outcome.why


def test_the_newest_of_two_ratings_holds(case: Case) -> None:
    """The other is overruled, and says so; undoing the newest brings it back."""
    claim_mark = mark_claim(case.mark(), claim_id(case.answer(), FELL))
    old, new = (case.judge(RateClaim(claim_mark, n), user="ana") for n in (2, 5))
    assert ["overruled", "applied"] == [o.state for o in case.judged().outcomes]
    assert [(5, new.id)] == [(r.credibility, r.judgement) for r in case.judged().claims]
    case.undo(new.id, user="ana")
    assert [(2, old.id)] == [(r.credibility, r.judgement) for r in case.judged().claims]


def test_reliability_and_credibility_stay_apart(case: Case) -> None:
    """A rating of a source rates no claim, nor the other way round; no suggestion rests on who says it."""
    index = case.mark()
    before = case.suggestions()
    case.judge(RateSource(mark_entity(index, entity(case.answer(), "Karel Voss")), "E"), user="ana")
    assert () == case.judged().claims
    assert before == case.suggestions()
    assert all(s.rule.startswith("credibility/") and s.why for s in before)


def test_order_of_loading_makes_no_difference(case: Case, make: Make) -> None:
    """A log loaded backwards, or twice, is the same log."""
    index = case.mark()
    for make_decision, _ in KINDS.values():
        case.judge(make_decision(index), user="ana")
    case.undo(case.judgements()[0].id, user="bo")
    lines = case.dump_judgements().splitlines()
    other = make("other")
    assert 12 == len(other.load_judgements(lines[::-1]))
    assert () == other.load_judgements(lines)
    assert case.dump_judgements() == other.dump_judgements()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("not JSON", "holds no judgement"),
        ("{}", "holds no judgement"),
        (LINE % '{"type":"undo","judgement":"1"}', "is not as it was made"),
        (LINE % '{"type":"shrug"}', "shrug"),
    ],
)
def test_a_line_that_is_no_judgement_is_named_and_none_is_loaded(case: Case, line: str, said: str) -> None:
    good = decide(RateSource(OutletMark("Ledger"), "A"), user="ana", when=datetime(2022, 5, 1, tzinfo=UTC))
    with pytest.raises(JudgementError, match=said) as caught:
        case.load_judgements([msgspec.json.encode(good), line], name="log.jsonl")
    assert "log.jsonl:2" in caught.value.message
    assert () == case.judgements()


def test_nobody_can_judge_without_a_name_or_what_is_not_there(case: Case) -> None:
    with pytest.raises(JudgementError, match="must not be empty"):
        case.judge(RateSource(OutletMark("Ledger"), "A"), user=" ")
    with pytest.raises(JudgementError, match="there is no claim"):
        mark_claim(case.mark(), "nonsense")
    with pytest.raises(CaseError, match="nothing under"):
        case.undo("nonsense", user="ana")


def test_a_passage_without_letters_has_no_anchor(case: Case) -> None:
    document = case.answer().documents[0]
    gap = document.text.index(" ")
    with pytest.raises(JudgementError, match="no words"):
        case.mark().anchor(document.id, (Span(gap, gap + 1),))
