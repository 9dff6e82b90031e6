"""Endpoints: each scopes its rows first, then checks the object."""
