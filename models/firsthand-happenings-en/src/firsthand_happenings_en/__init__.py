"""Weights that say whether two happenings are one, as data."""
