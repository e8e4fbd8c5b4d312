"""Bundles, type-checks and lints the project's JavaScript, with pinned tools."""
