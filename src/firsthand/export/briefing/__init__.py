"""A briefing: findings with their words, chains, disputes, what is not known, figures and a stemma; assembled, never
invented. Every sentence names the span that it rests on."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from firsthand.export.briefing.content import Briefing, assemble
from firsthand.model import Answer
from firsthand.model.registers import Registers

RENDERERS = {"md": "markdown", "html": "page", "docx": "document", "pdf": "print"}


def render(answer: Answer, registers: Registers, option: str) -> dict[str, bytes]:
    """The briefing in one of its four shapes."""
    module = import_module(f"firsthand.export.briefing.{RENDERERS[option]}")
    make: Callable[[Briefing], bytes] = module.make
    return {"": make(assemble(answer, registers))}


__all__ = ["RENDERERS", "Briefing", "assemble", "render"]
