"""Linked Markdown notes: one an actor, one a claim, one a report, and an index."""

from __future__ import annotations

from collections.abc import Iterator

from firsthand.export.flat import clean
from firsthand.export.names import Names, chain_of, names_of, slug, title_of, words_of
from firsthand.model import Answer, Claim, Document, Entity
from firsthand.model.registers import Registers, RelationRow

_MARKS = str.maketrans({c: f"\\{c}" for c in "\\`*_{}[]<>#|!~$^"})


def render(answer: Answer, registers: Registers, option: str) -> dict[str, bytes]:
    """The notes by path; every note of a claim quotes its words and says where they stand."""
    at = names_of(answer)
    told = _claims_by_entity(at)
    notes = {f"claims/{c.id}.md": _claim(at, c) for c in answer.claims}
    notes |= {f"reports/{report_note(d)}.md": _report(at, d) for d in answer.documents}
    actors = [e for e in answer.entities if e.id in told]
    notes |= {f"actors/{actor_note(e)}.md": _actor(at, e, told[e.id], registers) for e in actors}
    notes["index.md"] = _index(at, actors)
    return {name: text.encode() for name, text in notes.items()}


def plain(text: str) -> str:
    """Words that Markdown leaves alone, on one line."""
    return " ".join(clean(text).split()).translate(_MARKS)


def actor_note(entity: Entity) -> str:
    return f"{slug(entity.name)}-{slug(entity.id)}"


def report_note(document: Document) -> str:
    return slug(document.id)


def _claims_by_entity(at: Names) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for claim in at.answer.claims:
        for entity in sorted({e for a in claim.assertions for e in at.assertions[a].entities}):
            if entity in at.entities:
                found.setdefault(entity, []).append(claim.id)
    return found


def _claim(at: Names, claim: Claim) -> str:
    lines = [f"# {plain(words_of(at, at.assertions[claim.headline]))[:120]}", "", f"Claim `{claim.id}`.", ""]
    for id in claim.assertions:
        assertion = at.assertions[id]
        document = at.documents[assertion.document]
        where = ", ".join(f"{s.start}–{s.end}" for s in assertion.content)
        chain = " ← ".join(plain(n) for n in chain_of(at, assertion))
        lines += [
            f"> {plain(words_of(at, assertion))}",
            "",
            f"{chain}; [[reports/{report_note(document)}|{plain(title_of(document))}]], characters {where}.",
            "",
        ]
    names = sorted({e for a in claim.assertions for e in at.assertions[a].entities if e in at.entities})
    linked = (f"[[actors/{actor_note(at.entities[e])}|{plain(at.entities[e].name)}]]" for e in names)
    return "\n".join([*lines, "Names: " + ", ".join(linked) if names else "", ""])


def _report(at: Names, document: Document) -> str:
    told = (c for c in at.answer.claims if any(at.assertions[a].document == document.id for a in c.assertions))
    head = [f"# {plain(title_of(document))}", "", f"Outlet: {plain(document.outlet or 'not stated')}"]
    head += [f"Published: {plain(document.published or 'not stated')}", f"SHA-256: `{document.sha256}`", ""]
    return "\n".join([*head, *(_link(at, c) for c in told), ""])


def _link(at: Names, claim: Claim) -> str:
    return f"- [[claims/{claim.id}|{plain(words_of(at, at.assertions[claim.headline]))[:120]}]]"


def _actor(at: Names, entity: Entity, claims: list[str], registers: Registers) -> str:
    lines = [f"# {plain(entity.name)}", "", f"{entity.kind}, `{plain(entity.id)}`", "", "## Told", ""]
    lines += [_link(at, at.claims[c]) for c in claims]
    ties = list(_ties(registers, entity))
    return "\n".join([*lines, "", *(["## Relations", "", *ties, ""] if ties else [])])


def _ties(registers: Registers, entity: Entity) -> Iterator[str]:
    for row in registers.relations.rows:
        if isinstance(row, RelationRow) and entity.id in (row.a_id, row.b_id):
            other = row.b if entity.id == row.a_id else row.a
            links = " ".join(f"[[claims/{c}]]" for c in row.claims)
            yield f"- {row.period} {plain(other)}: {row.sign} ({links})"


def _index(at: Names, actors: list[Entity]) -> str:
    lines = ["# Index", "", "## Reports", ""]
    lines += [f"- [[reports/{report_note(d)}|{plain(title_of(d))}]]" for d in at.answer.documents]
    lines += ["", "## Actors", "", *(f"- [[actors/{actor_note(e)}|{plain(e.name)}]]" for e in actors)]
    lines += ["", "## Claims", "", *(_link(at, c) for c in at.answer.claims), ""]
    return "\n".join(lines)
