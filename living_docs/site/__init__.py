"""The pages: static files made from a record's model, which work from disk and need no other host."""
