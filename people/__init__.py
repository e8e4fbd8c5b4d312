"""The people of a scenario: who they are, the browser each of them has, and what reaches their eyes and ears."""
