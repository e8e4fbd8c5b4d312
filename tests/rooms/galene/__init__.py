"""The adapter for Galene: what it writes and declares, and the real server where there is one."""
