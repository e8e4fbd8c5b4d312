"""Builds the documentation as a site with search."""
