"""Benchmarks: each compares a part of the project with its bare equivalent in the same run.

None of them is a test, and no test depends on their figures.
"""
