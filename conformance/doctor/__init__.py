"""The doctor: finds which elements of the contract a room has, and what is there instead, before any run."""
