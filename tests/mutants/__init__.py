"""Mutants: small named changes to the reference room that break rules.

The features must detect them. `python -m tests.mutants` (`make mutants`) runs the scenarios of each mutant's rules in
the mutated room.
"""
