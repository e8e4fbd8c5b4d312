"""An adapter for the video room demo of Janus, a WebRTC server; see README.md."""
