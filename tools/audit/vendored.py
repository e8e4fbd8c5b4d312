"""The browser files in reference_server/static/vendor, as the npm packages that they come from."""

import re
from dataclasses import dataclass
from pathlib import Path

VENDOR = Path(__file__).resolve().parents[2] / "reference_server" / "static" / "vendor"
TABLE = "VENDORED.md"
_ROW = re.compile(
    r"^\| (?P<name>[@a-z][^| ]*) \| (?P<version>\d[^| ]*) \| (?P<licence>[^|(]+) \(`(?P<folder>[^/]+)/", re.M
)
_SUM = re.compile(r"^([0-9a-f]{64})  (\S+)$", re.M)


@dataclass(frozen=True)
class VendoredPackage:
    """An npm package of which the room has files; ``licence`` is an SPDX expression.

    ``sums``: the SHA-256 of each file that was copied, by its path within ``static/vendor``.
    """

    name: str
    version: str
    licence: str
    folder: str
    sums: dict[str, str]

    @property
    def purl(self) -> str:
        """The package URL, such as ``pkg:npm/lit-html@3.3.3``."""
        return f"pkg:npm/{self.name.replace('@', '%40')}@{self.version}"


def vendored_packages(folder: Path = VENDOR) -> list[VendoredPackage]:
    """Return the packages in the table of VENDORED.md."""
    text = (folder / TABLE).read_text(encoding="utf-8")
    sums = {path: digest for digest, path in _SUM.findall(text)}
    return [_package(row, sums) for row in _ROW.finditer(text)]


def _package(row: re.Match[str], sums: dict[str, str]) -> VendoredPackage:
    own = {path: digest for path, digest in sums.items() if path.startswith(f"{row['folder']}/")}
    return VendoredPackage(row["name"], row["version"], row["licence"].replace(" and ", " AND "), row["folder"], own)
