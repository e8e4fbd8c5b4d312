"""Mutants: small named changes to the reference room, each of which breaks rules that the features must catch.

`python -m tests.mutants` (`make mutants`) runs the scenarios of each mutant's rules in the mutated room.
"""
