"""Benchmarks, which compare parts of the project with their bare equivalents in the same run.

They are not tests, and no test depends on their results.
"""
