"""Clinical rules in pure Python: no tables, no requests, no clock."""
