"""Looks at a room before any feature does: which places of the contract it finds there, and what it sees instead."""
