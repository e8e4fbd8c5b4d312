"""The software bill of materials lists every pinned package and vendored file in valid CycloneDX."""

import json
from pathlib import Path
from typing import Any

import pytest

from tools import isolated_environment
from tools.audit import sbom
from tools.audit.__main__ import FOLDER, PROJECT
from tools.audit.sbom import VALIDATION_SCRIPT, bill_of_materials, normalised, pinned_versions
from tools.audit.vendored import vendored_packages
from tools.javascript.npm_packages import ToolError


@pytest.fixture(scope="module")
def commands() -> Path:
    return isolated_environment.install(FOLDER / "requirements.lock", PROJECT / "build" / "audit-tools")


def environment_of(versions: dict[str, str]) -> dict[str, Any]:
    """Return cyclonedx-py's output for an environment with these packages, which the project requires."""
    refs = {name: f"{name}=={version}" for name, version in versions.items()}
    components = [{"name": name, "version": versions[name], "bom-ref": ref} for name, ref in refs.items()]
    return {
        "metadata": {"component": {"bom-ref": "root"}},
        "components": components,
        "dependencies": [{"ref": "root", "dependsOn": list(refs.values())}, *({"ref": ref} for ref in refs.values())],
    }


@pytest.mark.nested_run
def test_lists_every_package_with_its_licence(commands: Path, tmp_path: Path) -> None:
    bill = json.loads(sbom.write(commands, tmp_path / "sbom.json").read_text())
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert bill["metadata"]["component"]["name"] == "stagedoor"
    components = {part["purl"]: part for part in bill["components"]}
    vendored = {package.purl for package in vendored_packages()}
    python = [part for purl, part in components.items() if purl not in vendored]
    assert vendored < components.keys()
    assert {normalised(part["name"]): part["version"] for part in python} == pinned_versions()
    lit_html = components["pkg:npm/lit-html@3.3.3"]
    assert lit_html["licenses"] == [{"expression": "BSD-3-Clause"}]
    assert {file["hashes"][0]["alg"] for file in lit_html["components"]} == {"SHA-256"}
    assert components[f"pkg:pypi/flask@{pinned_versions()['flask']}"]["licenses"][0]["license"]["id"] == "BSD-3-Clause"


@pytest.mark.nested_run
def test_refuses_an_invalid_bill(commands: Path) -> None:
    bill = {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [{"name": "no type"}]}
    with pytest.raises(ToolError, match="type"):
        isolated_environment.run(commands / "python", "-c", VALIDATION_SCRIPT, input_text=json.dumps(bill))


def test_leaves_out_packages_that_are_not_pinned() -> None:
    bill = bill_of_materials(environment_of({**pinned_versions(), "pip": "26.0"}), vendored_packages())
    assert "pip" not in {part["name"] for part in bill["components"]}
    assert "pip==26.0" not in json.dumps(bill["dependencies"])


def test_the_project_depends_on_vendored_files() -> None:
    bill = bill_of_materials(environment_of(pinned_versions()), vendored_packages())
    (root,) = [entry for entry in bill["dependencies"] if entry["ref"] == "root"]
    assert "pkg:npm/%40fontsource-variable/inter@5.3.0" in root["dependsOn"]


def test_refuses_an_environment_with_another_version() -> None:
    with pytest.raises(ToolError, match=r"pins flask \S+, but 0\.1 is installed; run make setup\."):
        bill_of_materials(environment_of({**pinned_versions(), "flask": "0.1"}), vendored_packages())


def test_refuses_an_environment_without_a_pinned_package() -> None:
    without_flask = {name: version for name, version in pinned_versions().items() if name != "flask"}
    with pytest.raises(ToolError, match="but no version is installed"):
        bill_of_materials(environment_of(without_flask), vendored_packages())
