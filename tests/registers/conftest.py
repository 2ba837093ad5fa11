"""The two seed reports, read once."""

from pathlib import Path

import pytest

from firsthand.intake import take_in
from firsthand.model import Answer
from firsthand.workspace import answer


@pytest.fixture(scope="session")
def seeds(shared: Path) -> Answer:
    """What they say together."""
    return answer(take_in([str(shared / "seeds/reports")]).documents)
