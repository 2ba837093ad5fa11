"""How many stand behind a claim that a judgement has changed: never more than the machine has shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import msgspec

from firsthand.comparing.outlets import know_outlets
from firsthand.model import Answer, Assertion, Claim, Derivation, Origins, Spans, size

_HALF = 0.5
"""A derived stretch carries an assertion with it when so much of its content lies inside, as in comparing."""


class Ground:
    """What a changed answer is counted by."""

    def __init__(self, answer: Answer) -> None:
        self.assertions = {a.id: a for a in answer.assertions}
        self.attributions = {a.id: a for a in answer.attributions}
        self.documents = {d.id: d for d in answer.documents}
        self.kinds = {e.id: e.kind for e in answer.entities}
        self.echoed = {e.unattributed for e in answer.echoes if e.direction == "known"}
        self.order = {a.id: i for i, a in enumerate(answer.assertions)}
        self.outlets = know_outlets(sorted({d.outlet for d in answer.documents if d.outlet}))
        published = {self.outlets.key_of(d) for d in answer.documents} - {""}
        self.at_hand = {e.id for e in answer.entities if self.outlets.key(e.name) in published}
        self.derived: dict[str, list[Derivation]] = defaultdict(list)
        for d in answer.derivations:
            self.derived[d.child.document].append(d)

    def source(self, told: Assertion) -> str | None:
        """The named far end of the chain; a text, a group or an outlet whose reports are at hand is no end."""
        last = self.attributions.get(told.chain[-1]) if told.chain else None
        source = last.source_entity if last else None
        return None if source in self.at_hand or self.kinds.get(source or "") in ("work", "people") else source


def recount(claim: Claim, ground: Ground, *, freed: frozenset[str], shown: bool) -> Claim:
    """The claim with its origins counted again: of the roots that it had, those still told, and those of its assertions
    that are `freed` from what they were said to come from. Independence is only ever taken away."""
    told = [ground.assertions[a] for a in claim.assertions]
    pages = {a.document for a in told}
    outlets = [ground.documents[p].outlet for p in pages]
    roots = _roots(claim, told, ground, freed)
    independent = claim.origins.independent
    still = min(independent, len(roots)) if independent is not None and shown else 0
    return msgspec.structs.replace(
        claim,
        origins=Origins(
            pages=len(pages),
            newsrooms=None if None in outlets else len({ground.outlets.key(str(o)) for o in outlets}),
            primary_sources=len({s for a in told if (s := ground.source(a)) is not None}),
            independent=still if still > 1 else None,
            roots=roots,
        ),
    )


def _roots(claim: Claim, told: list[Assertion], ground: Ground, freed: frozenset[str]) -> tuple[str, ...]:
    telling = {a.id for a in told}
    kept = {r for r in claim.origins.roots if r in telling or r in ground.documents}
    kept |= {a.id for a in told if a.id in freed and not _derived(a, ground)}
    if not kept:
        kept = {a.id for a in told if not _derived(a, ground)} or {min(telling, key=lambda a: ground.order[a])}
    return tuple(sorted(kept, key=lambda r: (ground.order.get(r, -1), r)))


def _derived(told: Assertion, ground: Ground) -> bool:
    """Whether its words are shown to come from elsewhere."""
    return told.id in ground.echoed or any(
        d.direction == "known" and d.kind != "quoted" and covers(d.child.spans, told.content)
        for d in ground.derived.get(told.document, ())
    )


def covers(spans: Spans, content: Spans) -> bool:
    """Whether half of the content lies in the stretches."""
    inside = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in spans for b in content)
    return inside >= _HALF * size(content)


def join_origins(claims: Iterable[Claim]) -> Origins:
    """Of claims that are one: all their roots, and as much independence as one of them had shown; the rest is counted
    again."""
    held = tuple(claims)
    shown = [c.origins.independent for c in held if c.origins.independent is not None]
    roots = tuple(dict.fromkeys(r for c in held for r in c.origins.roots))
    return msgspec.structs.replace(held[0].origins, independent=max(shown, default=None), roots=roots)
