"""An event has PLOVER's type, a mode, and the entities that do it and undergo it. Sentences are parsed by hand here."""

from __future__ import annotations

from firsthand.model import Event, Tree, grow_tree
from firsthand.model.documents import Token
from firsthand.reading.events import code_event

Word = tuple[str, str, str, str, str, int]
"""Word, dictionary form, part of speech, tag, relation, index of the head."""


def _tree(*words: Word) -> Tree:
    tokens, start = [], 0
    for text, lemma, pos, tag, dep, head in words:
        tokens.append(Token(start, start + len(text), text.lower(), lemma, pos, tag, dep, head, 0))
        start += len(text) + 1
    return grow_tree(tuple(tokens))


def _name(text: str, dep: str, head: int) -> Word:
    return (text, text.lower(), "PROPN", "NNP", dep, head)


def _coded(tree: Tree, head: int) -> Event | None:
    """Every proper noun is an entity of its own name."""
    return code_event(
        tree, 0, len(tree.tokens) - 1, head, lambda i: tree.tokens[i].norm if tree.tokens[i].pos == "PROPN" else None
    )


SOLD = _tree(
    _name("Turkey", "nsubj", 1),
    ("sold", "sell", "VERB", "VBD", "ROOT", 1),
    ("drones", "drone", "NOUN", "NNS", "dobj", 1),
    ("to", "to", "ADP", "IN", "prep", 1),
    _name("Kyrgyzstan", "pobj", 3),
)


def test_sale() -> None:
    """Who sells is the actor, who gets the goods the recipient."""
    assert Event("COOPERATE", "sale", "turkey", "kyrgyzstan", "event/sell") == _coded(SOLD, 1)


def test_purchase_is_the_same_transfer() -> None:
    """A purchase has the seller as its actor too: transfers run from giver to receiver."""
    tree = _tree(
        _name("Kyrgyzstan", "nsubj", 1),
        ("bought", "buy", "VERB", "VBD", "ROOT", 1),
        ("drones", "drone", "NOUN", "NNS", "dobj", 1),
        ("from", "from", "ADP", "IN", "prep", 1),
        _name("Turkey", "pobj", 3),
    )
    assert Event("COOPERATE", "sale", "turkey", "kyrgyzstan", "event/buy") == _coded(tree, 1)


def test_passive() -> None:
    """In a passive the actor stands after "by" and the recipient in front."""
    tree = _tree(
        _name("Ukraine", "nsubjpass", 2),
        ("was", "be", "AUX", "VBD", "auxpass", 2),
        ("invaded", "invade", "VERB", "VBN", "ROOT", 2),
        ("by", "by", "ADP", "IN", "agent", 2),
        _name("Russia", "pobj", 3),
    )
    assert Event("ASSAULT", None, "russia", "ukraine", "event/attack") == _coded(tree, 2)


def test_passive_without_actor() -> None:
    """A passive that names nobody has no actor."""
    tree = _tree(
        _name("Ukraine", "nsubjpass", 2),
        ("was", "be", "AUX", "VBD", "auxpass", 2),
        ("invaded", "invade", "VERB", "VBN", "ROOT", 2),
    )
    assert Event("ASSAULT", None, None, "ukraine", "event/attack") == _coded(tree, 2)


def test_phrase_beats_word() -> None:
    """A production line that is launched is production, not a missile; what is made in a place has it as recipient."""
    tree = _tree(
        _name("Iran", "nsubj", 1),
        ("launched", "launch", "VERB", "VBD", "ROOT", 1),
        ("a", "a", "DET", "DT", "det", 4),
        ("production", "production", "NOUN", "NN", "compound", 4),
        ("line", "line", "NOUN", "NN", "dobj", 1),
        ("in", "in", "ADP", "IN", "prep", 1),
        _name("Dushanbe", "pobj", 5),
    )
    assert Event("COOPERATE", "production", "iran", "dushanbe", "event/open-plant") == _coded(tree, 1)


def test_controlled_verb() -> None:
    """A verb that names no event hands on to the one that it governs, and keeps its subject."""
    tree = _tree(
        _name("Ankara", "nsubj", 1),
        ("managed", "manage", "VERB", "VBD", "ROOT", 1),
        ("to", "to", "PART", "TO", "aux", 3),
        ("sell", "sell", "VERB", "VB", "xcomp", 1),
        ("drones", "drone", "NOUN", "NNS", "dobj", 3),
        ("to", "to", "ADP", "IN", "prep", 3),
        _name("Baku", "pobj", 5),
    )
    assert Event("COOPERATE", "sale", "ankara", "baku", "event/sell") == _coded(tree, 1)


def test_event_noun() -> None:
    """A noun's actor is its owner, its recipient stands after a preposition."""
    tree = _tree(
        _name("Russia", "poss", 2),
        ("'s", "'s", "PART", "POS", "case", 0),
        ("invasion", "invasion", "NOUN", "NN", "nsubj", 5),
        ("of", "of", "ADP", "IN", "prep", 2),
        _name("Ukraine", "pobj", 3),
        ("began", "begin", "VERB", "VBD", "ROOT", 5),
    )
    assert Event("ASSAULT", None, "russia", "ukraine", "event/attack-noun") == _coded(tree, 5)


def test_two_who_act_together() -> None:
    """Of two joined subjects that agree, the second is the recipient."""
    tree = _tree(
        _name("Iran", "nsubj", 3),
        ("and", "and", "CCONJ", "CC", "cc", 0),
        _name("Tajikistan", "conj", 0),
        ("signed", "sign", "VERB", "VBD", "ROOT", 3),
        ("a", "a", "DET", "DT", "det", 5),
        ("pact", "pact", "NOUN", "NN", "dobj", 3),
    )
    assert Event("SUPPORT", "sign", "iran", "tajikistan", "event/sign") == _coded(tree, 3)


def test_owner_stands_for_what_is_owned() -> None:
    """Where the actor itself is no entity, the one it belongs to acts."""
    tree = _tree(
        _name("Israeli", "compound", 1),
        ("jets", "jet", "NOUN", "NNS", "nsubj", 2),
        ("bombed", "bomb", "VERB", "VBD", "ROOT", 2),
        _name("Gaza", "dobj", 2),
    )
    assert Event("ASSAULT", "explosives", "israeli", "gaza", "event/bomb") == _coded(tree, 2)


def test_nobody_plays_two_parts() -> None:
    """One entity is never both actor and recipient."""
    tree = _tree(
        _name("Kabul", "nsubj", 1),
        ("defended", "defend", "VERB", "VBD", "ROOT", 1),
        _name("Kabul", "dobj", 1),
    )
    assert Event("SUPPORT", None, "kabul", None, "event/support") == _coded(tree, 1)


def test_no_event() -> None:
    """A clause with none of the table's words has no event."""
    tree = _tree(
        ("Rain", "rain", "NOUN", "NN", "nsubj", 1),
        ("fell", "fall", "VERB", "VBD", "ROOT", 1),
    )
    assert _coded(tree, 1) is None


def test_only_inside_the_clause() -> None:
    """Words outside the stretch that is coded name no event of it."""
    assert code_event(SOLD, 2, 4, 1, lambda _: None) is None


def test_relative_clause() -> None:
    """ "which" stands for the noun that its clause describes."""
    tree = _tree(
        _name("Kyrgyzstan", "ROOT", 0),
        ("which", "which", "PRON", "WDT", "nsubj", 2),
        ("bought", "buy", "VERB", "VBD", "relcl", 0),
        ("drones", "drone", "NOUN", "NNS", "dobj", 2),
        ("from", "from", "ADP", "IN", "prep", 3),
        _name("Turkey", "pobj", 4),
    )
    assert Event("COOPERATE", "sale", "turkey", "kyrgyzstan", "event/buy") == _coded(tree, 2)


def test_accused_of_doing() -> None:
    """Whoever is accused of a deed is its actor, not who accuses."""
    tree = _tree(
        _name("Kabul", "nsubj", 1),
        ("suspected", "suspect", "VERB", "VBD", "ROOT", 1),
        _name("Iran", "dobj", 1),
        ("of", "of", "ADP", "IN", "prep", 1),
        ("arming", "arm", "VERB", "VBG", "pcomp", 3),
        _name("Houthis", "dobj", 4),
    )
    assert Event("AID", "military", "iran", "houthis", "event/arm") == _coded(tree, 4)


def test_second_word_for_the_same_event() -> None:
    """Sanctions that are issued to punish somebody are sanctions on him."""
    tree = _tree(
        _name("Washington", "nsubj", 1),
        ("issued", "issue", "VERB", "VBD", "ROOT", 1),
        ("sanctions", "sanction", "NOUN", "NNS", "dobj", 1),
        ("to", "to", "PART", "TO", "aux", 4),
        ("punish", "punish", "VERB", "VB", "acl", 2),
        _name("Tehran", "dobj", 4),
    )
    assert Event("SANCTION", "embargo", "washington", "tehran", "event/impose-sanctions") == _coded(tree, 1)


def test_weapon_is_no_party() -> None:
    """A weapon passes from hand to hand and is nobody's recipient."""
    event = code_event(SOLD, 0, 4, 1, {0: "state/TR", 4: "weapon/akinci"}.get)
    assert Event("COOPERATE", "sale", "state/TR", None, "event/sell") == event
