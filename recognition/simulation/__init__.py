"""Simulated patients: films and landmarks whose truth is known exactly."""
