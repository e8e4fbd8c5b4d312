"""Run records: reads, merges and writes Cucumber Messages, and builds the model for the pages."""
