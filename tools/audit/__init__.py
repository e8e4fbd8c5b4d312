"""Looks for known vulnerabilities in the pinned packages, and writes the software bill of materials."""
