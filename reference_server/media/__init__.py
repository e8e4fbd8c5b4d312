"""Which signalling the server forwards between peer connections."""
