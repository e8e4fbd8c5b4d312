"""The learning platform with the reference room as its LTI tool."""
