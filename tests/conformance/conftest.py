"""Fixtures of the tests of conformance: small test suites, and a browser for their pages."""

from tests.living_docs.conftest import context, sample, suite, visitor

__all__ = ["context", "sample", "suite", "visitor"]
