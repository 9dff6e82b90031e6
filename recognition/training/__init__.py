"""Trains and measures nets, always on unseen subjects."""
