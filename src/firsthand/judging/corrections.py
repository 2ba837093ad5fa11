"""Through whom a thing is told, and how far they go: a person's word in the machine's place."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from firsthand.judging.draft import Draft
from firsthand.judging.finding import find_entity, find_handovers, find_places, find_tellings
from firsthand.judging.index import Index
from firsthand.judging.records import Outcome
from firsthand.model import (
    Assertion,
    Attribution,
    Denial,
    Entity,
    Factuality,
    Spans,
    Target,
    any_overlap,
    content_id,
)
from firsthand.model.judgements import CorrectChain, CorrectStatus, EntityMark, HandoverMark, Judgement, Link

GONE = "its words are not told here any more"


def signature(judgement: Judgement) -> str:
    """The rule id that what a person decided is signed with."""
    return f"judgement/{judgement.id}"


def correct_chain(draft: Draft, index: Index, judgement: Judgement, decision: CorrectChain) -> Outcome:
    """Tell the assertion through these links, from the page inward."""
    ids = find_tellings(decision.assertion, index)
    for id_ in ids:
        told = draft.assertions[id_]
        links: list[Attribution] = []
        for link in decision.chain:
            made = _lay_link(draft, index, told, link, links[-1].id if links else None, judgement)
            if made is None:
                return Outcome(judgement.id, "lost", ids, "a source's words are not in this text")
            links.append(made)
        draft.attributions.update((a.id, a) for a in links)
        draft.assertions[id_] = msgspec.structs.replace(
            told,
            chain=tuple(a.id for a in links),
            factuality=_hand_on(told, tuple(_holder(a) for a in links), draft),
            rules=_sign(told.rules, judgement),
        )
    draft.touch_tellings(frozenset(ids), source=True)
    return Outcome(judgement.id, "applied", ids) if ids else Outcome(judgement.id, "lost", why=GONE)


def _lay_link(
    draft: Draft, index: Index, told: Assertion, link: Link, parent: str | None, judgement: Judgement
) -> Attribution | None:
    """The attribution of this document that the link means, or a new one; None where its words are not here."""
    source = _source_here(index, told, link)
    if source is None:
        return None
    entity = _speaker(draft, index, link, told.document, source)
    there = [
        a
        for a in index.attributions_in.get(told.document, ())
        if (a.source, a.source_entity) == (source, entity)
        and (a.id in told.chain or any_overlap(a.content, told.content))
    ]
    if there:
        return min(there, key=lambda a: (a.id not in told.chain, a.id))
    return Attribution(
        content_id("attribution", "judged", told.document, source, told.content, entity, parent),
        told.document,
        source,
        cue=(),
        content=told.content,
        parent=parent,
        source_entity=entity,
        rules=(signature(judgement),),
    )


def _source_here(index: Index, told: Assertion, link: Link) -> Spans | None:
    """The source's words in this document: none where the link names none, None where they are not here."""
    if link.source is None:
        return ()
    return next((p.spans for p in find_places(link.source, index) if p.document == told.document), None)


def _speaker(draft: Draft, index: Index, link: Link, document: str, source: Spans) -> str | None:
    """Whom the link means; a person may name somebody whom the machine has not met."""
    if link.entity is None:
        met = index.mentions_in.get(document, {})
        return next((ids[0] for span, ids in sorted(met.items()) if span in source), None)
    if (found := find_entity(link.entity, index)) is not None:
        return found
    new = link.entity
    draft.entities.setdefault(new.entity, Entity(new.entity, new.name, new.kind))
    return new.entity


def _holder(link: Attribution) -> str:
    return link.source_entity or f"attribution:{link.id}"


def _hand_on(told: Assertion, holders: tuple[str, ...], draft: Draft) -> Mapping[str, Factuality]:
    """What the sources commit themselves to, from the innermost outward: whoever stands in another's place has said
    what that one had. Without a chain the author says it; an author who now only passes it on says nothing."""
    before = [_holder(draft.attributions[link]) for link in told.chain if link in draft.attributions]
    author = told.factuality["author"]
    said = [told.factuality.get(h, author) for h in reversed(before)]
    if not holders:
        return {"author": said[0] if said else author}
    if not said:
        said, author = [author], "Uu"
    inward = reversed(holders)
    return {
        "author": author,
        **{h: told.factuality.get(h, said[min(i, len(said) - 1)]) for i, h in enumerate(inward)},
    }


def correct_status(draft: Draft, index: Index, judgement: Judgement, decision: CorrectStatus) -> Outcome:
    """The speech act, and how far each holder goes."""
    ids = find_tellings(decision.assertion, index)
    for id_ in ids:
        told = draft.assertions[id_]
        factuality = dict(told.factuality)
        for commitment in decision.factuality:
            holder = _holder_here(commitment.holder, index, told)
            if holder is None:
                return Outcome(judgement.id, "lost", ids, "a holder is not met here any more")
            factuality[holder] = commitment.factuality
        draft.assertions[id_] = msgspec.structs.replace(
            told, act=decision.act or told.act, factuality=factuality, rules=_sign(told.rules, judgement)
        )
        if decision.act is not None and (decision.act == "deny") != (told.act == "deny"):
            _change_sides(draft, id_, judgement, denying=decision.act == "deny")
    return Outcome(judgement.id, "applied", ids) if ids else Outcome(judgement.id, "lost", why=GONE)


def _holder_here(holder: str | EntityMark | HandoverMark, index: Index, told: Assertion) -> str | None:
    match holder:
        case EntityMark():
            return find_entity(holder, index)
        case HandoverMark():
            found = (index.attributions[a] for a in find_handovers(holder, index))
            return next((_holder(a) for a in found if a.document == told.document), None)
    return holder


def _change_sides(draft: Draft, id_: str, judgement: Judgement, *, denying: bool) -> None:
    """From those who tell a claim to those who deny it, or back; a claim that nobody else tells keeps its teller."""
    for claim in list(draft.claims.values()):
        telling, against = claim.assertions, claim.denied_by
        if denying and id_ in telling and len(telling) > 1:
            telling, against = tuple(a for a in telling if a != id_), (*against, id_)
            draft.denials.append(Denial(id_, Target(claim=claim.id), (signature(judgement),)))
        elif not denying and id_ in against:
            telling, against = (*(a for a in telling if a != id_), id_), tuple(a for a in against if a != id_)
            draft.denials = [d for d in draft.denials if not (d.assertion == id_ and d.denies.claim == claim.id)]
        else:
            continue
        headline = claim.headline if claim.headline in telling else telling[0]
        draft.claims[claim.id] = msgspec.structs.replace(
            claim, assertions=telling, denied_by=against, headline=headline
        )
        draft.recounted.add(claim.id)


def _sign(rules: tuple[str, ...], judgement: Judgement) -> tuple[str, ...]:
    return (*rules, signature(judgement))
