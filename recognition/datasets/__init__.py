"""Repetitions with known exercise and form, to train and to measure nets on."""
