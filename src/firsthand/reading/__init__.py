"""One document: Reading -> Reading, a tuple of named stages."""
