"""Answer who may ask, what was prescribed and what is told to whom."""
