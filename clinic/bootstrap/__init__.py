"""Prepares a fresh machine, with the standard library alone."""
