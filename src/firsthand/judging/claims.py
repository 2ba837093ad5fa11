"""Claims that are one, and a claim that is two."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from firsthand.judging.draft import Draft
from firsthand.judging.finding import find_claim, tellings_of
from firsthand.judging.index import Index
from firsthand.judging.records import Outcome
from firsthand.judging.recounting import join_origins
from firsthand.judging.unions import Unions
from firsthand.model import Claim, content_id
from firsthand.model.judgements import ClaimMark, Judgement, NotSame, Same

RULE = "claim/judged"


class Parted(msgspec.Struct, frozen=True):
    """Assertions that leave the claim `old` for one of their own, `new`."""

    old: str
    new: str
    leaving: frozenset[str]


def settle_claims(draft: Draft, index: Index, decided: Iterable[tuple[Judgement, Same | NotSame]]) -> list[Outcome]:
    """Join and part claims by these decisions; the newest goes first and is not gone back on."""
    pairs = [(j, d) for j, d in decided if isinstance(d.left, ClaimMark)]
    unions, outcomes, parts = Unions(), [], []
    for judgement, decision in sorted(pairs, key=lambda p: (p[0].when, p[0].id), reverse=True):
        left, right = (find_claim(m, index) for m in (decision.left, decision.right) if isinstance(m, ClaimMark))
        if left is None or right is None:
            outcomes.append(Outcome(judgement.id, "lost", why="nothing here tells one of the two any more"))
        elif left == right and isinstance(decision, NotSame):
            part = _part(decision, index, left)
            parts += [part] if part is not None else []
            outcomes.append(
                Outcome(judgement.id, "applied", (part.old, part.new))
                if part is not None
                else Outcome(judgement.id, "lost", (left,), "both are told by the same words here")
            )
        else:
            done = unions.join(left, right) if isinstance(decision, Same) else unions.part(left, right)
            outcomes.append(
                Outcome(judgement.id, "applied", (left, right))
                if done
                else Outcome(judgement.id, "overruled", (left, right), "a newer judgement has it otherwise")
            )
    order = {c.id: i for i, c in enumerate(index.answer.claims)}
    for group in unions.groups(order):
        _merge(draft, sorted((g for g in group if g in draft.claims), key=lambda c: order[c]))
    for part in parts:
        _split(draft, draft.merged.get(part.old, part.old), part)
    return outcomes


def _part(decision: NotSame, index: Index, claim: str) -> Parted | None:
    """The assertions that only the second of the two was marked by, under the id that comparing would give them."""
    if not isinstance(decision.left, ClaimMark) or not isinstance(decision.right, ClaimMark):
        return None
    telling = index.get("claim", claim).assertions
    mine, theirs = tellings_of(decision.right, index), tellings_of(decision.left, index)
    leaving = tuple(a for a in telling if a in mine and a not in theirs)
    if not leaving or len(leaving) == len(telling):
        return None
    new = content_id("claim", leaving[0])
    return Parted(claim, new if new != claim else content_id("claim", "apart", *leaving), frozenset(leaving))


def _split(draft: Draft, id_: str, part: Parted) -> None:
    claim = draft.claims.get(id_)
    going = tuple(a for a in claim.assertions if a in part.leaving) if claim else ()
    staying = tuple(a for a in claim.assertions if a not in part.leaving) if claim else ()
    if claim is None or not going or not staying:
        return
    draft.claims[id_] = _of(claim, id_, staying)
    draft.claims[part.new] = msgspec.structs.replace(_of(claim, part.new, going), denied_by=())
    draft.recounted |= {id_, part.new}


def _of(claim: Claim, id_: str, telling: tuple[str, ...]) -> Claim:
    headline = claim.headline if claim.headline in telling else telling[0]
    return msgspec.structs.replace(claim, id=id_, assertions=telling, headline=headline, rules=_signed(claim.rules))


def _merge(draft: Draft, group: list[str]) -> None:
    """The first of them stands for all; its headline is that of the most told one."""
    held = [draft.claims.pop(id_) for id_ in group]
    if not held:
        return
    fullest = max(held, key=lambda c: (len(c.assertions), -group.index(c.id)))
    telling = tuple(dict.fromkeys(a for c in held for a in c.assertions))
    denying = tuple(a for a in dict.fromkeys(a for c in held for a in c.denied_by))
    first = group[0]
    draft.claims[first] = msgspec.structs.replace(
        held[0],
        assertions=telling,
        headline=fullest.headline,
        denied_by=denying,
        origins=join_origins(held),
        rules=_signed(tuple(dict.fromkeys(r for c in held for r in c.rules))),
    )
    for other in group[1:]:
        draft.rename_claim(other, first)
    draft.merged.update(dict.fromkeys(group, first))
    draft.recounted.add(first)


def _signed(rules: tuple[str, ...]) -> tuple[str, ...]:
    return (*(r for r in rules if r != RULE), RULE)
