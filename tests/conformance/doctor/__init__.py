"""The doctor: its findings, its proposals and its report."""
