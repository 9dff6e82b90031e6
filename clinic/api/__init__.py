"""The interface for other programs: recordings and reports of one clinic."""
