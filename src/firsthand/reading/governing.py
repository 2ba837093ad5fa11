"""Constructions whose content the verb or adjective governs: an object, an infinitive, a preposition, a predicate."""

from __future__ import annotations

from firsthand.lexicon.records import Cue
from firsthand.lexicon.words import word_list
from firsthand.model import Tree
from firsthand.reading.cues import CueAt
from firsthand.reading.phrases import agent, is_passive, noun_phrase, subject
from firsthand.reading.scene import OBJECTS, Find, Scene, find, has_to, is_reduced_passive, tidy

_LIST_TAGS = frozenset({"WP", "WDT", "WRB"})


def object(scene: Scene, cue: CueAt) -> Find | None:
    """ "rejected the plan", "announced new sanctions"; in a passive the subject: "the plan was rejected by X". Nobody
    confirms people: a hospital that admits some owns up to nothing."""
    tree, verb = scene.tree, cue.head
    if is_passive(tree, verb) or is_reduced_passive(tree, verb):
        return _passive_object(scene, cue)
    noun = max((c for c in tree.children[verb] if tree.tokens[c].dep in OBJECTS), default=None)
    if noun is None or tree.tokens[noun].tag in _LIST_TAGS or tree.tokens[noun].pos == "PRON":
        return None
    people = tree.tokens[noun].lemma in word_list("agents") and tree.child(noun, "acl", "relcl") is None
    if people and cue.rule.act == "confirm":
        return None
    extra = [
        i for c in tree.children[verb] if c > noun and tree.tokens[c].dep in ("prep", "dative") for i in tree.subtree(c)
    ]
    return find(scene, cue, "object", tidy(scene, (*tree.subtree(noun), *extra), verb))


def infinitive(scene: Scene, cue: CueAt) -> Find | None:
    """ "vowed to raise trade", "urged Iran to stop"."""
    tree, verb = scene.tree, cue.head
    if cue.rule.sense == "intend" and is_passive(tree, verb):
        return None
    heads = (verb, *(c for c in tree.children[verb] if tree.tokens[c].dep in ("dobj", "prep", "pobj")))
    for head in heads:
        if tree.tokens[verb].dep == "acl" and tree.tokens[verb].tag == "VBN":
            return None
        for c in tree.children[head]:
            if tree.tokens[c].dep in ("xcomp", "ccomp", "advcl", "acl") and has_to(tree, c) and c > verb:
                return find(scene, cue, "infinitive", tidy(scene, tree.subtree(c), verb))
    return None


def gerund(scene: Scene, cue: CueAt) -> Find | None:
    """ "denied arming the rebels"."""
    tree, verb = scene.tree, cue.head
    for c in tree.children[verb]:
        if _is_gerund(tree, c) and tree.tokens[c].dep in ("xcomp", "ccomp", "dobj", "pcomp") and c > verb:
            return find(scene, cue, "gerund", tidy(scene, tree.subtree(c), verb))
    return None


def _is_gerund(tree: Tree, verb: int) -> bool:
    """ "arming", "having armed"."""
    helped = any(tree.tokens[c].norm == "having" for c in tree.children[verb])
    return tree.tokens[verb].tag == "VBG" or tree.tokens[verb].tag == "VBN" and helped


def preposition(scene: Scene, cue: CueAt) -> Find | None:
    """ "warned of a new war", "accused Iran of helping rebels", "called on the group to stop"."""
    tree, verb = scene.tree, cue.head
    heads = (verb, *(c for c in tree.children[verb] if tree.tokens[c].dep in (*OBJECTS, "prt", "acomp")))
    for head in heads:
        for c in tree.children[head]:
            if (
                tree.tokens[c].norm in cue.rule.prepositions
                and tree.tokens[c].dep in ("prep", "prt", "dative", "advmod")
                and c > verb
            ):
                content = [i for i in tree.subtree(c) if i != c]
                content += [
                    i
                    for d in tree.children[verb]
                    if d > c and tree.tokens[d].dep in ("xcomp", "advcl") and has_to(tree, d)
                    for i in tree.subtree(d)
                ]
                if content:
                    return find(scene, cue, "preposition", tidy(scene, content, verb), extra_cue=(c,))
    return None


def predicate(scene: Scene, cue: CueAt) -> Find | None:
    """ "described the raid as a mistake", "called the raid a mistake"."""
    tree, verb = scene.tree, cue.head
    if is_passive(tree, verb):
        return None
    parts = [c for c in tree.children[verb] if c > verb and tree.tokens[c].dep in (*OBJECTS, "ccomp", "xcomp", "prep")]
    joints = frozenset(cue.rule.prepositions)
    if joints or not _takes_two(tree, verb, parts):
        parts = parts if any(_has_joint(tree, c, joints or _AS) for c in parts) else []
    return find(scene, cue, "predicate", tidy(scene, [i for c in parts for i in tree.subtree(c)], verb))


def raised(scene: Scene, cue: CueAt) -> Find | None:
    """ "the rebels are said to have left", "Iran was accused of helping": the subject belongs to the content."""
    tree, verb = scene.tree, cue.head
    if not is_passive(tree, verb) and not is_reduced_passive(tree, verb):
        return None
    told = tree.child(verb, "nsubjpass")
    rest = [c for c in tree.children[verb] if c > verb and _is_raised_part(tree, c, cue.rule)]
    if not rest:
        return None
    source = agent(tree, verb)
    inside = [i for c in rest for i in tree.subtree(c) if i != c or tree.tokens[c].norm not in cue.rule.prepositions]
    if told is not None and tree.tokens[rest[0]].dep in ("xcomp", "oprd", "ccomp") and tree.tokens[told].pos != "PRON":
        inside.extend(noun_phrase(tree, told))
    return find(scene, cue, "raised", tidy(scene, inside, verb), source=source, own_source=True)


def aware(scene: Scene, cue: CueAt) -> Find | None:
    """ "was confident that P", "is wary of P"."""
    tree, word = scene.tree, cue.head
    verb = tree.tokens[word].head
    if tree.tokens[word].dep not in ("acomp", "attr", "oprd", "conj", "ROOT", "advcl", "acl", "amod", "ccomp"):
        return None
    for c in tree.children[word]:
        if c > word and (tree.tokens[c].dep in ("ccomp", "xcomp") or tree.tokens[c].norm in cue.rule.prepositions):
            inside = [i for i in tree.subtree(c) if i != c or tree.tokens[c].norm not in cue.rule.prepositions]
            return find(
                scene,
                cue,
                "aware",
                tidy(scene, inside, word),
                source=subject(tree, verb) if verb != word else None,
                own_source=verb == word,
            )
    return None


def _passive_object(scene: Scene, cue: CueAt) -> Find | None:
    tree, verb = scene.tree, cue.head
    told = tree.child(verb, "nsubjpass")
    if told is None and tree.tokens[verb].dep == "acl":
        told = tree.tokens[verb].head
    if told is None or tree.tokens[told].norm in ("who", "which", "that", "it"):
        return None
    inside = noun_phrase(tree, told) if tree.tokens[verb].dep == "acl" else tree.subtree(told)
    return find(scene, cue, "object", tidy(scene, inside, verb), source=agent(tree, verb), own_source=True)


def _takes_two(tree: Tree, verb: int, parts: list[int]) -> bool:
    """ "called the raid a mistake": an object and what it is called, whichever way the parser joined them."""
    return (
        any(tree.tokens[c].dep in ("oprd", "ccomp", "xcomp") for c in parts)
        or sum(tree.tokens[c].dep in OBJECTS for c in parts) > 1
    )


_AS = frozenset({"as"})


def _has_joint(tree: Tree, part: int, joints: frozenset[str]) -> bool:
    """ "as", "at" or what else the cue asks for, itself or where the parser hung it on the object; before a number, on
    whatever word of it: "put the number of guns delivered to Sudan at 24"."""
    return tree.tokens[part].norm in joints or any(
        tree.tokens[i].norm in joints and (tree.tokens[i].head == part or _is_counted(tree, i))
        for i in tree.subtree(part)
    )


def _is_counted(tree: Tree, preposition: int) -> bool:
    number = tree.child(preposition, "pobj")
    return number is not None and tree.tokens[number].pos == "NUM"


def _is_raised_part(tree: Tree, index: int, rule: Cue) -> bool:
    token = tree.tokens[index]
    if token.dep in ("xcomp", "ccomp", "oprd"):
        return True
    return token.dep == "prep" and (token.norm in rule.prepositions or token.norm == "as")
