"""Living documentation: records runs, and builds pages from the records."""
