"""Review at the keyboard: what a person can decide about a claim, and the screen on which it is done."""
