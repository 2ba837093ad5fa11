"""Names: lists of sanctioned actors with their aliases, and pairs that are and are not one.

usage: python eval/names.py [--data ../shared] [--half chosen|unseen|both] [--limit N] [--json]

OFAC's list and the UN's give each entry a primary name and aliases. Each alias is looked up among all primary names of
its list, by the letters alone: neither kind nor country is told. `acc@1` is the share of aliases whose first find is
their entry (or one of the same primary name, letter for letter: nothing could tell those apart).

A skeleton, for this count only, is a word without accents and marks, its first letter and its consonants other than
h and w, doubled ones once, with kh, x read as h, and q, c as k, ph as f. Of the aliases

  all           are all
  sharing       share with their primary name a skeleton (longer than one letter) that stands in at most one in a
                hundred of the list's primary names: they have material in common, which other names may have too
  recoverable   share with it skeletons that, together, no other primary name of the list has: the strings say which
                entry is meant. This is the headline. `plain` is what counting shared skeletons by rarity finds of them

Entries are split by a hash of their id: `chosen` is the half on which constants were chosen.

Pairs: `news_variants.jsonl` beside the data (`judged`: the same by the strings under their vetoes; `listed`: one entity
of the packaged tables; `either`). `apart.csv` here, and all pairs of different rows within the packaged tables of
states, weapons and armed groups: how many are judged the same.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import math
import re
import time
import unicodedata
import xml.etree.ElementTree as ElementTree
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

from scoring import read_rows, show

from firsthand.lexicon.likeness import NameIndex, compare_names
from firsthand.lexicon.world import by_name, listed, person_id

Names = Mapping[str, str]
Aliases = list[tuple[str, str]]
"""Ids of entries, and a name that each also goes by."""

RARE = 0.01
COMMON_LETTERS = re.compile("[aeiouyhw]")
APART = Path(__file__).with_name("apart.csv")


# The lists


def load_ofac(folder: Path) -> tuple[Names, Aliases]:
    def rows(name: str) -> Iterator[list[str]]:
        with (folder / name).open(encoding="latin-1", newline="") as lines:
            yield from (row for row in csv.reader(lines) if len(row) > 3)

    names = {row[0]: row[1] for row in rows("test_testdata_sdn.csv")}
    return names, [(row[0], row[3]) for row in rows("test_testdata_alt.csv") if row[0] in names]


def load_un(folder: Path) -> tuple[Names, Aliases]:
    names: dict[str, str] = {}
    aliases = []
    root = ElementTree.parse(folder / "test_testdata_UN_consolidated.xml").getroot()
    for kind in ("INDIVIDUAL", "ENTITY"):
        for entry in root.iter(kind):
            id = entry.findtext("DATAID") or ""
            parts = ((entry.findtext(f"{n}_NAME") or "").strip() for n in ("FIRST", "SECOND", "THIRD", "FOURTH"))
            names[id] = " ".join(part for part in parts if part)
            given = ((alias.findtext("ALIAS_NAME") or "").strip() for alias in entry.iter(f"{kind}_ALIAS"))
            aliases += [(id, alias) for alias in given if alias]
    return names, aliases


def half_of(id: str) -> str:
    return "unseen" if int(hashlib.sha256(id.encode()).hexdigest(), 16) % 2 else "chosen"


# What an alias has in common with its name


@cache
def plain_words(name: str) -> tuple[str, ...]:
    spread = unicodedata.normalize("NFKD", re.sub("['’`‘]", "", name)).lower()
    return tuple(re.findall(r"[a-z]+|\d+", "".join(c for c in spread if not unicodedata.combining(c))))


@cache
def plain_skeletons(name: str) -> frozenset[str]:
    return frozenset(map(plain_skeleton, plain_words(name)))


def plain_skeleton(word: str) -> str:
    if word.isdigit():
        return word
    word = re.sub("kh|x", "h", word).replace("q", "k").replace("c", "k").replace("ph", "f")
    first = "a" if word[0] in "aeiou" else word[0]
    return re.sub(r"(.)\1+", r"\1", first + COMMON_LETTERS.sub("", word[1:]))


class Common:
    """What the aliases of one list share with its primary names."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.holders: dict[str, set[str]] = defaultdict(set)
        for id, name in names.items():
            for skeleton in plain_skeletons(name):
                self.holders[skeleton].add(id)

    def tier(self, id: str, alias: str) -> str:
        """`recoverable` (which is also sharing), `sharing`, or `other`. What identifies by common words alone counts as
        recoverable too."""
        shared = [s for s in plain_skeletons(alias) & plain_skeletons(self.names[id]) if len(s) > 1]
        if not shared:
            return "other"
        same = set.intersection(*(self.holders[s] for s in shared))
        if all(plain_words(self.names[other]) == plain_words(self.names[id]) for other in same):
            return "recoverable"
        return "sharing" if any(len(self.holders[s]) <= RARE * len(self.names) for s in shared) else "other"

    def plain(self, alias: str) -> str:
        """The primary name that shares the rarest skeletons, as a share of both names'."""
        found: Counter[str] = Counter()
        for skeleton in plain_skeletons(alias):
            for id in self.holders.get(skeleton, ()):
                found[id] += round(self._rarity(skeleton) * 1e6)
        return min(found, key=lambda id: (-found[id] / (self._all(alias) + self._all(self.names[id])), id), default="")

    def _rarity(self, skeleton: str) -> float:
        return math.log(1 + len(self.names) / (1 + len(self.holders.get(skeleton, ()))))

    def _all(self, name: str) -> float:
        return sum(map(self._rarity, sorted(plain_skeletons(name))))


def score_list(names: Names, aliases: Aliases, half: str, limit: int | None) -> dict[str, Any]:
    common, index = Common(names), NameIndex(names)
    asked = [(id, alias) for id, alias in aliases if half in ("both", half_of(id))][:limit]
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    documents: dict[str, list[int]] = {}
    started = time.process_time()
    finds = [index.look_up(alias) for _, alias in asked]
    seconds = time.process_time() - started
    for (id, alias), found in zip(asked, finds, strict=True):
        right = bool(found) and is_entry(names, found[0].id, id)
        tier = common.tier(id, alias)
        shares = tier == "sharing" or (tier == "recoverable" and shares_rare(common, id, alias))
        for name in ("all", *(["sharing"] if shares else ()), *(["recoverable"] if tier == "recoverable" else ())):
            counts[name].update(asked=1, right=right)
        if tier == "recoverable":
            row = documents.setdefault(id, [0, 0])
            row[0], row[1] = row[0] + right, row[1] + 1
            counts["plain"].update(asked=1, right=is_entry(names, common.plain(alias), id))
    figures = {part: share(c) for part, c in counts.items()}
    rows = [{"id": id, "acc": row} for id, row in sorted(documents.items())]
    return {**figures, "ms_each": round(1000 * seconds / max(1, len(asked)), 2), "documents": rows}


def shares_rare(common: Common, id: str, alias: str) -> bool:
    shared = plain_skeletons(alias) & plain_skeletons(common.names[id])
    return any(len(s) > 1 and len(common.holders[s]) <= RARE * len(common.names) for s in shared)


def is_entry(names: Names, found: str, wanted: str) -> bool:
    return found == wanted or plain_words(names.get(found, "")) == plain_words(names[wanted])


def share(counts: Counter[str]) -> dict[str, float]:
    return {"acc": round(counts["right"] / counts["asked"], 4), "right": counts["right"], "asked": counts["asked"]}


# Pairs


def is_same(left: str, right: str) -> bool:
    """As a person's name, or as another's."""
    return "same" in (compare_names(left, right), compare_names(left, right, whole=True))


def are_listed_as_one(left: str, right: str) -> bool:
    one, other = ({m.listed.id for m in by_name().get(name, ())} for name in (left, right))
    return not one.isdisjoint(other) or person_id(left) == person_id(right) is not None


def score_pairs(rows: Iterable[dict[str, str]]) -> dict[str, Any]:
    counts: Counter[str] = Counter()
    for row in rows:
        left, right, label = row["a"], row["b"], row["label"]
        counts[label] += 1
        by_sound, by_list = is_same(left, right), are_listed_as_one(left, right)
        counts[f"{label}, judged"] += by_sound
        counts[f"{label}, listed"] += by_list
        counts[f"{label}, either"] += by_sound or by_list
    return dict(sorted(counts.items()))


def within(table: str) -> Iterator[tuple[str, str]]:
    """Names of two different rows of a packaged table."""
    forms = sorted({(form, row.id) for row in listed(table) for form in row.names})
    return ((one, other) for (one, a), (other, b) in combinations(forms, 2) if a != b)


def score_apart() -> dict[str, Any]:
    with APART.open(encoding="utf-8", newline="") as lines:
        written = [(row["left"], row["right"]) for row in csv.DictReader(lines)]
    sets: dict[str, Iterable[tuple[str, str]]] = {"apart.csv": written}
    sets |= {table: within(table) for table in ("states", "weapons", "armed_groups")}
    return {name: merged(pairs, is_same) for name, pairs in sets.items()}


def merged(pairs: Iterable[tuple[str, str]], judge: Callable[[str, str], bool]) -> dict[str, int]:
    judged = [judge(left, right) for left, right in pairs]
    return {"pairs": len(judged), "merged": sum(judged)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument("--half", choices=("chosen", "unseen", "both"), default="both")
    parser.add_argument("--limit", type=int, help="look up only so many aliases of each list")
    parser.add_argument("--json", action="store_true", help="the figures as JSON, with the counts of each entry")
    options = parser.parse_args()
    folder = options.data / "data/names"
    apart = score_apart()
    lists = {
        "ofac": score_list(*load_ofac(folder), options.half, options.limit),
        "un": score_list(*load_un(folder), options.half, options.limit),
    }
    entries = [{"id": r["id"], name: r["acc"]} for name, scored in lists.items() for r in scored.pop("documents")]
    figures: dict[str, Any] = {
        **lists,
        "news_variants": score_pairs(read_rows(folder / "news_variants.jsonl")),
        "apart": {**apart, "merged": sum(a["merged"] for a in apart.values())},
        "documents": entries,
    }
    print(json.dumps(figures) if options.json else show(figures))


if __name__ == "__main__":
    main()
