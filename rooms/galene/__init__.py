"""An adapter for Galene, a videoconference server. It has not been run with Galene yet; see README.md."""
