"""The project complies with its import contracts, and an import from a higher layer breaks them."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

pytestmark = pytest.mark.nested_run

ROOT = Path(__file__).parents[2]
PACKAGES = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["root_packages"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the folders to which the contracts apply."""
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=_files_other_than_python)
    shutil.copyfile(ROOT / "pyproject.toml", tmp_path / "pyproject.toml")
    return tmp_path


def _files_other_than_python(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if not (name.endswith(".py") or (Path(folder) / name).is_dir())]


def check_layers(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tools.layers"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)


def test_the_contracts_hold(project: Path) -> None:
    completed = check_layers(project)
    assert completed.returncode == 0, completed.stdout


@pytest.mark.parametrize(
    ("module", "imported"),
    [
        ("pages/screen.py", "people.person"),
        ("rooms/room.py", "pages.screen"),
        ("conformance/verdict_engine.py", "rooms.room"),
        ("conformance/verdict_engine.py", "conformance.plugins.summary_plugin"),
        ("conformance/matrix.py", "living_docs.record.reading"),
        ("living_docs/site/build.py", "people.person"),
        ("living_docs/record/reading.py", "living_docs.site.build"),
        ("steps/joining.py", "conformance.plugins.people_plugin"),
        ("reference_server/__main__.py", "conformance.catalogue"),
        ("rooms/reference.py", "reference_server.__main__"),
    ],
)
def test_an_import_from_a_higher_layer_breaks_a_contract(project: Path, module: str, imported: str) -> None:
    with (project / module).open("a") as file:
        file.write(f"\nimport {imported}\n")
    completed = check_layers(project)
    assert completed.returncode == 1
    assert f"{imported.removesuffix('.__main__')}" in completed.stdout and "BROKEN" in completed.stdout
