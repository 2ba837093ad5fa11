"""An invented affair in fourteen news reports, with its true stemma beside it.

`reports/` holds the reports, `stemma.toml` what a careful reader concludes from them; nothing in it is real.
"""
