"""The doctor: finds the elements of the contract that a room has, or similar ones, before any run."""
