"""An adapter for Galene, a videoconference server; README.md says what has been run."""
