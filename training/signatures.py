"""Make `lexicon/en/signatures.csv`: what MegaVeridicality's readers took each verb to say of its complement.

usage: python training/signatures.py [--data ../shared]

Train part only (MIT licence): the mean over the set's frames and subjects, to one place; an empty
cell where the verb was judged only affirmed or only negated.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from firsthand.model import Tree
from firsthand.reading import models
from firsthand.reading.operators import climb, frame_of

TABLE = Path(__file__).parents[1] / "src/firsthand/lexicon/en/signatures.csv"


def tree_of(text: str) -> Tree:
    """One sentence as the reading parses it."""
    from firsthand.model import Document, Reading, text_id

    reading = models.parse(Reading(document=Document(id="x", text=text, sha256=text_id(text))))
    assert reading.tree is not None
    return reading.tree


def judged(path: Path) -> Iterator[tuple[str, str, bool, float]]:
    """Verb, frame, whether negated, and the readers' mean, for each sentence whose parse shows them."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        words, target = row["text"].split(" "), row["targets"][0]
        text = row["text"].replace(" n't", "n't")
        at = len(" ".join(words[: target["span1"][0]]).replace(" n't", "n't")) + 1
        tree = tree_of(text)
        head = tree.at(at)
        steps = climb(tree, head)
        if steps and (frame := frame_of(tree, head, steps[0].index)) is not None:
            yield tree.tokens[steps[0].index].lemma, frame, "n't" in words, target["label"]


def mean(scores: list[float]) -> str:
    return f"{sum(scores) / len(scores):.1f}" if scores else ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    options = parser.parse_args()
    found: dict[tuple[str, str], tuple[list[float], list[float]]] = defaultdict(lambda: ([], []))
    for verb, frame, negated, score in judged(options.data / "data/factuality/megaveridicality/train.jsonl"):
        found[verb, frame][negated].append(score)
    rows = [f"{verb},{frame},{mean(yes)},{mean(no)}" for (verb, frame), (yes, no) in sorted(found.items())]
    TABLE.write_text("verb,frame,affirmed,negated\n" + "\n".join(rows) + "\n", encoding="utf-8")
    print(len(rows), "signatures")


if __name__ == "__main__":
    main()
