"""Story clusters on ECB+: takes its dev articles up one by one and scores the stories with score_clusters.py.

usage: python eval/stories.py [--data ../shared] [--half dev] [--json]

Headline: B³ F1, no number of clusters given. Articles come in order of id; `orders` says that they gave the same when
they came the other way round, and in a row that only `--seed` knows. The set states no dates, so no article is ever too
old to stand near another. `documents_per_second` is over the CPU time of one process, the stories asked for after each
article. With `--speed`, two streams are taken up, closed behind each day: `thousands` are the CPU-milliseconds of an
article in each thousand, `live` the reports that were not let go at the end of each, and `flat` how many times as much
one of the last three thousand costs as one of the three thousand before: until then the window fills up.

Both streams are the train articles again and again, each round with two other letters behind its long words; words
before a comma or a full stop, short words and figures stay as they are. In `near` the rounds follow at once, so that
each article has a copy 29 days before within the window, and one story hangs on another without an end. Real news is
not so, and this is meant to be hard. In `apart` a round begins when the copies of the last are out of the window.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
from ecb import Half, read_articles
from scoring import Row, load_scorer, show

from firsthand.comparing.stories import Stories, find_stories
from firsthand.comparing.stories_near import WINDOW
from firsthand.model import Document, Story

STREAM, STEP = 8_000, 1_000
FULL = 3
"""Thousands that are compared, the last with as many before."""
MEANT = 4
"""Longer words carry a story."""
A_DAY = 20
"""Articles a day of the streams that speed is measured on."""
APART = WINDOW + 1
"""Days between the rounds of a stream whose copies are out of each other's window."""


def labels(stories: Iterable[Story]) -> dict[str, str]:
    """The story of each document."""
    return {id: story.id for story in stories for id in story.documents}


def take_up(documents: Iterable[Document]) -> tuple[dict[str, str], float]:
    """The stories, brought up to date after each document, and how many documents a second that was."""
    stories, before, taken = Stories(), time.process_time(), 0
    for document in documents:
        stories.add(document)
        stories.settle()
        taken += 1
    found = labels(stories.stories())
    return found, taken / (time.process_time() - before)


def stream(documents: list[Document], length: int, *, apart: int = 0) -> Iterable[Document]:
    """A stream of so many: the articles over and over, each round with other long words; a few of the articles a day,
    and so many days between rounds."""
    first = date(2021, 1, 1).toordinal()
    for number in range(length):
        document, turn = documents[number % len(documents)], number // len(documents)
        mark = "".join(chr(ord("a") + int(digit)) for digit in f"{turn:02}")
        words = (f"{word}{mark}" if len(word) > MEANT else word for word in document.text.split(" "))
        day = date.fromordinal(first + number // A_DAY + turn * apart).isoformat()
        yield msgspec.structs.replace(document, id=f"{turn}-{document.id}", text=" ".join(words), published=day)


def seconds_by_step(documents: Iterable[Document]) -> list[tuple[float, int]]:
    """CPU seconds a document of a stream, closed day by day, in each step of so many documents; and how many were live
    at the end of it."""
    stories, last, found = Stories(), "", list[tuple[float, int]]()
    before = time.process_time()
    for taken, document in enumerate(documents, 1):
        stories.add(document)
        if document.published and document.published != last:
            last = document.published
            stories.close(date.fromisoformat(last).toordinal())
        if taken % STEP == 0:
            seconds = (time.process_time() - before) / STEP
            found.append((seconds, sum(len(story.documents) for story in stories.stories())))
            before = time.process_time()
    return found


def score(data: Path, half: Half, seed: int) -> dict[str, Any]:
    scorer, articles = load_scorer(data, "score_clusters"), read_articles(data, half)
    documents = [a.document for a in articles]
    gold = {a.document.id: a.story for a in articles}
    found, rate = take_up(documents)
    mixed = list(documents)
    random.Random(seed).shuffle(mixed)
    same = all(labels(find_stories(order)) == found for order in (documents[::-1], mixed))
    scored = scorer.score(gold, found)
    figures = {name: 100 * value for name, value in zip(("P", "R", "F1"), scored["b3"], strict=True)}
    return {
        "b3": figures,
        "stories": scored["pred_clusters"],
        "gold_stories": scored["gold_clusters"],
        "orders": "same" if same else "DIFFERENT",
        "documents_per_second": round(rate),
        "documents": counts(gold, found),
    }


def counts(gold: dict[str, str], found: dict[str, str]) -> list[Row]:
    """Of each document its share of B³: [right, found, wanted] are twice the harmonic part, so that F1 of the sums is
    close to B³'s."""
    rows = []
    for id in gold:
        mine = {other for other in gold if found[other] == found[id]}
        wanted = {other for other in gold if gold[other] == gold[id]}
        both = len(mine & wanted)
        rows.append({"id": id, "b3 P": [both / len(mine), 1.0], "b3 R": [both / len(wanted), 1.0]})
    return rows


def speed(data: Path) -> dict[str, Any]:
    documents = [a.document for a in read_articles(data, "train")]
    return {name: flatness(stream(documents, STREAM, apart=days)) for name, days in (("near", 0), ("apart", APART))}


def flatness(documents: Iterable[Document]) -> dict[str, Any]:
    steps, live = zip(*seconds_by_step(documents), strict=True)
    full, late = steps[-2 * FULL : -FULL], steps[-FULL:]
    return {
        "documents_per_second": round(len(late) / sum(late)),
        "flat": round(sum(late) / sum(full), 2),
        "thousands": [round(1000 * step, 2) for step in steps],
        "live": list(live),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument("--half", choices=("dev", "train"), default="dev")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--speed", action="store_true", help="measure the streams as well; takes some minutes")
    parser.add_argument("--json", action="store_true", help="the figures as JSON, with the counts of each document")
    options = parser.parse_args()
    figures = score(options.data, options.half, options.seed) | (speed(options.data) if options.speed else {})
    print(json.dumps(figures) if options.json else show(figures))


if __name__ == "__main__":
    main()
