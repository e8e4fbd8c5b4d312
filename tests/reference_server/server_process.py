"""The reference room as a process, for tests over the network."""

from pathlib import Path

from rooms.reference import ROOT as ROOT
from rooms.reference import ReferenceServer

PATIENCE = 60
"""Seconds after which an expected event counts as missing, also on a busy machine."""
DESCRIPTOR_LIMITS_PREFIX = ("sh", "-c", 'ulimit -S -n "$0" && ulimit -H -n "$1" && shift && exec "$@"')
"""The start of a command that runs with a soft and a hard limit on its file descriptors."""


class ServerProcess(ReferenceServer):
    """The reference room with these options, on a free port, with database and log in the folder.

    `descriptors` are the soft and the hard limit on its file descriptors, by default those of this process.
    """

    def __init__(self, folder: Path, *options: str, descriptors: tuple[int, int] | None = None) -> None:
        prefix = (*DESCRIPTOR_LIMITS_PREFIX, *map(str, descriptors)) if descriptors else ()
        # No rate limits: tests send as much in a second as people do in an hour. Tests of rate limits set the factor.
        super().__init__(folder, "--rate-factor", "0", *options, prefix=prefix)

    @property
    def url(self) -> str:
        """The server's address, without a trailing slash."""
        return self.address
