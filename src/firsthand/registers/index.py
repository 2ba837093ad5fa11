"""Look-ups over an answer that every register asks for: whose words, whose names, which claim, who denies."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

import msgspec

from firsthand.lexicon.words import word_list
from firsthand.lexicon.world import by_id
from firsthand.model import (
    Answer,
    Assertion,
    Attribution,
    Claim,
    Date,
    Document,
    Entity,
    Origins,
    Party,
    Passage,
    Span,
    words,
)
from firsthand.registers.lands import lands

_WORD = re.compile(r"[a-z]+")
_GIVEN = frozenset({"cue/condemn", "cue/criticize", "cue/lament"})
_BODIES = frozenset({"state", "government", "organisation", "armed group"})
OWN_VOICE = "own voice"
SURE = ("CT+", "PR+")
_RANK = {"CT+": 6, "PR+": 5, "PS+": 4, "Uu": 3, "PS-": 2, "PR-": 1, "CT-": 0}


class Index(msgspec.Struct, frozen=True):
    """An answer, looked up by id. `claim_of` gives the claim that an assertion tells, or that it
    denies; `deniers` who denies an assertion or a
    claim, as the ids of the denying assertions."""

    answer: Answer
    documents: dict[str, Document]
    entities: dict[str, Entity]
    attributions: dict[str, Attribution]
    assertions: dict[str, Assertion]
    claims: dict[str, Claim]
    claim_of: dict[str, str]
    deniers: dict[str, tuple[str, ...]]
    mentions: dict[str, tuple[tuple[int, int, str], ...]]
    lands: dict[str, str]
    namesakes: dict[str, str]


def index(answer: Answer) -> Index:
    """All look-ups of an answer, made once."""
    deniers: dict[str, list[str]] = {}
    claim_of = {a: c.id for c in answer.claims for a in c.assertions}
    for denial in answer.denials:
        target = denial.denies.claim or denial.denies.assertion
        deniers.setdefault(str(target), []).append(denial.assertion)
        denied = denial.denies.claim or claim_of.get(str(denial.denies.assertion))
        if denied:
            claim_of.setdefault(denial.assertion, str(denied))
    documents = {d.id: d for d in answer.documents}
    entities = {e.id: e for e in answer.entities}
    mentions = _mentions(answer.entities)
    return Index(
        answer,
        documents,
        entities,
        {a.id: a for a in answer.attributions},
        {a.id: a for a in answer.assertions},
        {c.id: c for c in answer.claims},
        claim_of,
        {target: tuple(sorted(set(ids))) for target, ids in deniers.items()},
        mentions,
        lands(documents, entities, mentions),
        _namesakes(answer.entities),
    )


def _mentions(entities: Iterable[Entity]) -> dict[str, tuple[tuple[int, int, str], ...]]:
    found: dict[str, list[tuple[int, int, str]]] = {}
    for entity in entities:
        for mention in entity.mentions:
            found.setdefault(mention.document, []).append((mention.span.start, mention.span.end, entity.id))
    return {document: tuple(sorted(spans)) for document, spans in found.items()}


def _namesakes(entities: Iterable[Entity]) -> dict[str, str]:
    """Bodies of no list that bear one name, by the one of them that is mentioned most: which kind a body is taken for
    changes from report to report. Two persons of one name may be two."""
    named: dict[str, list[Entity]] = {}
    for entity in entities:
        if "/" not in entity.id and entity.kind in _BODIES:
            named.setdefault(entity.name.casefold(), []).append(entity)
    return {
        entity.id: min(same, key=lambda e: (-len(e.mentions), e.id)).id
        for same in named.values()
        if len(same) > 1
        for entity in same
    }


def text_of(at: Index, assertion: Assertion) -> str:
    """The assertion's words, broken stretches joined."""
    return " ".join(words(assertion.content, at.documents[assertion.document].text).split())


def said(at: Index, assertion: Assertion, span: Span | None) -> str | None:
    """The words at a span of the assertion's document, white space made one."""
    return None if span is None else " ".join(span.of(at.documents[assertion.document].text).split())


def name_of(at: Index, entity: str | None) -> str | None:
    """What an entity is called; one that is only an id by its listed name, or else by the id's end."""
    if entity is None:
        return None
    found = at.entities.get(entity)
    if found is not None:
        return found.name
    listed = by_id().get(entity)
    return listed.names[0] if listed is not None else entity.rsplit("/", 1)[-1]


def land_of(at: Index, entity: str | None) -> str | None:
    """The state that an office, its holder or a body of a state acts for; any other entity stands for itself."""
    if entity is None:
        return None
    if entity in at.lands:
        return at.lands[entity]
    kind, _, rest = entity.partition("/")
    return f"state/{rest.split('/')[0]}" if kind in ("government", "office") and "/" in rest else entity


def entity_at(at: Index, document: str, span: Span) -> str | None:
    """The entity that is named at a span, or within it, None where none is."""
    spans = at.mentions.get(document, ())
    i = bisect_right(spans, (span.end, 0, ""))
    for start, end, entity in reversed(spans[max(0, i - 6) : i]):
        if span.start <= start and end <= span.end or start <= span.start and span.end <= end:
            return entity
    return None


def party(at: Index, assertion: Assertion, who: Party | None) -> tuple[str | None, str | None]:
    """A party's id and name: its state where it acts for one or is a town in one; the report's words where it has no
    name."""
    if who is None:
        return None, None
    entity = land_of(at, who.entity)
    if entity is None:
        where = said(at, assertion, who.place)
        phrase = said(at, assertion, who.span) or ""
        return None, f"{phrase} in {where}" if where else phrase
    if entity.startswith("place/") and (country := _country_at(assertion, who.span)) is not None:
        entity = country
    return entity, name_of(at, entity)


def _country_at(assertion: Assertion, span: Span) -> str | None:
    """The state in which a place named at `span` lies, where it is smaller than a state."""
    found = next((p for p in assertion.places if p.span.overlaps(span)), None)
    if found is None or found.country is None or found.precision in ("country", "region", "feature"):
        return None
    return f"state/{found.country}"


def speaker(at: Index, assertion: Assertion) -> str:
    """Who stands at the far end of the chain, by name or by the report's words; the outlet where it is nobody."""
    if not assertion.chain:
        return outlet_of(at, assertion.document) or OWN_VOICE
    last = at.attributions.get(assertion.chain[-1])
    if last is None:
        return "unnamed"
    if last.source_entity is not None:
        return name_of(at, last.source_entity) or "unnamed"
    text = at.documents[assertion.document].text
    return " ".join(words(last.source, text).split()) if last.source else "unnamed"


def outlet_of(at: Index, document: str) -> str | None:
    return at.documents[document].outlet


def page_name(document: Document) -> str:
    """The outlet, or else the file, the title or the id of a report."""
    return document.outlet or (document.path or "").rsplit("/", 1)[-1] or document.title or document.id[:12]


def holder(at: Index, assertion: Assertion) -> str | None:
    """The entity at the far end of the chain, None where there is no chain or nobody is named."""
    last = at.attributions.get(assertion.chain[-1]) if assertion.chain else None
    return last.source_entity if last is not None else None


def side(at: Index, assertion: Assertion) -> str | None:
    """The entity at the far end of the chain, or the state or body whose people it is ("Serbian officials"); "Serbian
    protesters" are nobody's."""
    last = at.attributions.get(assertion.chain[-1]) if assertion.chain else None
    if last is None or last.source_entity is not None or not last.source:
        return last.source_entity if last is not None else None
    said = _WORD.findall(words(last.source, at.documents[assertion.document].text).lower())
    if any(w in word_list("not-the-state") or w.removesuffix("s") in word_list("not-the-state") for w in said):
        return None
    return next((e for s in last.source if (e := entity_at(at, assertion.document, s)) is not None), None)


def _body(at: Index, assertion: Assertion) -> str | None:
    """The holder's key in `factuality` where the far end is a body that its words name ("the defence ministry")."""
    last = at.attributions.get(assertion.chain[-1]) if assertion.chain else None
    if last is None or last.source_entity is not None or not last.source:
        return None
    said = words(last.source, at.documents[assertion.document].text).lower()
    return f"attribution:{last.id}" if not word_list("acting-body").isdisjoint(_WORD.findall(said)) else None


def commitment(at: Index, assertion: Assertion) -> str:
    """The most that the author or a named primary source commits to, `Uu` where neither does. A body of a state or a
    party that is told by its office is named ("the defence ministry"); "officials" are not."""
    named = holder(at, assertion) or _body(at, assertion)
    author = assertion.factuality["author"]
    own = assertion.factuality.get(named, "Uu") if named is not None else "Uu"
    if assertion.act == "deny":
        return own if _RANK[own] < _RANK["Uu"] else "CT-"
    return max((author, own), key=lambda f: _RANK[f])


def is_told(at: Index, assertion: Assertion) -> bool:
    """Whether the author or somebody named holds it for so, and does more than accuse, ask or plan."""
    if assertion.act == "accuse" and not _takes_as_given(at, assertion):
        return False
    return assertion.act not in ("deny", "ask", "demand", "plan", "predict") and commitment(at, assertion) in SURE


def _takes_as_given(at: Index, assertion: Assertion) -> bool:
    """ "condemned the attack": that there was one is not what is charged."""
    last = at.attributions.get(assertion.chain[-1]) if assertion.chain else None
    return last is not None and not _GIVEN.isdisjoint(last.rules)


def published(at: Index, document: str) -> str | None:
    stamp = at.documents[document].published
    return stamp[:10] if stamp else None


def date_at(assertion: Assertion, span: Span | None) -> Date | None:
    """The date of the assertion that stands at a span."""
    return None if span is None else next((d for d in assertion.dates if d.span == span), None)


def denying(at: Index, assertions: Iterable[str]) -> tuple[str, ...]:
    """Names of those who deny these assertions or their claims, sorted."""
    found: set[str] = set()
    for id in assertions:
        for target in (id, at.claim_of.get(id, "")):
            found.update(speaker(at, at.assertions[d]) for d in at.deniers.get(target, ()))
    return tuple(sorted(found))


def passages(at: Index, assertions: Iterable[Assertion]) -> tuple[Passage, ...]:
    return tuple(Passage(a.document, a.content) for a in assertions)


def standing(at: Index, claims: tuple[str, ...], assertions: tuple[Assertion, ...]) -> Origins:
    """Who stands behind several claims together: pages, newsrooms and named sources counted anew; `independent` is the
    most that one of the claims is shown to have."""
    if len(claims) == 1:
        return at.claims[claims[0]].origins
    pages = {a.document for a in assertions}
    outlets = {outlet_of(at, page) for page in pages}
    shown = [n for c in claims if (n := at.claims[c].origins.independent) is not None]
    return Origins(
        pages=len(pages),
        newsrooms=None if None in outlets else len(outlets),
        primary_sources=len({h for a in assertions if (h := holder(at, a)) is not None}),
        independent=max(shown, default=None),
        roots=tuple(sorted({r for c in claims for r in at.claims[c].origins.roots})),
    )


class Support(msgspec.Struct, frozen=True, kw_only=True):
    """What every row says of what it rests on; see `Row`."""

    claims: tuple[str, ...]
    assertions: tuple[str, ...]
    words: tuple[Passage, ...]
    origins: Origins
    said_by: tuple[str, ...]
    disputed_by: tuple[str, ...]
    first_reported: str | None
    last_confirmed: str | None


def support(at: Index, found: Iterable[Assertion]) -> Support:
    """What a row of these assertions rests on; they are taken once each, by day of print, document and place."""
    unique = {a.id: a for a in found}
    told = sorted(unique.values(), key=lambda a: (published(at, a.document) or "9999", a.document, a.content, a.id))
    claims = tuple(sorted({at.claim_of[a.id] for a in told if a.id in at.claim_of}))
    days = [day for a in told if (day := published(at, a.document)) is not None]
    held = [day for a in told if is_told(at, a) and (day := published(at, a.document)) is not None]
    return Support(
        claims=claims,
        assertions=tuple(a.id for a in told),
        words=passages(at, told),
        origins=standing(at, claims, tuple(told)),
        said_by=tuple(dict.fromkeys(speaker(at, a) for a in told if a.act != "deny")),
        disputed_by=denying(at, (a.id for a in told)),
        first_reported=min(days, default=None),
        last_confirmed=max(held, default=None),
    )


def fields(basis: Support) -> dict[str, object]:
    """A support's fields by name, for the row that takes them over."""
    return {name: getattr(basis, name) for name in Support.__struct_fields__}
