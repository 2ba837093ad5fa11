"""From the errors of engines and of the system to ours."""

from __future__ import annotations

import errno
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from firsthand.errors import StoreError
from firsthand.store.engines import Engine

_DAMAGED = "firsthand verify names what is damaged; put a copy back, or add the reports to a new case"

_SYSTEM = {
    errno.ENOSPC: ("the disk is full", "make room and do the same again: what was kept before is unharmed"),
    errno.EDQUOT: ("your share of the disk is full", "make room and do the same again: what was kept is unharmed"),
    errno.EROFS: ("the disk cannot be written to", "copy the case to a disk that can"),
    errno.EACCES: ("it may not be written to", "check the permissions of the file and its folder"),
    errno.EPERM: ("it may not be written to", "check the permissions of the file and its folder"),
    errno.ENOLCK: ("its disk knows no locks", "keep the case on a disk of this machine, or in PostgreSQL"),
}
"""What the system's errors mean, and what to try."""


@contextmanager
def explained(engine: Engine) -> Iterator[None]:
    """Errors of others that leave the body become a StoreError that says what to do."""
    try:
        yield
    except DBAPIError as error:
        raise engine.explain(error.orig or error) from error
    except engine.errors as error:
        raise engine.explain(error) from error
    except SQLAlchemyError as error:
        raise StoreError(f"{engine.name}: {error}", hint="firsthand verify tells whether the case is sound") from error
    except UnicodeEncodeError as error:
        raise StoreError(
            f"{engine.name}: half a character (a lone surrogate) cannot be kept",
            hint="write the words out again as UTF-8",
        ) from error
    except (zlib.error, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise StoreError(f"{engine.name}: something kept cannot be read: {error}", hint=_DAMAGED) from error
    except OSError as error:
        what, hint = _SYSTEM.get(error.errno or 0, (f"the system says: {error.strerror}", "check the disk"))
        raise StoreError(f"{engine.name}: {what}", hint=hint) from error
