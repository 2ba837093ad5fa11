"""PLOVER's roots and the kinds of dealing: cooperation or conflict, deed or word."""

from __future__ import annotations

QUAD = {
    "AGREE": 1, "CONSULT": 1, "SUPPORT": 1, "CONCEDE": 1,
    "COOPERATE": 2, "AID": 2, "RETREAT": 2,
    "REQUEST": 3, "ACCUSE": 3, "REJECT": 3, "THREATEN": 3,
    "PROTEST": 4, "SANCTION": 4, "MOBILIZE": 4, "COERCE": 4, "ASSAULT": 4,
}  # fmt: skip
"""1 verbal and 2 material cooperation, 3 verbal and 4 material conflict (PLOVER's quad classes)."""

DEALINGS = {
    "transfer": 2, "production": 2, "alliance": 1, "trade": 2, "ties": 1,
    "measure": 4, "clash": 4, "rivalry": 3, "opposition": 3, "estrangement": 3,
}  # fmt: skip

NAMES = {"transfer": "supply", "production": "supply", "measure": "sanctions"}
"""What a dealing is called in the register of relations, where not by its own name."""

EVENTS = {
    "SANCTION": "sanctions", "ACCUSE": "accusations", "THREATEN": "threats", "AGREE": "agreement",
    "ASSAULT": "clash", "AID": "aid",
}  # fmt: skip
"""What a root is called in the register of relations, where not by its own name in lower case."""

MUTUAL = frozenset({"agreement", "consult", "cooperate", "clash"})
"""Kinds of which it makes no difference who is named first."""


def cooperates(quad: int) -> bool:
    return quad in (1, 2)


def is_deed(quad: int) -> bool:
    return quad in (2, 4)
