"""Firsthand: who really said it.

Reads news reports and answers, for every claim in them, who said it, through which chain, who only repeats it, who
denies it, and how many independent origins stand behind it.
"""

__version__ = "0.1.0"
