"""Event coreference on ECB+: groups the gold event mentions of its dev articles and scores them with score_clusters.py.

usage: python eval/coreference.py [--data ../shared] [--half dev] [--read FOLDER] [--json]

Headline: CoNLL F1 (the mean of MUC, B³ and CEAFe) with the document clusters that `comparing.stories` finds: mentions
of different stories are never one. The scorer is the packaged one (`comparing.pairs`), with its second look; `lemma` is
the baseline that takes mentions of one story with one lemma for one. With `--read`, the readings are kept there and not
made again.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path
from typing import Any

import msgspec
from ecb import Half, read_articles, read_happenings
from ecb import Happening as Mentioned
from scoring import load_scorer, show

from firsthand.comparing.coreference import Happening, happening_at, how_common
from firsthand.comparing.coreference_model import Said
from firsthand.comparing.pairs import BAR, group_happenings, read_pair, score_pair
from firsthand.comparing.stories import find_stories
from firsthand.comparing.tellings import name_things, weigh_words
from firsthand.comparing.wording import Wording, word_document
from firsthand.model import Document, Reading, Span, Tree
from firsthand.reading import read_document

LAYERS = frozenset({"entities", "dates", "quantities"})


class Told(msgspec.Struct, frozen=True):
    """A gold mention as we see it: `cluster` is whom it is one with, `story` where we put its article, `said` where it
    stands."""

    id: str
    topic: int
    cluster: str
    story: str
    lemma: str
    happening: Happening
    said: Said


def read_told(data: Path, half: Half, kept: Path | None) -> tuple[Told, ...]:
    """The mentions of a half in the set's order."""
    path = kept and kept / f"told-{half}.json"
    if path and path.exists():
        return msgspec.json.decode(path.read_bytes(), type=tuple[Told, ...])
    articles = read_articles(data, half)
    stories = {id: s.id for s in find_stories(a.document for a in articles) for id in s.documents}
    mentions: dict[str, list[Mentioned]] = defaultdict(list)
    for mention in read_happenings(data, half, articles):
        mentions[mention.document].append(mention)
    found = tuple(told for a in articles for told in tell(a.document, mentions[a.document.id], stories[a.document.id]))
    if path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(msgspec.json.encode(found))
    return found


def tell(document: Document, mentions: Iterable[Mentioned], story: str) -> Iterable[Told]:
    reading = read_document(document, layers=LAYERS)
    return tell_reading(reading, mentions, story)


def tell_reading(reading: Reading, mentions: Iterable[Mentioned], story: str) -> Iterable[Told]:
    tree, sentences, wording = reading.tree, reading.sentences or (), word_document(reading)
    assert tree is not None
    terms = weigh_words(wording, name_things(reading, wording))
    for m in mentions:
        token = head_of(tree, m.span, wording)
        sentence = sentences[tree.tokens[token].sentence].span
        happening = happening_at(token, sentence, tree, wording, terms)
        assert happening is not None
        lemma = tree.tokens[token].lemma
        happening = msgspec.structs.replace(happening, words=m.words.casefold())
        yield Told(m.id, m.topic, m.cluster, story, lemma, happening, said_at(m.span, reading.document.text))


def said_at(span: Span, text: str) -> Said:
    """The mention in its line: the set has one sentence a line."""
    start = text.rfind("\n", 0, span.start) + 1
    line = text[start:].partition("\n")[0]
    return Said(line, Span(span.start - start, min(span.end - start, len(line))))


def head_of(tree: Tree, span: Span, wording: Wording) -> int:
    """The token of a mention that the others hang on, and that is a word; the next word where there is none."""
    inside = [i for i, t in enumerate(tree.tokens) if t.start < span.end and t.end > span.start]
    words = [i for i in inside if wording.place(tree.tokens[i].start) is not None]
    roots = [i for i in words if tree.tokens[i].head not in inside or tree.tokens[i].head == i]
    later = (i for i in range(tree.at(span.start), len(tree.tokens)) if wording.place(tree.tokens[i].start) is not None)
    return (roots or words or [next(later, 0)])[0]


def group_story(told: tuple[Told, ...], chances: Iterable[tuple[int, int, int]], bar: int) -> dict[str, str]:
    """The group of each mention, by the chances of pairs of indices in thousandths."""
    near: dict[str, dict[str, int]] = {one.id: {} for one in told}
    for a, b, chance in chances:
        if chance == 0:
            continue
        near[told[a].id][told[b].id] = near[told[b].id][told[a].id] = chance
    return {id: members[0] for members in group_happenings(near, bar) for id in members}


def chances_of(told: tuple[Told, ...]) -> Iterable[tuple[int, int, int]]:
    """The packaged scorer's word on all pairs within a story."""
    stories: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(told):
        stories[one.story].append(number)
    for numbers in stories.values():
        common = how_common(told[n].happening for n in numbers)
        for a, b in combinations(numbers, 2):
            score = score_pair(told[a].happening, told[b].happening, common)
            yield a, b, read_pair(score, told[a].said, told[b].said).chance


def score(data: Path, half: Half, kept: Path | None) -> dict[str, Any]:
    scorer, told = load_scorer(data, "score_clusters"), read_told(data, half, kept)
    gold = {one.id: one.cluster for one in told}
    by_lemma = {one.id: f"{one.story} {one.lemma}" for one in told}
    found = group_story(told, chances_of(told), BAR)
    return {
        "mentions": len(told),
        "conll": conll(scorer.score(gold, found)),
        "lemma": conll(scorer.score(gold, by_lemma)),
    }


def conll(scored: dict[str, Any]) -> dict[str, float]:
    parts = {name: 100 * scored[name][2] for name in ("muc", "b3", "ceafe")}
    return {**parts, "F1": sum(parts.values()) / len(parts)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument("--half", choices=("dev", "train"), default="dev")
    parser.add_argument("--read", type=Path, help="keep the readings in this folder")
    parser.add_argument("--json", action="store_true", help="the figures as JSON")
    options = parser.parse_args()
    figures = score(options.data, options.half, options.read)
    print(json.dumps(figures) if options.json else show(figures))


if __name__ == "__main__":
    main()
