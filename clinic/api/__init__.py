"""Interface for other programs."""
