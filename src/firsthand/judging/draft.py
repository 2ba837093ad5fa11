"""An answer under correction: what judgements change, and what follows from it."""

from __future__ import annotations

import msgspec

from firsthand.judging.index import Index
from firsthand.judging.recounting import Ground, recount
from firsthand.judging.renaming import Rename, rename, rename_speakers
from firsthand.model import Answer, Claim, Discrepancy
from firsthand.model.ordering import sort_answer


class Draft:
    """The lists of an answer, by id where they have one. `recounted` are ids of claims whose origins no longer hold;
    `unshown` those of which an assertion's source was corrected, so that independence has to be shown anew; `freed` the
    assertions that come from nowhere else any more; `merged` says which id stands for which, of entities and claims."""

    def __init__(self, index: Index) -> None:
        answer = index.answer
        self.base = answer
        self.entities = dict(index.entities)
        self.attributions = dict(index.attributions)
        self.assertions = dict(index.assertions)
        self.claims = {c.id: c for c in answer.claims}
        self.derivations = list(answer.derivations)
        self.echoes = list(answer.echoes)
        self.denials = list(answer.denials)
        self.discrepancies = list(answer.discrepancies)
        self.utterances = list(answer.utterances)
        self.recounted: set[str] = set()
        self.unshown: set[str] = set()
        self.freed: set[str] = set()
        self.merged: dict[str, str] = {}

    def touch_tellings(self, ids: frozenset[str], *, source: bool = False) -> None:
        """Whatever rests on these assertions is counted again."""
        for claim in self.claims.values():
            if not ids.isdisjoint(claim.assertions):
                self.recounted.add(claim.id)
                if source:
                    self.unshown.add(claim.id)

    def drop_tellings(self, ids: frozenset[str]) -> None:
        """Take assertions out of all that rests on them; a claim that nobody tells any more goes with them."""
        for id_ in ids:
            self.assertions.pop(id_, None)
        self.touch_tellings(ids)
        for claim in list(self.claims.values()):
            if not ids.isdisjoint((*claim.assertions, *claim.denied_by)):
                self._shrink(claim, ids)
        self.echoes = [e for e in self.echoes if ids.isdisjoint((e.attributed, e.unattributed))]
        self.denials = [d for d in self.denials if ids.isdisjoint((d.assertion, str(d.denies.assertion)))]
        self.discrepancies = [d for old in self.discrepancies if (d := _without(old, ids)) is not None]

    def _shrink(self, claim: Claim, gone: frozenset[str]) -> None:
        telling = tuple(a for a in claim.assertions if a not in gone)
        if not telling:
            self.drop_claim(claim.id)
            return
        self.claims[claim.id] = msgspec.structs.replace(
            claim,
            assertions=telling,
            denied_by=tuple(a for a in claim.denied_by if a not in gone),
            headline=telling[0] if claim.headline in gone else claim.headline,
        )

    def drop_claim(self, id_: str) -> None:
        """Its assertions stay: only that they tell this together is taken back."""
        self.claims.pop(id_, None)
        self.denials = [d for d in self.denials if d.denies.claim != id_]
        self.discrepancies = [d for d in self.discrepancies if d.claim != id_]

    def rename_claim(self, old: str, new: str) -> None:
        self.denials = [
            msgspec.structs.replace(d, denies=msgspec.structs.replace(d.denies, claim=new))
            if d.denies.claim == old
            else d
            for d in self.denials
        ]
        self.discrepancies = [
            msgspec.structs.replace(d, claim=new) if d.claim == old else d for d in self.discrepancies
        ]

    def rename_entities(self, concerned: frozenset[str], to: Rename) -> None:
        """Every record that names one of the entities names whom `to` says, or nobody."""
        spoken: dict[str, tuple[str, str | None]] = {}
        for a in list(self.attributions.values()):
            if a.source_entity in concerned and (new := to(a.source_entity, a.document, a.source)) != a.source_entity:
                spoken[a.id] = a.source_entity, new
                self.attributions[a.id] = msgspec.structs.replace(a, source_entity=new)
        changed = set()
        for told in list(self.assertions.values()):
            holders = {
                spoken[link][0]: spoken[link][1] or f"attribution:{link}" for link in told.chain if link in spoken
            }
            renamed = rename(told, concerned, to, holders)
            if renamed is not told:
                self.assertions[told.id] = renamed
                changed.add(told.id)
        self.utterances = [rename_speakers(u, concerned, to) for u in self.utterances]
        self.touch_tellings(frozenset(changed))

    def finish(self) -> Answer:
        """The answer as it now stands, every list in order, no one's counts out of date."""
        base = self.base
        found = msgspec.structs.replace(
            base,
            entities=tuple(self.entities.values()),
            attributions=tuple(self.attributions.values()),
            assertions=tuple(self.assertions.values()),
            claims=tuple(self.claims.values()),
            derivations=tuple(self.derivations),
            echoes=tuple(self.echoes),
            denials=tuple(self.denials),
            discrepancies=tuple(self.discrepancies),
            utterances=tuple(self.utterances),
        )
        if self.recounted:
            ground = Ground(found)
            again = (self._recounted(c, ground) if c.id in self.recounted else c for c in found.claims)
            found = msgspec.structs.replace(found, claims=tuple(again))
        return sort_answer(found)

    def _recounted(self, claim: Claim, ground: Ground) -> Claim:
        return recount(claim, ground, freed=frozenset(self.freed), shown=claim.id not in self.unshown)


def _without(found: Discrepancy, gone: frozenset[str]) -> Discrepancy | None:
    values = tuple(v for v in found.values if v.assertion not in gone)
    if len(values) == len(found.values):
        return found
    return msgspec.structs.replace(found, values=values) if len(values) > 1 else None
