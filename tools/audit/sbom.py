"""The software bill of materials, in CycloneDX 1.6: pinned Python packages and vendored browser files."""

import json
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

from tools.audit.vendored import VendoredPackage, vendored_packages
from tools.isolated_environment import run
from tools.javascript.npm_packages import ToolError

PROJECT = Path(__file__).resolve().parents[2]
SBOM = PROJECT / "build" / "sbom.json"
VERSION = "1.6"
_PIN = re.compile(r"^[\w.-]+==[^\\\n]+", re.M)
# Run by the isolated environment's Python, which has the schemas.
VALIDATION_SCRIPT = """
import sys
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from jsonschema import Draft7Validator
# The format check of URLs takes nearly all of the time (15 s of CPU for 325 URLs).
Draft7Validator.FORMAT_CHECKER.checkers.pop("iri-reference", None)
error = JsonStrictValidator(SchemaVersion.V1_6).validate_str(sys.stdin.read())
sys.exit(str(error) if error else 0)
"""


def write(commands: Path, target: Path = SBOM) -> Path:
    """Write the file and return its path; ``commands``: the folder of cyclonedx-py. Raises ToolError."""
    text = json.dumps(bill_of_materials(_read_environment(commands), vendored_packages()), indent=2) + "\n"
    run(commands / "python", "-c", VALIDATION_SCRIPT, input_text=text)
    target.parent.mkdir(exist_ok=True)
    target.write_text(text, encoding="utf-8")
    return target


def bill_of_materials(environment: dict[str, Any], vendored: Sequence[VendoredPackage]) -> dict[str, Any]:
    """Return an environment's bill of materials with only the pinned packages, and with vendored ones.

    Raises ToolError where the environment has other versions than the lock file.
    """
    pinned = _only_pinned(environment, pinned_versions())
    root = pinned["metadata"]["component"]["bom-ref"]
    components = [_component(package) for package in vendored]
    dependencies = [_with_vendored(entry, root, vendored) for entry in pinned["dependencies"]]
    own = [{"ref": package.purl} for package in vendored]
    return {**pinned, "components": pinned["components"] + components, "dependencies": dependencies + own}


def pinned_versions() -> dict[str, str]:
    """Return the version of each package that the lock file pins for this platform and Python."""
    lines = _PIN.findall((PROJECT / "requirements.lock").read_text(encoding="utf-8"))
    pins = [Requirement(line) for line in lines]
    return {normalised(pin.name): _version(pin) for pin in pins if pin.marker is None or pin.marker.evaluate()}


def normalised(name: str) -> str:
    """Return a Python package's name in the form of PEP 503."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _version(pin: Requirement) -> str:
    (specifier,) = pin.specifier
    return specifier.version


def _read_environment(commands: Path) -> dict[str, Any]:
    options = ("--pyproject", PROJECT / "pyproject.toml", "--spec-version", VERSION)
    # The complete file is validated later.
    output = ("--output-reproducible", "--output-format", "JSON", "--no-validate")
    text = run(commands / "cyclonedx-py", "environment", *options, *output, sys.executable)
    environment: dict[str, Any] = json.loads(text)
    return environment


def _only_pinned(environment: dict[str, Any], pins: Mapping[str, str]) -> dict[str, Any]:
    """Leave out packages that requirements.lock does not pin, such as pip."""
    _expect_pinned_versions(environment, pins)
    components = [part for part in environment["components"] if normalised(part["name"]) in pins]
    refs = {part["bom-ref"] for part in components} | {environment["metadata"]["component"]["bom-ref"]}
    dependencies = [
        _with_known_dependencies(entry, refs) for entry in environment["dependencies"] if entry["ref"] in refs
    ]
    return {**environment, "components": components, "dependencies": dependencies}


def _expect_pinned_versions(environment: dict[str, Any], pins: Mapping[str, str]) -> None:
    versions = {normalised(component["name"]): component["version"] for component in environment["components"]}
    for name, version in pins.items():
        installed = versions.get(name)
        if installed != version:
            reason = f"requirements.lock pins {name} {version}, but {installed or 'no version'} is installed"
            raise ToolError(f"{reason}; run make setup.")


def _with_known_dependencies(entry: dict[str, Any], refs: set[str]) -> dict[str, Any]:
    depends_on = [ref for ref in entry.get("dependsOn", ()) if ref in refs]
    return {"ref": entry["ref"], **({"dependsOn": depends_on} if depends_on else {})}


def _with_vendored(entry: dict[str, Any], root: str, vendored: Sequence[VendoredPackage]) -> dict[str, Any]:
    if entry["ref"] != root:
        return entry
    return {**entry, "dependsOn": [*entry.get("dependsOn", ()), *(package.purl for package in vendored)]}


def _component(package: VendoredPackage) -> dict[str, Any]:
    group, _, name = package.name.rpartition("/")
    files = [_file(path, digest) for path, digest in package.sums.items()]
    return {
        "type": "library",
        "bom-ref": package.purl,
        **({"group": group} if group else {}),
        "name": name,
        "version": package.version,
        "licenses": [{"expression": package.licence}],
        "purl": package.purl,
        **({"components": files} if files else {}),
    }


def _file(path: str, digest: str) -> dict[str, Any]:
    name = f"reference_server/static/vendor/{path}"
    return {"type": "file", "bom-ref": name, "name": name, "hashes": [{"alg": "SHA-256", "content": digest}]}
