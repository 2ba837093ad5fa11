"""Titles, ranks, offices and professions, with their plurals."""

from __future__ import annotations

from functools import cache

import msgspec

from firsthand.errors import LexiconError
from firsthand.lexicon.records import Role
from firsthand.lexicon.tables import load_rules

TABLE = "en/roles.toml"
_IRREGULAR = (
    ("man", "men"),
    ("woman", "women"),
    ("person", "people"),
    ("armed forces", ""),
    ("troops", ""),
    ("police", ""),
)
_POSTPOSED = (" of ", " for ", " to ", "-in-", " in ", " close ")


class RoleForm(msgspec.Struct, frozen=True):
    """One form of a role; `plural` says that it stands for several."""

    role: Role
    plural: bool


@cache
def roles() -> tuple[Role, ...]:
    """All roles; LexiconError where `also` names one that is not there."""
    found = load_rules(TABLE, "role", Role)
    ids = {role.id for role in found}
    for role in found:
        if unknown := sorted(set(role.also) - ids):
            raise LexiconError(
                f"{TABLE}: entry '{role.id}' is also '{unknown[0]}', which is no entry", hint="name another entry's id"
            )
    return found


@cache
def role_forms() -> dict[str, RoleForm]:
    """Every form, lower case, to its role; the first entry that names a form keeps it."""
    forms: dict[str, RoleForm] = {}
    for role in roles():
        for form in role.forms:
            forms.setdefault(form, RoleForm(role, False))
    for role in roles():
        for form in role.forms:
            if many := plural(form):
                forms.setdefault(many, RoleForm(role, True))
    return forms


@cache
def role(id: str) -> Role:
    """The role of this id; LexiconError where there is none."""
    for entry in roles():
        if entry.id == id:
            return entry
    raise LexiconError(f"{TABLE}: no role '{id}'", hint="look the id up in the table")


def plural(form: str) -> str:
    """The plural of a form, of its first noun in "chief of staff"; empty where it has none of its own.

    >>> plural("chief of staff"), plural("spokesman"), plural("ministry")
    ('chiefs of staff', 'spokesmen', 'ministries')
    """
    cut = min((form.index(joint) for joint in _POSTPOSED if joint in form), default=len(form))
    head, rest = form[:cut], form[cut:]
    if head.endswith((".", "s", "media", "tv")) or len(head) < 4:
        return ""
    for one, many in _IRREGULAR:
        if head.endswith(one):
            return head[: -len(one)] + many + rest if many else ""
    if head.endswith("y") and head[-2] not in "aeou":
        return head[:-1] + "ies" + rest
    return head + ("es" if head.endswith(("ch", "sh", "x")) else "s") + rest
