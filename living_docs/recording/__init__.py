"""Watches a run by pytest's and pytest-bdd's hooks and writes it down as Cucumber Messages."""
