"""Rules by which a claim's credibility is suggested, and why what a person decided is signed as it is."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from firsthand.lexicon.records import Rule
from firsthand.lexicon.tables import load_rules
from firsthand.model.judgements import Credibility


class Suggested(Rule, frozen=True, kw_only=True):
    """A credibility of the Admiralty code, suggested where at least so many `independent` origins, named primary
    `sources` and `roots` stand behind a claim, and it is `denied` or `disputed` or not, None where that is all one."""

    credibility: Credibility
    independent: int = 0
    sources: int = 0
    roots: int = 0
    denied: bool | None = None
    disputed: bool | None = None

    def holds(self, told: Mapping[str, int]) -> bool:
        """Whether a claim with these counts falls under the rule."""
        enough = all(told[name] >= getattr(self, name) for name in ("independent", "sources", "roots"))
        wanted = (("denied", self.denied), ("disputed", self.disputed))
        return enough and all(value is None or told[name] == value for name, value in wanted)


@cache
def suggestions() -> tuple[Suggested, ...]:
    """The rules, the first that holds before the others; the last holds always."""
    return load_rules("world/credibility.toml", "credibility", Suggested)


@cache
def signatures() -> tuple[Rule, ...]:
    """The rules that stand for a person's decision."""
    return load_rules("world/judgements.toml", "judgement", Rule)


def judging_reasons() -> dict[str, str]:
    """The reason of each by the id that answers and suggestions write."""
    return {f"credibility/{r.id}": r.why for r in suggestions()} | {r.id: r.why for r in signatures()}
