"""Parametric motion, one module a family of exercises."""
