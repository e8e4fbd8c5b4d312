"""Tests of the adapter for Galene: its files and declarations, and the real server if it is installed."""
