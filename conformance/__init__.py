"""Rules, capabilities, deviations and verdicts: whether a room conforms, and the reports that say so."""
