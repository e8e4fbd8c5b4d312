"""Looks for known vulnerabilities in all that is pinned, and writes the software bill of materials."""
