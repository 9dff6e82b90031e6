"""Workflows and writes: the module is the noun, the function the verb.

The actor is `by` and the time is `now` (or `clock`, where work takes long): services
read neither request nor clock. They check access and write the audit row in the same
transaction.
"""
