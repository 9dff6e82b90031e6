"""The exercises, as data that a clinician can read and code that checks it."""
