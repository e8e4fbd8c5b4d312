"""The number of processors on which this process may run."""

import os


def processors_in_affinity_mask() -> int:
    """Return the number of processors in the affinity mask; of all, on systems without such masks (macOS)."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
