"""Signs of what passes between two: words of the sentence, the way from one to the other, the rules on it."""

from __future__ import annotations

from firsthand.model import Tree, grow_tree
from firsthand.model.documents import Token
from firsthand.reading.event_signs import find_signs

Word = tuple[str, str, str, str, int]
"""Word, dictionary form, part of speech, relation, index of the head."""


def _tree(*words: Word) -> Tree:
    tokens, start = [], 0
    for text, lemma, pos, dep, head in words:
        tokens.append(Token(start, start + len(text), text.lower(), lemma, pos, "NN", dep, head, 0))
        start += len(text) + 1
    return grow_tree(tuple(tokens))


SOLD = _tree(
    ("Turkey", "turkey", "PROPN", "nsubj", 1),
    ("sold", "sell", "VERB", "ROOT", 1),
    ("drones", "drone", "NOUN", "dobj", 1),
    ("to", "to", "ADP", "prep", 1),
    ("Kyrgyzstan", "kyrgyzstan", "PROPN", "pobj", 3),
)


def test_the_way_between() -> None:
    """The verb where both ways meet, its object, the preposition, and the rule of the verb."""
    signs = find_signs(SOLD, range(5), range(1), range(4, 5))
    assert {
        "lca:sell", "path:sell", "path:drone", "arc:sell_drone", "sdep:nsubj", "tprep:to", "rid:sell",
        "rulepath:COOPERATE", "coder:COOPERATE", "rulemid:COOPERATE",
    } <= set(signs)  # fmt: skip


def test_parties_are_no_signs() -> None:
    """Who it is says nothing about what passes."""
    assert not any(
        "turkey" in sign or "kyrgyzstan" in sign for sign in find_signs(SOLD, range(5), range(1), range(4, 5))
    )


def test_one_party_alone() -> None:
    """With one party the way goes up from it; nothing lies between."""
    signs = find_signs(SOLD, range(5), range(1), range(0))
    assert "path:sell" in signs
    assert not any(sign.startswith(("lca:", "rulemid:", "t")) for sign in signs)


def test_order() -> None:
    """Signs come sorted and once."""
    signs = find_signs(SOLD, range(5), range(1), range(4, 5))
    assert tuple(sorted(set(signs))) == signs
