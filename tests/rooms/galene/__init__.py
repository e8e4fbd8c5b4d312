"""The adapter for Galene: its files and declarations, and the real server where it is installed."""
