"""Weights of the trained reader, as data."""
