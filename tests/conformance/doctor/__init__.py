"""The doctor: what it sees, what it makes of that, and what it says."""
