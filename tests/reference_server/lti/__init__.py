"""Tests of the room as an LTI tool, launched by a small platform with real keys."""
