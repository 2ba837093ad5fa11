"""One module a format: JSON, JSONL, and pages of text for people."""
