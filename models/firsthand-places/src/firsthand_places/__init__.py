"""Firsthand's gazetteer: `places.bin` beside this file, in the format of `firsthand.reading.atlas`."""

__version__ = "1.0.0"
