"""Bundles and type-checks the JavaScript of the reference room's pages, with pinned tools."""
