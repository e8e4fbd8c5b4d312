"""What things cost, each beside its bare equivalent in the same run.

Nothing here is a test, and no test has a time to keep.
"""
