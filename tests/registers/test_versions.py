"""Versions of a register."""

import msgspec
import pytest

from firsthand.errors import AnswerError
from firsthand.model import Answer
from firsthand.registers import compare, freeze, register


def test_the_same_register_freezes_to_the_same_bytes(seeds: Answer) -> None:
    """And a version compared with itself has no change."""
    one, other = freeze(register("arms", seeds)), freeze(register("arms", seeds))
    assert one == other
    assert () == compare(one, other)


def test_a_change_says_why(seeds: Answer) -> None:
    """A row that is denied since, and has left the register for it, names the denial and the bar."""
    before = register("arms", seeds)
    row = msgspec.structs.replace(before.rows[0], disputed_by=("Dushanbe",), below=("denied",), status="denied")
    after = msgspec.structs.replace(before, rows=before.rows[1:], watch=(row, *before.watch))
    (change,) = compare(freeze(before), freeze(after))
    assert ("left the register", ["status"]) == (change.what, [c.field for c in change.cells])
    assert ("denial by Dushanbe came", "below the bar: denied") == change.why


def test_a_version_that_was_touched_is_refused(seeds: Answer) -> None:
    """The hash tells."""
    version = freeze(register("sanctions", seeds))
    with pytest.raises(AnswerError):
        compare(version, msgspec.structs.replace(version, data=version.data.replace(b"Iran", b"Iraq")))
