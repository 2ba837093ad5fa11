"""Weights of the judge of claim and evidence, as data."""
