"""The judge of sentences as one sign among others."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from firsthand.comparing import compare, denials, discrepancies, judged, matching, ties
from firsthand.comparing.judged import REFUTED, SURE, Opinion, ask
from firsthand.comparing.matching import SAME, Match, judge_open
from firsthand.comparing.pairs import Score
from firsthand.comparing.pile import lay_out
from firsthand.lexicon.verdicts import verdict_rules
from firsthand.model import Answer, Mention, Reading

MODEL = "judge 1"


def told(desk, id: str, content: str, *, who: str | None = None, act: str = "state") -> Reading:  # type: ignore[no-untyped-def]
    """One report that tells it, in its own voice or by somebody's."""
    names = ("Ardal", "Helm")
    cue = "denied that" if act == "deny" else "said that"
    text = f"{who} {cue} {content}." if who else f"{content}."
    document = desk.document(id, text, outlet=id, published="2022-06-15")
    entities = tuple(desk.entity(document, f"place/{n}", n, "place") for n in names if n in content)
    chain = (desk.attribution(document, who, cue, content, entity=f"person/{who}"),) if who else ()
    if who:
        entities += (desk.entity(document, f"person/{who}", who),)
    assertion = desk.assertion(document, content, *chain, act=act)
    reading = desk.reading(document, assertions=(assertion,), attributions=chain, entities=entities)
    mentions = tuple(Mention(desk.span(document, n), "place", f"place/{n}") for n in names if n in content)
    return replace(reading, mentions=mentions)


def judge_as(monkeypatch: pytest.MonkeyPatch, supports: float, refutes: float) -> list[tuple[str, str]]:
    """Let the judge hold this of every pair that he is asked; the pairs he is asked."""
    asked: list[tuple[str, str]] = []

    def opinion(left: str, right: str, pile: object) -> Opinion:
        asked.append((left, right))
        return Opinion(supports, refutes, MODEL)

    for module in (denials, discrepancies, matching):
        monkeypatch.setattr(module, "ask", opinion)
    return asked


def wording(desk) -> Answer:  # type: ignore[no-untyped-def]
    """Two tellings that differ in one word."""
    left, right = (
        f"the ferry left the old harbour with eighty lorries and broken bow {word}" for word in ("hinges", "windows")
    )
    return compare((told(desk, "a", left), told(desk, "b", right)))


def test_a_word_that_cannot_be(desk, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    """Where the judge is sure, another word is a conflict, signed by him with his version and chance."""
    judge_as(monkeypatch, 0.01, REFUTED)
    (found,) = wording(desk).discrepancies
    assert ("wording", "conflict", ("discrepancy/wording", "judge/refutes"), MODEL) == (
        found.about,
        found.verdict,
        found.rules,
        found.model,
    )
    assert ("judge/refutes", REFUTED) in found.signs


def test_a_doubtful_word_stays_open(desk, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    """What he holds is shown where it decides nothing."""
    judge_as(monkeypatch, 0.97, 0.01)
    (found,) = wording(desk).discrepancies
    assert ("unclear", ("discrepancy/wording",), MODEL) == (found.verdict, found.rules, found.model)


def test_without_a_judge(desk, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    """The other signs decide alone, and nobody signs."""
    monkeypatch.setattr(judged, "judge_name", lambda: None)
    (found,) = wording(desk).discrepancies
    assert ("unclear", None, ()) == (found.verdict, found.model, found.signs)


DENIED = "Ardal had secretly imposed a cruel winter blockade on harbour merchants from Helm"
TOLD = "skippers from Helm were turned away at the harbour of Ardal and lost all their herring"


@pytest.mark.parametrize(("supports", "linked"), [(SURE, True), (SURE - 0.1, False)])
def test_a_denial_in_other_words(desk, monkeypatch: pytest.MonkeyPatch, supports: float, linked: bool) -> None:  # type: ignore[no-untyped-def]
    """Names alone do not link a denial; the judge does, where he is sure."""
    judge_as(monkeypatch, supports, 0.0)
    denying = told(desk, "a", DENIED, who="Ida Norr", act="deny")
    found = [d for d in compare((denying, told(desk, "b", TOLD, who="Per Lund"))).denials if d.denies.claim]
    assert linked == bool(found)
    assert all(("denial/worded-anew", "judge/supports") == d.rules and MODEL == d.model for d in found)


def test_the_border_of_one_claim(desk, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    """He is asked of pairs that just miss the threshold and whose events are open, and of no others."""
    judge_as(monkeypatch, SURE, 0.0)
    pile = lay_out((told(desk, "a", "the ferry left Ardal for Helm"), told(desk, "b", "the ferry sailed to Helm")))
    left, right = pile.assertions
    near, far = SAME - 0.01, SAME - 0.2
    open_, settled = Score(500, ()), Score(20, ())
    assert judge_open(near, open_, left, right, pile) is not None
    assert [None] * 4 == [
        judge_open(score, events, left, right, pile)
        for score, events in ((far, open_), (SAME, open_), (near, settled), (near, None))
    ]


def test_a_pair_that_he_settles_says_so(desk, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    """The tie of an open pair shows his chance among the signs, and who he is."""
    judge_as(monkeypatch, 0.93, 0.0)
    pile = lay_out((told(desk, "a", "the ferry left Ardal for Helm"), told(desk, "b", "the ferry sailed to Helm")))
    monkeypatch.setattr(ties, "match", lambda *_: Match(SAME - 0.01, ()))
    monkeypatch.setattr(ties, "score_events", lambda *_: Score(500, ()))
    found = ties.tie(*pile.assertions, pile, {})
    assert ("sign/judge", 0.93) in found.signs
    assert MODEL == found.model


def test_he_is_asked_only_what_is_open(desk, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    """Neither of the same words nor of what has nothing in common."""
    asked = judge_as(monkeypatch, 1.0, 0.0)
    same = "the ferry left Ardal with broken bow doors and eighty lorries"
    compare((told(desk, "a", same), told(desk, "b", same), told(desk, "c", "rain fell on the hills of Helm for days")))
    assert [] == asked


@pytest.mark.parametrize("rule", [r for r in verdict_rules() if r.id.startswith("judge/")], ids=lambda r: r.id)
def test_rules(desk, rule) -> None:  # type: ignore[no-untyped-def]
    """What each sign says, on pairs that the installed judge is sure of."""
    pile = lay_out(
        told(desk, f"{n}{m}", text.strip().rstrip("."))
        for n, pair in enumerate((rule.example, rule.counterexample))
        for m, text in enumerate(pair.split("---"))
    )
    ids = {pile.assertions[a].document: a for a in pile.assertions}
    there, not_there = (ask(ids[f"{n}0"], ids[f"{n}1"], pile) for n in (0, 1))
    assert there is not None
    assert not_there is not None
    assert dict(there.signs).get(rule.id, 0) > 0.5 > dict(not_there.signs).get(rule.id, 0)
