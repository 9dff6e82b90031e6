"""Measurements of the whole library against recordings whose truth is known."""
