"""The command. Thin: one module a verb; what they do is in `workspace`, `intake` and `export`."""

from firsthand.cli.app import main

__all__ = ["main"]
