"""The pages: static files built from a record's model, which work from disk without any other host."""
