"""An adapter for Galene, a videoconference server, which has not met a Galene yet: README.md says what that means."""
