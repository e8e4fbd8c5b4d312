"""The reference room as a process, for tests that talk to it over the network."""

from pathlib import Path

from rooms.reference import ROOT as ROOT
from rooms.reference import ReferenceServer

PATIENCE = 60
"""Seconds after which something that was to happen counts as not happening, on the busiest of machines."""
LIMITED = ("sh", "-c", 'ulimit -S -n "$0" && ulimit -H -n "$1" && shift && exec "$@"')
"""Runs a command with a soft and a hard limit of its file descriptors."""


class ServerProcess(ReferenceServer):
    """The reference room with these options, on a free port, with database and log in the folder.

    `descriptors` are the soft and the hard limit of its file descriptors, by default those of this process.
    """

    def __init__(self, folder: Path, *options: str, descriptors: tuple[int, int] | None = None) -> None:
        prefix = (*LIMITED, *map(str, descriptors)) if descriptors else ()
        # Tests do in a second what people do in an hour; those of the rates ask for them.
        super().__init__(folder, "--rate-factor", "0", *options, prefix=prefix)

    @property
    def url(self) -> str:
        """The server's address, without a slash at its end."""
        return self.address
