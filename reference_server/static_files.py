"""The files that browsers load as they are. Each version of them has its own address, so none is asked for twice."""

import hashlib
from pathlib import Path

FOLDER = Path(__file__).parent / "static"
# A file at such an address never changes: with any change the address does.
KEEP_SECONDS = 365 * 24 * 60 * 60


def versioned_path(folder: Path = FOLDER) -> str:
    """Where the files are served, such as "/static/3f9c2e81ab04"; relative links among them hold there as well."""
    digest = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(f"{file.relative_to(folder).as_posix()}\0".encode() + file.read_bytes())
    return f"/static/{digest.hexdigest()[:12]}"
