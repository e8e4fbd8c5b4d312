"""Column types that the tables and their migrations share."""

from sqlalchemy import BigInteger, Integer

NUMBER = Integer().with_variant(BigInteger(), "postgresql")
"""A whole number of 64 bits; SQLite's integers always have 64 bits, PostgreSQL's have 32."""
