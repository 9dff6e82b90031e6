"""Repwise for clinics: who may ask, what was prescribed, what do we tell them.

Imports nothing: `clinic.bootstrap` runs before anything is installed.
"""
