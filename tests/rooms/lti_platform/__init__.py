"""The learning platform that holds the reference room as an LTI tool."""
