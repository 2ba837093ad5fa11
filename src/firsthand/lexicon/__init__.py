"""Rules and word lists as data, and the strict loader."""
