"""The room as an LTI tool, launched by a small platform with real keys."""
