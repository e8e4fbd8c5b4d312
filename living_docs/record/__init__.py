"""Run records: read, merge and write Cucumber Messages, and turn them into the model that the pages show."""
