"""Pages of text for people: the report, and the reasons behind one line of it. Rich renderables, plain when piped."""

from firsthand.export.people.report import make_report
from firsthand.export.people.why import draw, explain

__all__ = ["draw", "explain", "make_report"]
