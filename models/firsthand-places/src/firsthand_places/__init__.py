"""Firsthand's gazetteer: `places.bin` beside this file, in the format of `firsthand.reading.atlas`."""

import mmap
from importlib import resources

__version__ = "1.0.0"


def places() -> memoryview:
    """The gazetteer's bytes, read-only and mapped: what is not looked at is not loaded."""
    with resources.as_file(resources.files(__name__) / "places.bin") as path, path.open("rb") as file:
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
