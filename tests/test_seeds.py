"""The two reports that Firsthand starts from, as a careful reader reads them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from firsthand.export.json import to_json
from firsthand.intake import take_in
from firsthand.model import Answer, Assertion, Attribution, words
from firsthand.workspace import answer

CHAINS, FACTUALITY = 22, 0.8
"""The least that has to be right: judged chains out of 26, share of judged commitments."""

TITLE = "chief of staff of the armed forces"
"""An office that the reports name, as roles and governments' bodies do: nobody's wording."""


Figure = tuple[Assertion, float, str, str | None, float | None]
"""An assertion with the value, unit, bound and SI value of an amount in it."""


class Seeds(NamedTuple):
    answer: Answer
    folder: Path

    def text(self, document: str) -> str:
        return next(d.text for d in self.answer.documents if d.id == document)

    def said(self, assertion: Assertion) -> str:
        return words(assertion.content, self.text(assertion.document))

    def told(self, start: str) -> list[Assertion]:
        """Assertions whose words begin like this."""
        return [a for a in self.answer.assertions if self.said(a).startswith(start)]

    def voices(self, assertion: Assertion) -> list[str]:
        """The words of every source in the chain; empty where none is named."""
        known: dict[str, Attribution] = {a.id: a for a in self.answer.attributions}
        return [words(known[id].source, self.text(assertion.document)) for id in assertion.chain]

    def name(self, holder: str) -> str:
        return next((e.name for e in self.answer.entities if e.id == holder), holder)


@pytest.fixture(scope="module")
def seeds(shared: Path) -> Seeds:
    taken = take_in([str(shared / "seeds" / "reports")])
    return Seeds(answer(taken.documents, refused=taken.refused), shared / "seeds")


def test_gold_is_reached(seeds: Seeds, shared: Path, tmp_path: Path) -> None:
    """The chains and the commitments that a careful reader sees are found."""
    (tmp_path / "answer.json").write_bytes(to_json(seeds.answer))
    scorer = [
        sys.executable,
        str(shared / "scorers/score_seeds.py"),
        str(tmp_path / "answer.json"),
        str(CHAINS),
        str(FACTUALITY),
    ]
    run = subprocess.run(scorer, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout


def test_an_article_relays_an_analyst(seeds: Seeds) -> None:
    """The page hands on what an article hands on from a man of Janes."""
    (telling,) = seeds.told("there certainly seems to be a sudden push")
    outer, inner = seeds.voices(telling)
    assert outer == "The article"
    assert inner.startswith("Jeremy Binney")
    article = next(e for e in seeds.answer.entities if e.id == _sources(seeds, telling)[0])
    assert article.kind == "work"
    assert "Michael Scollon" in article.name


def _sources(seeds: Seeds, telling: Assertion) -> list[str | None]:
    known = {a.id: a.source_entity for a in seeds.answer.attributions}
    return [known[id] for id in telling.chain]


def test_a_denial_stands_against_a_presidents_claim(seeds: Seeds) -> None:
    """Rahmon claims it, the Taliban deny it, the author leaves it open."""
    by_act = {a.act: a for a in seeds.told("Afghanistan is home to terrorist camps")}
    claimed, denied = by_act["claim"], by_act["deny"]
    held = {seeds.name(holder): value for holder, value in claimed.factuality.items()}
    assert held == {"Emomali Rahmon": "CT+", "Taliban": "CT-", "author": "Uu"}
    assert len(claimed.chain) == len(denied.chain) == 1
    assert (denied.id, claimed.id) in {(d.assertion, d.denies.assertion) for d in seeds.answer.denials}


def test_a_denial_stands_against_unnamed_reports(seeds: Seeds) -> None:
    """Unnamed reports tell of a contact; Tajikistan denies it."""
    told = seeds.told("Dushanbe has had contact with the anti-Taliban")
    denied = next(a for a in told if a.act == "deny")
    reported = next(a for a in told if a.act != "deny")
    assert seeds.voices(denied) == ["Tajikistan"]
    assert not any(seeds.voices(reported))
    assert (denied.id, reported.id) in {(d.assertion, d.denies.assertion) for d in seeds.answer.denials}


def test_an_accusation_without_an_accuser(seeds: Seeds) -> None:
    """The text does not say who accuses; neither do we."""
    (accused,) = (a for a in seeds.answer.assertions if a.act == "accuse")
    assert seeds.voices(accused) == [""]
    assert "helping Huthi rebels manufacture a variant" in seeds.said(accused)
    assert accused.factuality["author"] == "Uu"


def test_observers_speak_through_the_article(seeds: Seeds) -> None:
    """The content stands first, the observers and the article that cites them after it."""
    telling = next(a for a in seeds.answer.assertions if "potentially gives Iran an avenue" in seeds.said(a))
    assert seeds.voices(telling) == ["the article", "observers"]
    assert telling.factuality[f"attribution:{telling.chain[-1]}"] == "PS+"


def test_a_mistyped_month_is_read_and_shown(seeds: Seeds) -> None:
    """ "Nay 17" is 17 May 2022, and the answer says that this is a correction."""
    dates = [d for a in seeds.answer.assertions for d in a.dates if d.corrected_from]
    assert [("2022-05-17", "2022-05-17", "Nay 17")] == sorted({(d.start, d.end, str(d.corrected_from)) for d in dates})


def _only(found: list[Figure], value: float) -> Figure:
    return next(f for f in found if f[1] == value)


@pytest.fixture(scope="module")
def figures(seeds: Seeds) -> list[Figure]:
    return [(a, q.value, q.unit, q.bound, q.si_value) for a in seeds.answer.assertions for q in a.quantities]


def test_a_range_is_its_tellers(seeds: Seeds, figures: list[Figure]) -> None:
    """125 miles are 201 km, and Iran's claim."""
    telling, _, _, _, si = _only(figures, 125)
    assert si == pytest.approx(201.168)
    assert seeds.voices(telling) == ["Iran"]
    assert telling.act == "claim"


def test_trade_told_and_trade_planned(figures: list[Figure]) -> None:
    """Over $121 million is told as fact; $500 million is a plan."""
    told, _, unit, bound, _ = _only(figures, 121_000_000)
    planned = _only(figures, 500_000_000)[0]
    assert (unit, bound, told.chain, told.factuality["author"]) == ("USD", ">", (), "CT+")
    assert planned.act == "plan"


def test_laundering_is_found(seeds: Seeds) -> None:
    """What one report quotes from the general, the other tells in its own voice; which came first is not known."""
    by_id = {a.id: a for a in seeds.answer.assertions}
    pairs = [(by_id[e.attributed], by_id[e.unattributed], e.direction) for e in seeds.answer.echoes]
    quoted, own, direction = next(p for p in pairs if "Bagheri" in str(seeds.voices(p[0])))
    assert seeds.said(quoted).startswith("Today, we have reached a position")
    assert "potential to sell military weapons to allies and friends" in seeds.said(own)
    assert (own.chain, direction) == ((), "unknown")


def test_nothing_is_shown_to_be_independent(seeds: Seeds) -> None:
    """Two reports by unknown outlets show no second origin for anything."""
    assert all((c.origins.independent or 0) < 2 for c in seeds.answer.claims)
    assert all(c.origins.newsrooms is None for c in seeds.answer.claims)


def runs(text: str) -> set[str]:
    """All runs of six words, whatever stands between them; an office's title is in none."""
    told = " ".join(re.findall(r"\w+", text.lower())).replace(TITLE, "|").split()
    return {" ".join(told[i : i + 6]) for i in range(len(told) - 5)}


def test_rules_name_no_sentence_of_theirs(seeds: Seeds, root: Path) -> None:
    """No run of words of the reports stands in code, in lexicons or in cases."""
    files = [*(root / "src").rglob("*"), *(root / "tests/cases").rglob("*")]
    read = [f for f in files if f.suffix in (".py", ".toml", ".csv", ".txt", ".md", ".json")]
    theirs = set().union(*(runs(d.text) for d in seeds.answer.documents))
    found = {f.name: sorted(shared) for f in read if (shared := runs(f.read_text(encoding="utf-8")) & theirs)}
    assert {} == found
