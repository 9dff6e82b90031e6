"""Commands run by hand, and what only they need."""
