"""Tests of the learning platform with the reference room as its LTI tool."""
