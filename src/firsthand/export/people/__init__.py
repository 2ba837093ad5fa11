"""Pages of text for people: the report, and the reasons behind one line of it. Rich renderables, plain when piped."""

from firsthand.export.people.report import make_report
from firsthand.export.people.why import explain

__all__ = ["explain", "make_report"]
