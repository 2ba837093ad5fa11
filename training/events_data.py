"""Sentences for the event reader to learn from: both parties marked, the root, and the signs of the parse.

python training/events_data.py --data ../shared --out build/events

Four kinds, one file each: `news` (labelled sentences), `codebook` (training/codebook.toml with names put in), `quiet`
(sentences without any word of the event table: nothing political happens), `heard` (sentences whose only strong words
tell of an attack, an arrest, a charge or a protest; the parties are any two nouns). `aside` is for measuring only.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tomllib
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).resolve().parents[1] / "eval"))

from scoring import party

from firsthand.model import Document, Reading, Sentence, text_id
from firsthand.reading import models
from firsthand.reading.event_signs import find_signs
from firsthand.reading.events import rule_at

Row = dict[str, Any]
CODEBOOK = Path(__file__).parent / "codebook.toml"

NAMES = (
    "Iran", "Israel", "the United States", "Russia", "Ukraine", "Kenya", "the Taliban", "Hamas", "police", "the army",
    "the government", "the president", "Turkish officials", "Brazil's foreign minister", "the opposition", "rebels",
    "a militia", "the United Nations", "the European Union", "China", "India", "Pakistan", "North Korea",
    "the prime minister of Peru", "villagers", "students", "teachers", "a court", "the Supreme Court", "protesters",
    "journalists", "two men", "the company", "a bank", "farmers", "Syria", "Libya", "the Houthis", "Saudi Arabia",
    "Egypt", "Nigerian troops", "gunmen", "the minister", "a spokesman for the ministry", "the Red Cross", "France",
    "German lawmakers", "the central bank", "Mexico City", "Somalia", "the port of Aden", "migrants", "the FBI",
    "prosecutors", "a civilian", "a soldier", "the mayor", "workers", "the union", "an aid group", "Ethiopia",
    "the Kurds", "Colombian guerrillas", "Vietnam",
)  # fmt: skip
"""Who stands in the codebook's sentences; each kind of actor is there."""

GENRES = (
    "academic", "bio", "essay", "fiction", "interview", "letter", "podcast", "textbook", "vlog", "voyage", "whow",
    "reddit",
)  # fmt: skip
QUIET = {"pol": 300, "": 300}
"""How many sentences are kept of PolNeAR, and of all the rest together."""

STRONG = frozenset({"ASSAULT", "COERCE", "PROTEST"})
PLAIN = frozenset({"accuse", "prosecute", "investigate", "sanction", "impose-sanctions"})
"""Roots, and single rules of other roots, whose words seldom mean anything else."""
CAPS = {"ASSAULT": 130, "COERCE": 60, "ACCUSE": 40, "PROTEST": 15, "SANCTION": 10}
VIOLENT = re.compile(
    r"\b(kill\w*|murder\w*|execut(ed|ion)|massacre|assassinat\w*|wound\w*|injur\w*|sho(o)?t(ing|s)?|bomb\w*"
    r"|shell(ed|ing)|attack\w*|war|raid\w*|arrest\w*|detain\w*|jailed|imprison\w*|convict\w*|sentenc\w*|charg(ed|es)"
    r"|indict\w*|sued|lawsuit|protest\w*|riot\w*|rally|kidnap\w*|abduct\w*|deport\w*|seize\w*|hijack\w*|stab\w*"
    r"|behead\w*|terror\w*)\b",
    re.I,
)
HARMLESS = re.compile(r"quake|com /|season|game|playoff|\bfire\b|heart attack|magnitude|tremor|star wars", re.I)
"""Quakes strike, teams beat, pages are linked to."""

LEADS = ("compound", "poss", "amod", "det", "nmod", "nummod", "case", "quantmod", "advmod")
FIGURES = ("DATE", "TIME", "CARDINAL", "MONEY", "PERCENT")


def main() -> None:
    """Write the files anew."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument("--out", type=Path, default=Path("build/events"))
    options = parser.parse_args()
    data = options.data / "data"
    options.out.mkdir(parents=True, exist_ok=True)
    for name, rows in (
        ("codebook", codebook()),
        ("quiet", quiet(data)),
        ("heard", heard(data)),
        ("news", rows_of(data / "events/plv_train.jsonl")),
        ("aside", rows_of(data / "events/aw_train.jsonl")),
    ):
        lines = (json.dumps(row | {"signs": signs_of(row["marked"])}) for row in rows)
        (options.out / f"{name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def rows_of(path: Path) -> list[Row]:
    """Labelled sentences as they come."""
    kept = ("id", "marked", "root", "binary", "text")
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [{key: row[key] for key in kept if key in row} for row in rows]


def codebook() -> list[Row]:
    """Each sentence of the codebook once, with two names drawn for it."""
    rng, rows = random.Random(5), []
    for root, entry in tomllib.loads(CODEBOOK.read_text(encoding="utf-8")).items():
        for sentence in entry["sentences"]:
            marked = sentence
            for side, name in zip("st", rng.sample(NAMES, 2), strict=True):
                said = name[0].upper() + name[1:] if sentence.startswith(f"{{{side}}}") else name
                marked = marked.replace(f"{{{side}}}", f"<{side}>{said}</{side}>")
            rows.append({"marked": marked, "root": root})
    return rows


def quiet(data: Path) -> list[Row]:
    """Sentences of GUM and PolNeAR in which no word of the event table stands, with a subject and another noun."""
    rng = random.Random(3)
    documents = []
    for genre in GENRES:
        rows = _shuffled(rng, data / f"attribution/gum/{genre}.jsonl")
        documents += [(genre, joined(row["text"])[:5000]) for row in rows[:4]]
    rows = _shuffled(rng, data / "attribution/polnear/train.jsonl")
    documents += [("pol", row["text"][:5000]) for row in rows[:60]]
    found = [row for genre, text in documents for row in _quiet_in(rng, genre, text)]
    rng.shuffle(found)
    kept = [r for r in found if r["genre"] == "pol"][: QUIET["pol"]]
    kept += [r for r in found if r["genre"] != "pol"][: QUIET[""]]
    rng.shuffle(kept)
    return kept


def _quiet_in(rng: random.Random, genre: str, text: str) -> Iterator[Row]:
    reading = parsed(text)
    assert reading.tree is not None
    tree = reading.tree
    for sentence in reading.sentences or ():
        inside = range(sentence.first, sentence.last + 1)
        if not 8 <= len(inside) <= 41 or any(rule_at(tree, i) for i in inside):
            continue
        nouns = _nouns(reading, sentence, ("nsubj", "nsubjpass", "dobj", "pobj", "attr", "conj", "dative"))
        subjects = [n for n in nouns if tree.tokens[n[1]].dep.startswith("nsubj")]
        others = [n for n in nouns if n not in subjects]
        if not subjects or not others:
            continue
        first = rng.choice(subjects)
        second = rng.choice([n for n in others if tree.tokens[n[1]].pos == "PROPN"] or others)
        if second[0] <= first[1] and first[0] <= second[1]:
            continue
        if (marked := _marked(reading, sentence, first, second)) is not None:
            yield {"marked": marked, "root": "NONE", "genre": genre}


def heard(data: Path) -> list[Row]:
    """Sentences of ECB+ and PolNeAR whose only strong words are those of one root."""
    rng = random.Random(11)
    folder = data / "coreference/ecbplus"
    ids = [row["id"] for row in _shuffled(rng, folder / "train_docs.jsonl")]
    documents = [("ecb", _ecb(folder / f"xml/{id_.split('_')[0]}/{id_}.xml")) for id_ in ids[:260]]
    rows = _shuffled(rng, data / "attribution/polnear/train.jsonl")
    documents += [("pol", row["text"][:4000]) for row in rows[60:140]]
    found = [row for genre, text in documents for row in _heard_in(rng, genre, text)]
    rng.shuffle(found)
    counted: Counter[str] = Counter()
    kept = []
    for row in found:
        if counted[row["root"]] < CAPS[row["root"]]:
            counted[row["root"]] += 1
            kept.append(row)
    return [r for r in kept if VIOLENT.search(r["marked"]) and not HARMLESS.search(r["marked"])]


def _heard_in(rng: random.Random, genre: str, text: str) -> Iterator[Row]:
    reading = parsed(text)
    assert reading.tree is not None
    tree = reading.tree
    for sentence in reading.sentences or ():
        inside = range(sentence.first, sentence.last + 1)
        if not 7 <= len(inside) <= 39 or (root := _only_root(reading, inside)) is None:
            continue
        nouns = _nouns(reading, sentence, ("nsubj", "nsubjpass", "dobj", "pobj", "conj", "dative", "poss"))
        figures = [n.span for n in reading.names or () if n.label in FIGURES]
        nouns = [
            n
            for n in nouns
            if rule_at(tree, n[1]) is None and not any(f.start <= tree.tokens[n[1]].start < f.end for f in figures)
        ]
        if len(nouns) < 2:
            continue
        first, second = sorted(rng.sample(nouns, 2), key=lambda n: n[0])
        if second[0] <= first[1]:
            continue
        if tree.tokens[first[1]].dep == "nsubjpass":
            first, second = second, first
        if (marked := _marked(reading, sentence, first, second)) is not None:
            yield {"marked": marked, "root": root, "genre": genre}


def _only_root(reading: Reading, inside: range) -> str | None:
    assert reading.tree is not None
    rules = [rule for i in inside if (rule := rule_at(reading.tree, i)) is not None]
    strong = {rule.type for rule in rules if rule.type in STRONG or rule.id in PLAIN}
    if len(strong) != 1 or len({rule.type for rule in rules} - strong) > 1:
        return None
    return None if any(rule.id in ("target", "hit") for rule in rules) else min(strong)


def _nouns(reading: Reading, sentence: Sentence, deps: tuple[str, ...]) -> list[tuple[int, int]]:
    """First word and head of each noun phrase of the sentence."""
    assert reading.tree is not None
    tree = reading.tree
    heads = (
        i
        for i in range(sentence.first, sentence.last + 1)
        if tree.tokens[i].pos in ("NOUN", "PROPN") and tree.tokens[i].dep in deps
    )
    return [(min([i, *(c for c in tree.children[i] if tree.tokens[c].dep in LEADS and c < i)]), i) for i in heads]


def _marked(reading: Reading, sentence: Sentence, actor: tuple[int, int], recipient: tuple[int, int]) -> str | None:
    """The sentence with both parties marked; None where it runs over a line."""
    assert reading.tree is not None
    words, start = sentence.span.of(reading.document.text), sentence.span.start
    sides = ((reading.tree.span(*actor), "s"), (reading.tree.span(*recipient), "t"))
    for span, side in sorted(sides, key=lambda s: s[0].start, reverse=True):
        low, high = span.start - start, span.end - start
        words = f"{words[:low]}<{side}>{words[low:high]}</{side}>{words[high:]}"
    return None if "\n" in words else words


def signs_of(marked: str) -> list[str]:
    """Signs of a marked sentence."""
    reading = parsed(re.sub("</?[st]>", "", marked))
    tree = reading.tree
    assert tree is not None
    actor, recipient = (tree.within(span) if (span := party(marked, side)) else range(0) for side in "st")
    return list(find_signs(tree, range(len(tree.tokens)), actor, recipient))


def parsed(text: str) -> Reading:
    """The text as the reading parses it."""
    return models.STAGE.run(Reading(document=Document(id=text_id(text), text=text, sha256=text_id(text))))


def joined(words: str) -> str:
    """Words that stand apart, with marks and endings put to them."""
    words = re.sub(r" (n't|'s|'re|'ve|'m|'ll|[,.;:?!%)])", r"\1", re.sub(" - ", "-", words))
    return words.replace("( ", "(")


def _ecb(path: Path) -> str:
    """The first ten sentences of a document, one a line."""
    sentences: dict[int, list[str]] = {}
    for token in ET.parse(path).getroot().findall("token"):
        sentences.setdefault(int(token.get("sentence") or 0), []).append(token.text or "")
    return "\n".join(joined(" ".join(words)) for words in list(sentences.values())[:10])


def _shuffled(rng: random.Random, path: Path) -> list[Row]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    rng.shuffle(rows)
    return rows


if __name__ == "__main__":
    main()
