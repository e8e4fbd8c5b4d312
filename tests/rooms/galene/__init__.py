"""The adapter for Galene, as far as it can be held without one: what it writes, starts and looks for."""
