"""What fires between two answers."""

from __future__ import annotations

import msgspec
import pytest

from firsthand.judging.finding import find_claim
from firsthand.judging.index import Index
from firsthand.judging.marks import mark_claim
from firsthand.model import Answer, Claim, Origins
from firsthand.model.judgements import Watch
from firsthand.watch.alerts import Alert, fire
from smallcase import small_answer


def find(answer: Answer, watch: Watch) -> Claim | None:
    assert watch.claim
    id_ = find_claim(watch.claim, Index(answer))
    return next((c for c in answer.claims if c.id == id_), None)


def fired(watch: Watch, before: Answer, after: Answer) -> tuple[Alert, ...]:
    return fire("w1", watch, before, after, find_claim=find)


AFTER = small_answer()
BEFORE = msgspec.structs.replace(AFTER, assertions=AFTER.assertions[:2], claims=AFTER.claims[1:], denials=())


@pytest.mark.parametrize(
    ("about", "what", "want"),
    [
        ("source", "Envoy", ("5503",)),
        ("source", "the ministry", ("5504",)),
        ("source", "Zzz", ()),
        ("entity", "envoy", ("5503",)),
        ("words", "bridge FALLEN", ("5503", "5504")),
        ("words", "old", ()),
        ("words", "💥", ()),
    ],
)
def test_what_is_told_anew_fires_once_for_each_watch(about: str, what: str, want: tuple[str, ...]) -> None:
    """By a source's name or other name, by an entity, by words in any order and case."""
    found = fired(Watch(about, what), BEFORE, AFTER)  # type: ignore[arg-type]
    assert want == tuple(a for alert in found for a in alert.assertions)
    assert [1, 0][not want] == len(found)


def test_nothing_fires_where_nothing_is_new() -> None:
    """The same answer twice."""
    assert () == fired(Watch("words", "bridge"), AFTER, AFTER)


def test_a_claim_fires_when_its_counts_change() -> None:
    """More pages, a denial, and when no run finds it any more; each says what it was and is."""
    watch = Watch("claim", "the bridge", mark_claim(Index(AFTER), "cc01"))
    fewer = msgspec.structs.replace(
        AFTER.claims[0], assertions=("5501",), denied_by=(), origins=Origins(1, 1, 1, None, ("5501",))
    )
    less = msgspec.structs.replace(AFTER, claims=(fewer, AFTER.claims[1]))
    origins, denied = fired(watch, less, AFTER)
    assert ("origins", "pages 1 → 2, newsrooms 1 → 2") == (origins.happened, origins.words)
    assert ("denied", "denied by Ministry", ("5504",)) == (denied.happened, denied.words, denied.assertions)
    gone = msgspec.structs.replace(AFTER, claims=AFTER.claims[1:])
    assert ["gone"] == [a.happened for a in fired(watch, AFTER, gone)]
    assert () == fired(watch, AFTER, AFTER)
