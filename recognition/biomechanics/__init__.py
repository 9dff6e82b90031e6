"""Angles, distances and tempo of a moving body, as pure functions."""
