"""What a document tells: one record for each thing told, with its chain, its act and everybody's commitment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

import msgspec

from firsthand.lexicon.records import Cue
from firsthand.lexicon.reporting import UNLISTED, cues, events, saying_verbs, telling_nouns
from firsthand.lexicon.words import word_list
from firsthand.model import (
    Act,
    Assertion,
    Attribution,
    Chain,
    Denial,
    Factuality,
    Mention,
    Reading,
    Spans,
    Target,
    all_covered,
    any_overlap,
    content_id,
    hull,
)
from firsthand.reading.clauses import FEWEST, find_clauses, main_word, side_clauses, stretches
from firsthand.reading.events import code_event
from firsthand.reading.factuality import Commitment, combine, is_called_false, is_negated, judge, nobody_does
from firsthand.reading.phrases import head_of
from firsthand.reading.pipeline import Stage
from firsthand.reading.votes import TAGGED

JUDGING = frozenset({"object", "preposition", "aware", "resumed"})
"""Constructions whose source speaks about a telling inside its content and does not pass it on."""

PRESUMING = frozenset({"parenthesis"})
"""Constructions by which the author takes the content for true: "As the agency reported, P"."""


CLAUSAL = frozenset({"clause", "quote", "relay", "resumed", "according", "parenthesis", "label", "raised", "adverb"})
"""Constructions whose content is a clause of its own; what others hand over is part of the clause that says so."""


class _Page(msgspec.Struct, frozen=True):
    """A reading, and for each token that heads a mention the entity that it stands for."""

    reading: Reading
    entity_at: Callable[[int], str | None]


class _Telling(msgspec.Struct, frozen=True):
    """An attribution with the lexicon's word on it."""

    attribution: Attribution
    cue: Cue
    frame: str

    denies_nothing: bool = False
    """A verb of denying whose object is no telling: to reject a plan, to decline to comment, says nothing of facts."""
    unsaid: bool = False
    """The verb of saying is itself negated, or nobody is its subject."""
    doubts: bool = False
    """ "do not believe that P" is to believe that P is not so; "did not say that P" says nothing."""
    calls_false: bool = False
    """ "called the report a fabrication": judges the telling inside, and denies it."""
    called_false: bool = False
    """ "the charge that P is false": whoever says so denies P."""
    speaker: str | None = None
    """Whoever "I" and "we" stand for inside somebody's words."""

    @property
    def silent(self) -> bool:
        return self.unsaid and not self.doubts

    @property
    def act(self) -> Act:
        if self.doubts or self.calls_false:
            return "deny"
        return "state" if self.denies_nothing else self.cue.act

    @property
    def commitment(self) -> Factuality:
        if self.doubts:
            return combine("CT-", self.cue.source)
        if self.calls_false:
            return "CT-"
        if self.denies_nothing or self.unsaid:
            return "Uu"
        return "CT+" if self.frame == "relay" else self.cue.source

    @property
    def relays(self) -> bool:
        return self.frame not in JUDGING and self.cue.act != "deny" and not self.calls_false

    @property
    def holder(self) -> str:
        return self.speaker or self.attribution.source_entity or f"attribution:{self.attribution.id}"

    @property
    def author_value(self) -> Factuality:
        return (
            "CT+"
            if self.frame in PRESUMING and self.cue.author == "Uu" and self.cue.sense == "say"
            else self.cue.author
        )


def find_assertions(reading: Reading) -> Reading:
    """Assertions in text order, and the denials among them."""
    assert reading.tree is not None and reading.attributions is not None
    tellings = _tellings(reading, reading.attributions)
    judged = _judgements(tellings)
    page = _Page(reading, _entity_at(reading))
    told = [a for t in tellings.values() for a in _told(page, t, tellings, judged)]
    own = list(_own_voice(page, reading.attributions))
    assertions = {a.id: a for a in (*told, *own)}
    denials = _denials(tuple(assertions.values()), tellings, judged)
    return msgspec.structs.replace(
        reading,
        assertions=tuple(sorted(assertions.values(), key=lambda a: (a.content[0].start, a.content[-1].end, a.id))),
        denials=denials,
    )


def frame_of(attribution: Attribution) -> str:
    """The construction that found it."""
    return next(rule.removeprefix("frame/") for rule in attribution.rules if rule.startswith("frame/"))


def _tellings(reading: Reading, attributions: tuple[Attribution, ...]) -> dict[str, _Telling]:
    assert reading.tree is not None
    tree, known = reading.tree, {cue.id: cue for cue in (*cues(), UNLISTED)}
    found = {}
    for a in attributions:
        rules = dict(rule.split("/", 1) for rule in a.rules)
        cue, frame = known[rules["cue"]], rules["frame"]
        head = head_of(tree, a.cue)
        negated = cue.kind in ("verb", "adjective") and is_negated(tree, head)
        found[a.id] = _Telling(
            a,
            cue,
            frame,
            denies_nothing=cue.act == "deny" and _denies_nothing(reading, a, frame),
            unsaid=negated or nobody_does(tree, head) or _declines_to_speak(reading, a, cue, frame),
            calls_false=frame == "predicate" and _calls_false(reading, a, attributions),
            called_false=frame == "noun" and is_called_false(tree, head),
            doubts=negated and cue.sense == "believe" and cue.act in ("claim", "state", "predict"),
        )
    return found


def _calls_false(reading: Reading, outer: Attribution, attributions: tuple[Attribution, ...]) -> bool:
    """ "called reports that P a fabrication", "described the claim … as baseless": a telling and a word against it."""
    assert reading.tree is not None
    tokens = reading.tree.tokens
    told = any(a.parent == outer.id and frame_of(a) == "noun" for a in attributions)
    words = [i for i in reading.tree.within(outer.content[-1]) if tokens[i].pos != "PUNCT"]
    return told and bool(words) and tokens[words[-1]].lemma in word_list("falsehood")


def _declines_to_speak(reading: Reading, attribution: Attribution, cue: Cue, frame: str) -> bool:
    """ "declined to comment", "refused to say whether …", "asked not to be named": nothing is told."""
    assert reading.tree is not None
    if frame not in ("infinitive", "clause"):
        return False
    word = main_word(reading.tree, attribution.content)
    lemma = reading.tree.tokens[word].lemma
    if cue.act == "deny":
        return frame == "infinitive" and lemma in speaking_verbs()
    below = {reading.tree.tokens[c].dep for c in reading.tree.children[word]}
    return cue.act in ("ask", "demand") and lemma in word_list("naming-verbs") and {"neg", "auxpass"} <= below


@cache
def speaking_verbs() -> frozenset[str]:
    """Verbs that hand over words, and those of talking without content."""
    return saying_verbs() | word_list("talk")


def _denies_nothing(reading: Reading, attribution: Attribution, frame: str) -> bool:
    """Only a telling, a deed or a clause can be denied: "rejected the claim", "denied the attack", not "rejected the
    plan"."""
    assert reading.tree is not None
    if frame == "infinitive":
        return True
    if frame not in ("object", "preposition", TAGGED):
        return False
    head = reading.tree.tokens[main_word(reading.tree, attribution.content)]
    return head.lemma not in deniable_nouns() and head.pos not in ("VERB", "AUX")


@cache
def deniable_nouns() -> frozenset[str]:
    """Nouns for words, deeds and counts."""
    return telling_nouns() | deed_nouns() | word_list("accounts")


@cache
def deed_nouns() -> frozenset[str]:
    """Nouns that name an event: attack, involvement, sale."""
    return frozenset(form.split()[-1] for rule in events() if rule.kind == "noun" for form in rule.forms) | word_list(
        "deeds"
    )


def _judgements(tellings: dict[str, _Telling]) -> dict[str, str]:
    """Attribution that denies, confirms or otherwise judges a telling -> the attribution that tells it."""
    pairs = {}
    for id, outer in tellings.items():
        if outer.relays:
            continue
        inner = [t for t in tellings.values() if _is_judged(outer, t)]
        if inner:
            pairs[id] = min(inner, key=lambda t: (hull(t.attribution.cue).start, t.attribution.id)).attribution.id
    return pairs


def _is_judged(outer: _Telling, inner: _Telling) -> bool:
    """The inner telling is what the outer content is headed by, or is taken up whole by "which"."""
    a, b = outer.attribution, inner.attribution
    if a.id == b.id:
        return False
    if outer.frame == "resumed":
        return a.content == b.content
    return b.parent == a.id and inner.frame == "noun" and hull(b.cue).start - hull(a.content).start <= 40


def chain_of(id: str, tellings: dict[str, _Telling]) -> tuple[_Telling, ...]:
    """From the page inward: every enclosing attribution that relays, then this one. "I" and "we" inside somebody's
    words are that somebody."""
    chain, judge_id = [tellings[id]], judge_of(id, tellings)
    above = tellings[id].attribution.parent
    while above is not None:
        if tellings[above].relays and above != judge_id:
            chain.insert(0, tellings[above])
        above = tellings[above].attribution.parent
    for i, telling in enumerate(chain[1:], start=1):
        if "source/first-person" in telling.attribution.rules:
            chain[i] = msgspec.structs.replace(telling, speaker=chain[i - 1].holder)
    return tuple(chain)


def judge_of(id: str, tellings: dict[str, _Telling]) -> str | None:
    """The telling in which this one is called false, if somebody does."""
    above = tellings[id].attribution.parent if tellings[id].called_false else None
    while above is not None and not tellings[above].relays:
        above = tellings[above].attribution.parent
    return above


def _voices(chain: tuple[_Telling, ...]) -> Chain:
    """The ids of the chain's attributions, without those where a speaker only says "I"."""
    return tuple(t.attribution.id for t in chain if t.speaker is None)


def _told(page: _Page, telling: _Telling, tellings: dict[str, _Telling], judged: dict[str, str]) -> Iterator[Assertion]:
    """What one attribution tells, stretch by stretch."""
    reading = page.reading
    assert reading.tree is not None
    id = telling.attribution.id
    if any(t.silent for t in chain_of(id, tellings)):
        return
    target = judged.get(id)
    if target is not None and telling.act not in ("deny", "confirm"):
        return
    content = tellings[target].attribution.content if target is not None else telling.attribution.content
    if target is None and _only_wraps(telling, tellings):
        return
    chain = chain_of(id, tellings)
    for stretch in stretches(reading.tree, content):
        head = main_word(reading.tree, stretch)
        if not _tells(reading, stretch, telling):
            continue
        commitment = judge(reading.tree, head)
        values = _factuality(chain, commitment)
        for judge_id, told_id in sorted(judged.items()):
            if told_id == id and tellings[judge_id].act in ("deny", "confirm"):
                values[tellings[judge_id].holder] = combine(tellings[judge_id].commitment, commitment.value)
        if telling.called_false:
            verdict = judge_of(id, tellings)
            values["author" if verdict is None else tellings[verdict].holder] = combine("CT-", commitment.value)
            if verdict is not None:
                yield _called_false(page, stretch, chain_of(verdict, tellings), commitment, head)
        yield _assertion(page, stretch, chain, _act(telling, commitment), values, commitment.rules, head)
        if telling.relays:
            yield from _asides(page, stretch, chain, tellings)


def _called_false(
    page: _Page, stretch: Spans, chain: tuple[_Telling, ...], commitment: Commitment, head: int
) -> Assertion:
    """ "the charge that P is false, X said" is X's denial of P."""
    values: dict[str, Factuality] = {chain[-1].holder: combine("CT-", commitment.value), "author": "Uu"}
    return _assertion(page, stretch, chain, "deny", dict(sorted(values.items())), commitment.rules, head)


def _tells(reading: Reading, stretch: Spans, telling: _Telling) -> bool:
    """More than a bare name: a verb, or at least three words; what is denied, confirmed or charged may be one noun, and
    an answer in quotation marks anything but a pronoun."""
    assert reading.tree is not None
    inside = [reading.tree.tokens[i] for s in stretch for i in reading.tree.within(s)]
    if telling.attribution.mode == "direct":
        return any(t.pos not in ("PRON", "DET", "PUNCT") for t in inside)
    if telling.act in ("deny", "confirm", "accuse", "claim"):
        return any(t.pos in ("VERB", "AUX", "NOUN") for t in inside)
    return any(t.pos in ("VERB", "AUX") for t in inside) or sum(t.pos != "PUNCT" for t in inside) >= FEWEST


def _asides(
    page: _Page, stretch: Spans, chain: tuple[_Telling, ...], tellings: dict[str, _Telling]
) -> Iterator[Assertion]:
    """What the same voice tells on the side, where no inner voice tells it."""
    reading = page.reading
    assert reading.tree is not None
    inner = tuple(
        s
        for t in tellings.values()
        if t.attribution.parent == chain[-1].attribution.id
        for s in (*t.attribution.content, *t.attribution.cue)
    )
    for clause in side_clauses(reading.tree, reading.document.text, stretch):
        if clause.content != stretch and not any_overlap(clause.content, inner):
            commitment = judge(reading.tree, clause.head)
            yield _assertion(
                page,
                clause.content,
                chain,
                _act(chain[-1], commitment),
                _factuality(chain, commitment),
                commitment.rules,
                clause.head,
            )


def _only_wraps(telling: _Telling, tellings: dict[str, _Telling]) -> bool:
    """ "X cited Y as saying P" tells nothing but that Y tells P."""
    inner = [t for t in tellings.values() if t.attribution.parent == telling.attribution.id and not t.silent]
    if any("source/first-person" in t.attribution.rules and _opens(t, telling) for t in inner):
        return True
    same = any(t.frame == "relay" and t.attribution.content == telling.attribution.content for t in inner)
    return same or telling.frame == "relay" and bool(inner)


def _opens(inner: _Telling, outer: _Telling) -> bool:
    """The content begins with the inner telling: "we think that P"."""
    a, b = inner.attribution, outer.attribution
    return bool(a.source) and len(b.content) == 1 and hull(a.source).start - b.content[0].start <= 1


def _act(telling: _Telling, commitment: Commitment) -> Act:
    """The cue's act; a neutral telling of a plan, a demand or a forecast is that."""
    if telling.act == "state" and commitment.act is not None:
        return commitment.act
    return telling.act


def _factuality(chain: tuple[_Telling, ...], commitment: Commitment) -> dict[str, Factuality]:
    """The innermost source by its own cue; whoever stands further out, and the author, by how the cues inside present
    it."""
    values: dict[str, Factuality] = {}
    presented: Factuality = combine(chain[-1].author_value, commitment.value)
    values[chain[-1].holder] = combine(chain[-1].commitment, commitment.value)
    for outer in reversed(chain[:-1]):
        values.setdefault(outer.holder, presented)
        presented = combine(outer.author_value, presented)
    values["author"] = presented
    return dict(sorted(values.items()))


def _own_voice(page: _Page, attributions: tuple[Attribution, ...]) -> Iterator[Assertion]:
    """Every clause that is nobody else's."""
    reading = page.reading
    assert reading.tree is not None and reading.sentences is not None
    tree = reading.tree
    taken = tuple(s for a in attributions if frame_of(a) != "resumed" for s in a.content)
    told = tuple(s for a in attributions if frame_of(a) in CLAUSAL - {"resumed"} for s in (*a.content, *a.cue))
    cue_words = tuple(s for a in attributions for s in a.cue)
    for clause in find_clauses(tree, reading.document.text, taken=taken, told=told, cues=cue_words):
        if tree.tokens[clause.head].lemma in speaking_verbs() and is_negated(tree, clause.head):
            continue
        commitment = judge(tree, clause.head)
        if _is_question(reading, clause.head):
            commitment = Commitment("Uu", "ask", ("sentence/question",))
        yield _assertion(
            page,
            clause.content,
            (),
            commitment.act or "state",
            {"author": commitment.value},
            commitment.rules,
            clause.head,
        )


def _is_question(reading: Reading, head: int) -> bool:
    assert reading.tree is not None and reading.sentences is not None
    sentence = reading.sentences[reading.tree.tokens[head].sentence]
    return reading.tree.tokens[sentence.last].norm == "?" or sentence.span.of(reading.document.text).rstrip(
        "”\"'"
    ).endswith("?")


def _assertion(
    page: _Page,
    content: Spans,
    chain: tuple[_Telling, ...],
    act: Act,
    factuality: dict[str, Factuality],
    rules: tuple[str, ...],
    head: int,
) -> Assertion:
    reading = page.reading
    assert reading.tree is not None
    ids = _voices(chain)
    signed = (f"act/{act}", *(r for t in chain[-1:] for r in t.attribution.rules), *rules)
    tree = reading.tree
    inside = tree.within(hull(content))
    event = code_event(tree, inside[0], inside[-1], head, page.entity_at) if inside else None
    return Assertion(
        id=content_id("assertion", reading.document.id, content, ids, act),
        document=reading.document.id,
        content=content,
        chain=ids,
        act=act,
        factuality=factuality,
        dates=tuple(d for d in reading.dates or () if any(s.covers(d.span) for s in content)),
        quantities=tuple(q for q in reading.quantities or () if any(s.covers(q.span) for s in content)),
        event=event,
        entities=tuple(sorted({m.entity for m in _mentions_in(reading, content) if m.entity is not None})),
        rules=tuple(dict.fromkeys(signed)),
    )


def _entity_at(reading: Reading) -> Callable[[int], str | None]:
    """Token index -> the entity of the mention that this token heads."""
    assert reading.tree is not None
    heads = {head_of(reading.tree, (m.span,)): m.entity for m in reading.mentions or ()}
    return heads.get


def _mentions_in(reading: Reading, content: Spans) -> Iterator[Mention]:
    return (m for m in reading.mentions or () if all_covered((m.span,), content))


def _denials(
    assertions: tuple[Assertion, ...], tellings: dict[str, _Telling], judged: dict[str, str]
) -> tuple[Denial, ...]:
    """Who denies what is told in the same breath: an assertion by the denier against each that the teller makes."""
    by_teller: dict[str, list[Assertion]] = {}
    own = [a for a in assertions if not a.chain]
    for a in assertions:
        if a.chain:
            by_teller.setdefault(a.chain[-1], []).append(a)
    found = [
        Denial(d.id, Target(assertion=a.id), (f"denial/{tellings[judge_id].frame}",))
        for judge_id, told_id in judged.items()
        for d in by_teller.get(judge_id, ())
        if d.act == "deny"
        for a in by_teller.get(told_id, ())
        if a.content == d.content
    ]
    found += [
        Denial(d.id, Target(assertion=a.id), ("denial/called-false",))
        for id in tellings
        if (verdict := judge_of(id, tellings)) is not None
        for d in by_teller.get(verdict, ())
        if d.act == "deny"
        for a in by_teller.get(id, ())
        if a.content == d.content
    ]
    found += [
        Denial(d.id, Target(assertion=a.id), ("denial/resumed",))
        for id, t in tellings.items()
        if t.frame == "resumed" and t.act == "deny" and id not in judged
        for d in by_teller.get(id, ())
        for a in own
        if any_overlap(a.content, d.content) and hull(a.content).end == hull(d.content).end
    ]
    return tuple(sorted(found, key=lambda d: (d.assertion, str(d.denies.assertion))))


STAGE = Stage(
    "assertions",
    find_assertions,
    needs=("tree", "sentences", "dates", "quantities", "mentions", "entities", "attributions"),
    makes=("assertions", "denials"),
)
