"""Watches a run and writes it down."""
