"""Runs each failed scenario again, alone on the machine, before its failure becomes a verdict."""
