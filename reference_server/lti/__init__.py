"""The room as an LTI 1.3 tool: learning platforms let their users in by signed launches."""
