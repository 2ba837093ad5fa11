"""The tree of errors.

    FirsthandError
    ├── IntakeError        one item could not be taken in (the rest of the batch goes on)
    ├── LexiconError       a packaged or added word list is not as it must be
    ├── PipelineError      stages do not fit together
    ├── ModelError         a trained model is missing or is not the one that was pinned
    ├── AnswerError        a saved answer cannot be read, or has no such id
    ├── PoolError          no process can be started that reads
    ├── JudgementError     a judgement is not as it must be, or is on something that is not there
    ├── ExportError        an export cannot be written, or what it needs is not installed
    ├── CaseError          a case has no such run or record, or is not one
    └── StoreError         a case cannot be opened, read or written
        └── QueryError     nothing can be looked for in what was asked

Each has a message (what is wrong, and where) and a hint (what to try).
"""

from __future__ import annotations


class FirsthandError(Exception):
    """Something the person at the screen can act on: `message` says what and where, `hint` what to try."""

    def __init__(self, message: str, *, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class IntakeError(FirsthandError):
    """One item could not be taken in; `item` names it (a path, `path:line` or `-`)."""

    def __init__(self, item: str, message: str, *, hint: str) -> None:
        super().__init__(message, hint=hint)
        self.item = item


class LexiconError(FirsthandError):
    """A word list is not as it must be; the message names the file and the entry."""


class PipelineError(FirsthandError):
    """A pipeline's stages do not fit together; the message names the stage and the layer."""


class ModelError(FirsthandError):
    """A trained model is missing or is not the one that was pinned."""


class AnswerError(FirsthandError):
    """A saved answer cannot be read, or holds nothing under the id that was asked for."""


class PoolError(FirsthandError):
    """No process can be started that reads."""


class JudgementError(FirsthandError):
    """A judgement is not as it must be, or is made on something that is not there."""


class ExportError(FirsthandError):
    """An export cannot be written, or what it needs is not installed."""


class CaseError(FirsthandError):
    """A case has no such run or record, or is not one."""


class StoreError(FirsthandError):
    """A case cannot be opened, read or written; the message names it. Unless it says so, what is kept is unharmed."""


class QueryError(StoreError):
    """A search cannot be made of what was asked."""
