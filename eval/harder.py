"""Derivations harder than generated_dev's: made here from real reports, and scored like those.

usage: python eval/harder.py [--data ../shared] [--part dev] [--write FOLDER] [--json]

A story is one to three real reports of one event (ECB+, clusters of its training topics) or one article with its
translations (MEANTIME), and what is made of them: copies cut from the bottom, with or without a credit, under the
outlet's own footer; edited copies; excerpts between paragraphs of another report (PolNeAR); retellings that keep no
seven words in a row; mixes of two parents; corrections by the same outlet with another figure; citations; loops
(B's later page cites A, who cites B's first); translations, and copies of those. Of the made ones one in eight states
no time, and one in eight of those that name whom they have it from an hour before it.

The parts differ in seed and share no source: a cluster or article belongs to one by its number. Thresholds are set and
chances fitted on train, choices are made on dev, test is for reporting alone.

Limits: who rewords is a program (`rewording.py`), so order and names survive more than a person would let them; real
reports of one event are held to be independent when they share no seven words but in two places, which real newsrooms
are not always; translations come in three languages and by two or three hands; nobody lies about whom they copy.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import msgspec
from derivation import measure
from rewording import reword, shingles
from scoring import Row, read_rows, show

PARTS = {"train": (0, 1, 2), "dev": (3,), "test": (4,)}
SEEDS = {"train": 11, "dev": 12, "test": 13}
STORIES = {"train": 48, "dev": 30, "test": 30}
OUTLETS = (
    "Alder Post", "Bridgeport Chronicle", "Capital Dispatch", "Dunmore Echo", "Eastgate News", "Fairview Courier",
    "Granite Journal", "Harborside Sentinel", "Inland Gazette", "Juniper Times", "Kestrel Standard", "Lakeland Mirror",
    "Meridian Wire", "Norvale Observer", "Overton Bulletin", "Pinecrest Register",
)  # fmt: skip
FOOTERS = (
    ("{outlet} brings you the stories that matter", "Thank you for reading {outlet}", "You are with {outlet}"),
    ("every morning before seven.", "and your neighbours do too.", "where news comes first.", "all day long.",
     "with the weather at nine.", "and call if you know more.", "free for all schools."),
    ("Our newsletter is out at noon.", "Leave a comment below the line.", "Share it with a friend.",
     "Support us if you can.", "Photo desk and archive on request."),
)  # fmt: skip
"""An outlet's footer is one of each: what several outlets print alike is too short for a copy."""

ENDINGS = (
    "It was not clear what would follow.", "Nobody else could be reached in the evening.",
    "More is expected in the morning.",
    "Our newsroom has asked for comment and will add it here.", "A colleague is on the way to the scene.",
    "What this means for the region remains to be seen.", "Similar cases were heard of last autumn.",
)  # fmt: skip
BEGIN = datetime(2021, 3, 1, 6, tzinfo=UTC)
_LEAST, _MOST = 110, 900
_TIES = 2
_SPARE = 16
"""Two reports for each of the at most eight documents that a story grows by."""


class Made(msgspec.Struct):
    """A document with what is true of it; `sentences` is its text, one string each."""

    id: str
    event: str
    outlet: str
    title: str
    sentences: list[str]
    time: datetime
    root: str
    label: str = "none"
    parents: list[tuple[str, str, str]] = []
    lang: str = "en"
    head: str = ""
    tail: str = ""
    stated: bool = True
    backdated: bool = False

    @property
    def text(self) -> str:
        return "\n\n".join(part for part in (self.head + " ".join(self.sentences), self.tail) if part)


def footer(outlet: str) -> str:
    """What an outlet prints under everything."""
    place = OUTLETS.index(outlet)
    return " ".join(parts[place % len(parts)] for parts in FOOTERS).format(outlet=outlet)


class Story:
    """One story in the making: the documents so far, and a clock."""

    def __init__(self, event: str, random: Random, fillers: list[list[str]]) -> None:
        self.event, self.random, self.fillers = event, random, fillers
        self.made: list[Made] = []
        self.clock = BEGIN + timedelta(days=random.randrange(300), minutes=random.randrange(1000))

    def add(self, outlet: str, title: str, sentences: list[str], **rest: Any) -> Made:
        self.clock += timedelta(minutes=self.random.randrange(25, 300))
        number = f"{self.event}-{len(self.made):02}"
        self.made.append(
            Made(number, self.event, outlet, title, sentences, self.clock, **{"root": number, "parents": [], **rest})
        )
        return self.made[-1]

    def filler(self) -> list[str]:
        """Paragraphs of a report that nothing else in the story has."""
        return self.fillers.pop()

    def outlet(self) -> str:
        taken = {made.outlet for made in self.made}
        return self.random.choice([o for o in OUTLETS if o not in taken] or list(OUTLETS))

    def derive(self, parent: Made, kind: str, op: str, sentences: list[str], **rest: Any) -> Made:
        wholly = kind in ("copy", "paraphrase", "translation")
        given = {"outlet": self.outlet(), "title": parent.title, "root": parent.root, "lang": parent.lang, **rest}
        child = self.add(
            given.pop("outlet"),
            given.pop("title"),
            sentences,
            label="wholly" if wholly else "partly",
            parents=[(parent.id, kind, op)],
            **given,
        )
        child.tail = self.random.choice(("", footer(child.outlet)))
        return child


# ------------------------------------------------------------------------------------------------ what is made of what


def copy(story: Story, parent: Made) -> Made:
    """The top of it, as it is; half of them say whose it is."""
    kept = max(4, round(len(parent.sentences) * story.random.uniform(0.4, 1.0)))
    child = story.derive(parent, "copy", "copy", parent.sentences[:kept])
    if story.random.random() < 0.5:
        credit(story, child, parent)
    return child


def credit(story: Story, child: Made, parent: Made) -> None:
    """Name the parent's outlet, and at times let the page seem older."""
    if story.random.random() < 0.5:
        child.head = f"({parent.outlet}) - "
    else:
        child.tail = "\n\n".join(part for part in (f"Source: {parent.outlet}", child.tail) if part)
    if story.random.random() < 0.25:
        backdate(child, parent)


def backdate(child: Made, parent: Made) -> None:
    child.time, child.backdated = parent.time - timedelta(hours=1), True


def copy_edit(story: Story, parent: Made) -> Made:
    """Cut, two sentences out, some words changed, a sentence of its own."""
    sentences = parent.sentences[: max(5, round(len(parent.sentences) * story.random.uniform(0.5, 1.0)))]
    for _ in range(story.random.randrange(3)):
        if len(sentences) > 5:
            del sentences[story.random.randrange(1, len(sentences))]
    edited = [re.sub(r"\bsaid\b", story.random.choice(("stated", "said", "told reporters")), s) for s in sentences]
    return story.derive(parent, "copy", "copy_edit", [*edited, story.random.choice(ENDINGS)])


def excerpt(story: Story, parent: Made) -> Made:
    """Four to six sentences of it, or a third, in a report on something else."""
    size = min(story.random.randrange(4, 7), max(3, len(parent.sentences) // 3))
    start = story.random.randrange(len(parent.sentences) - size + 1)
    filler = story.filler()
    half = min(len(filler) // 2, 3 * size)
    return story.derive(
        parent,
        "excerpt",
        "excerpt",
        [*filler[:half], *parent.sentences[start : start + size], *filler[half : 2 * half]],
        title=" ".join(filler[0].split()[:8]),
    )


def paraphrase(story: Story, parent: Made) -> Made | None:
    """The whole in other words."""
    told = reword(" ".join(parent.sentences), story.random, apart=[m.text for m in story.made])
    if not told:
        return None
    return story.derive(parent, "paraphrase", "paraphrase", [told], title="")


def cite(story: Story, parent: Made) -> Made | None:
    """Two or three things in other words under the outlet's name, in a report on something else."""
    told = [s for s in parent.sentences if 10 < len(s.split()) < 45 and not set(s) & set('“”"')][:3]
    new = [reword(f"{s} {s} {s} {s}", story.random, kept=1.0).split(". ")[0].rstrip(".") for s in told]
    new = [f"{n[:1].lower()}{n[1:]}" for n in new if n]
    if not new:
        return None
    frames = (f"According to {parent.outlet}, {{}}.", f"{parent.outlet} reported that {{}}.")
    filler = story.filler()
    half = min(len(filler) // 2, 8)
    child = story.derive(
        parent,
        "cites",
        "cites",
        [*filler[:half], *(story.random.choice(frames).format(n) for n in new), *filler[half : 2 * half]],
        title=" ".join(filler[0].split()[:8]),
    )
    if story.random.random() < 0.125:
        backdate(child, parent)
    return child


def mix(story: Story, parent: Made) -> Made | None:
    """The top of one, then the top of a report that has nothing of it; nothing where there is none."""
    others = [m for m in story.made if not m.parents and m.root != parent.root]
    if not others:
        return None
    other = story.random.choice(others)
    first = parent.sentences[: max(5, len(parent.sentences) // 2)]
    second = other.sentences[: max(4, len(other.sentences) // 3)]
    most = len(" ".join(first).split()) >= len(" ".join(second).split())
    kinds = ("copy", "excerpt") if most else ("excerpt", "copy")
    child = story.derive(parent, kinds[0], "mix", first + second)
    child.label = "wholly"
    child.parents.append((other.id, kinds[1], "mix"))
    return child


def correct(story: Story, parent: Made) -> Made:
    """The same outlet prints it again with other figures."""
    changed = [re.sub(r"\b([2-9]|[1-9]\d)\b(?![,.]\d)", lambda m: str(int(m[0]) + 1), s) for s in parent.sentences]
    note = "An earlier version of this report gave another figure."
    return story.derive(parent, "copy", "correction", [*changed, note], outlet=parent.outlet)


def loop(story: Story, parent: Made) -> Made | None:
    """Somebody cites the parent, and the parent's outlet cites them."""
    first = cite(story, parent)
    if first is None:
        return None
    filler = story.filler()
    named = [s for s in first.sentences if parent.outlet in s]
    again = [s.replace(parent.outlet, first.outlet) for s in named]
    told = [*filler[:5], *again, *filler[5:9]]
    return story.derive(first, "cites", "loop", told, outlet=parent.outlet, title="")


MAKERS: tuple[Callable[[Story, Made], Made | None], ...] = (
    copy, copy, copy_edit, excerpt, paraphrase, paraphrase, cite, loop, correct, mix,
)  # fmt: skip


# ------------------------------------------------------------------------------------------------ from which texts


def part_of(number: int, part: str) -> bool:
    return number % 5 in PARTS[part]


def clusters(data: Path, part: str) -> Iterator[tuple[str, list[list[str]]]]:
    """The ECB+ clusters of a part, each with the sentences of its reports."""
    folder = data / "data" / "coreference" / "ecbplus"
    grouped: dict[str, list[str]] = {}
    for row in read_rows(folder / "train_docs.jsonl"):
        grouped.setdefault(row["cluster"], []).append(row["id"])
    for number, cluster in enumerate(sorted(grouped)):
        if part_of(number, part):
            ids = sorted(grouped[cluster])
            yield cluster, [ecb_sentences(folder / "xml" / i.split("_")[0] / f"{i}.xml") for i in ids]


def ecb_sentences(path: Path) -> list[str]:
    words: dict[int, list[str]] = {}
    for token in ElementTree.parse(path).getroot().iter("token"):
        words.setdefault(int(token.get("sentence", "0")), []).append(token.text or "")
    told = [join_words(w) for w in words.values()]
    return [s for s in told if len(s.split()) > 6 and "http" not in s and s[-1:] in ".!?\"”'"]


def join_words(words: Iterable[str]) -> str:
    """Tokens as text again; straight quotation marks open and close by turns."""
    text = " ".join(words).replace("``", '"').replace("''", '"')
    text = re.sub(r'" ([^"]*?) ?"', r'"\1"', text)
    text = re.sub(r" ([.,;:?!%)\]’])", r"\1", text)
    text = re.sub(r" (n't|n’t|'s|'re|'ve|'ll|'d|'m)\b", r"\1", text)
    return re.sub(r"([(\[$£€#]) ", r"\1", text).strip()


def independent(reports: list[list[str]], random: Random) -> list[list[str]]:
    """One to three of the reports that share no wording."""
    chosen: list[list[str]] = []
    wanted = random.choice((1, 2, 2, 3))
    for report in random.sample(reports, len(reports)):
        words = sum(len(s.split()) for s in report)
        mine = set(shingles(" ".join(report)))
        if _LEAST <= words <= _MOST and all(len(mine & set(shingles(" ".join(c)))) <= _TIES for c in chosen):
            chosen.append(report)
    return chosen[:wanted]


def articles(data: Path, part: str) -> Iterator[dict[str, list[str]]]:
    """MEANTIME's articles of a part: language to sentences."""
    folder = data / "data" / "multilingual" / "meantime_parallel"
    by_article: dict[str, dict[str, list[str]]] = {}
    for lang in ("en", "es", "it", "nl"):
        for row in read_rows(folder / f"{lang}.jsonl"):
            text = join_words(row["text"].replace('\\"', '"').split())
            by_article.setdefault(row["article"], {})[lang] = re.split(r"(?<=[.!?]) (?=[\"A-ZÁÉÍÓÚ¿¡])", text)
    for number, article in enumerate(sorted(by_article)):
        if part_of(number, part) and len(by_article[article]["en"]) >= 6:
            yield by_article[article]


def fillers(data: Path, part: str) -> list[list[str]]:
    """Paragraphs of other reports."""
    rows = read_rows(data / "data" / "attribution" / "polnear" / "train.jsonl")
    found = []
    for number, row in enumerate(rows):
        paragraphs = [p.strip() for p in row["text"].split("\n\n") if 8 < len(p.split()) < 60]
        if part_of(number, part) and len(paragraphs) >= 12:
            found.append(paragraphs[:14])
    return found


# ------------------------------------------------------------------------------------------------ the whole


def generate(data: Path, part: str) -> list[Made]:
    """All documents of a part, story by story."""
    random = Random(SEEDS[part])
    spare = fillers(data, part)
    grouped, parallel = list(clusters(data, part)), list(articles(data, part))
    made: list[Made] = []
    for number in range(STORIES[part]):
        event = f"{part[0]}{number:02}"
        story = Story(event, random, random.sample(spare, _SPARE))
        if number % 3 == 2 and parallel:
            translate(story, parallel.pop(random.randrange(len(parallel))))
        else:
            cluster = grouped[number % len(grouped)]
            for sentences in independent(cluster[1], random):
                story.add(story.outlet(), " ".join(sentences[0].split()[:9]), sentences)
        if story.made:
            grow(story)
            made += story.made
    return made


def translate(story: Story, article: dict[str, list[str]]) -> None:
    """An article and two or three of its translations."""
    root = story.add(story.outlet(), " ".join(article["en"][0].split()[:9]), article["en"])
    for lang in story.random.sample(("es", "it", "nl"), story.random.choice((1, 2))):
        title = " ".join(article[lang][0].split()[:9])
        story.derive(root, "translation", "translation", article[lang], title=title, lang=lang)


def grow(story: Story) -> None:
    """Four to seven more documents, then what states no time."""
    roots = [m for m in story.made if not m.parents]
    for _ in range(story.random.randrange(4, 8)):
        parent = story.random.choice([m for m in story.made if m.label != "partly" and len(m.sentences) >= 6] or roots)
        if parent.lang != "en":
            copy(story, parent)
        else:
            story.random.choice(MAKERS)(story, parent)
    for child in story.made:
        if child.parents and not child.backdated and story.random.random() < 0.125:
            child.stated = False


def documents_of(made: list[Made]) -> list[Row]:
    return [
        {
            "id": m.id,
            "time": m.time.isoformat() if m.stated else None,
            "outlet": m.outlet,
            "title": m.title or None,
            "text": m.text,
            "event": m.event,
        }
        for m in made
    ]


def gold_of(made: list[Made]) -> Iterator[Row]:
    """The truth in the scorer's terms, with the operation that made each edge."""
    for m in made:
        yield {"kind": "doc", "id": m.id, "label": m.label, "root": m.root}
        for parent, kind, op in m.parents:
            yield {"kind": "edge", "child": m.id, "parent": parent, "type": kind, "op": op}
    for event in dict.fromkeys(m.event for m in made):
        groups: dict[str, list[str]] = {}
        for m in made:
            if m.event == event:
                groups.setdefault(m.root, []).append(m.id)
        yield {"kind": "claim", "id": event, "groups": list(groups.values())}


def write(folder: Path, made: list[Made]) -> None:
    """`docs.jsonl` and `gold.jsonl`, as generated_dev has them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in (("docs.jsonl", documents_of(made)), ("gold.jsonl", gold_of(made))):
        lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / name).write_text("".join(lines), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument("--part", choices=sorted(PARTS), default="dev")
    parser.add_argument("--write", type=Path, help="only write the documents and the truth to this folder")
    parser.add_argument("--json", action="store_true", help="the figures as JSON, with the counts of each event")
    options = parser.parse_args()
    made = generate(options.data, options.part)
    if options.write is not None:
        write(options.write, made)
        return
    figures = measure(options.data, documents_of(made), list(gold_of(made)))
    print(json.dumps(figures) if options.json else show(figures), file=sys.stdout)


if __name__ == "__main__":
    main()
